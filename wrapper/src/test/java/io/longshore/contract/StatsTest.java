package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.Stats;
import io.longshore.error.CancelledException;
import io.longshore.error.NotFoundException;
import io.longshore.stream.DockerStream;
import io.longshore.stream.StreamEnd;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The resource use of a container. */
class StatsTest extends ContractTest {
  @Test
  void readingsGoOnUntilSomebodyCloses() {
    try (DockerStream<Stats> stats = run(Programs.forever()).stats()) {
      List<Stats> some = stats.stream().limit(3).toList();
      assertTrue(some.get(0).cpuPercent().isEmpty(), "there is nothing to compare the first reading with");
      assertTrue(some.get(1).cpuPercent().isPresent());
      Instant first = some.get(0).time().orElseThrow();
      assertTrue(some.get(1).time().orElseThrow().isAfter(first));
      assertTrue(some.get(2).time().orElseThrow().isAfter(some.get(1).time().orElseThrow()));
      assertEquals(some.get(0).raw().read(), some.get(1).raw().preread());
      assertEquals(Optional.empty(), stats.end());
    }
  }

  @Test
  void onceHasPercentages() {
    String[] busy = engine.embedded() ? Programs.forever() : Programs.shell("while true; do :; done");
    Stats stats = run(busy).statsOnce();
    double cpu = stats.cpuPercent().orElseThrow();
    int most = 100 * Runtime.getRuntime().availableProcessors();
    assertTrue((cpu > 0 || engine.embedded()) && cpu <= most, () -> "CPU " + cpu + " %");
    double memory = stats.memoryPercent().orElseThrow();
    assertTrue(memory > 0 && memory < 100, () -> "memory " + memory + " %");
    assertTrue(stats.memoryUsage() > 0 && stats.memoryUsage() < stats.memoryLimit().orElseThrow());
    assertTrue(stats.pids() >= 1, () -> "pids " + stats.pids());
  }

  @Test
  void nowHasNoPercentageOfTheCpu() {
    Stats stats = run(Programs.forever()).statsWithoutCpu();
    assertTrue(stats.time().isPresent());
    assertTrue(stats.cpuPercent().isEmpty());
    assertTrue(stats.memoryUsage() > 0);
  }

  @Test
  void theLimitIsTheContainersOwn() {
    Container container = run(options -> options.memory(64 << 20));
    assertEquals(64 << 20, container.statsWithoutCpu().memoryLimit().orElseThrow());
  }

  @Test
  void aContainerThatDoesNotRunHasEmptyReadings() {
    Container container = create(Programs.forever());
    for (Stats stats : List.of(container.statsOnce(), container.statsWithoutCpu())) {
      assertTrue(stats.time().isEmpty());
      assertTrue(stats.cpuPercent().isEmpty());
      assertTrue(stats.memoryLimit().isEmpty());
      assertTrue(stats.memoryPercent().isEmpty());
      assertEquals(0, stats.memoryUsage() + stats.pids() + stats.networkReceived() + stats.blockRead());
    }
  }

  @Test
  void readingsAreEmptyAfterTheEndAndCompleteWithTheRemoval() {
    Container container = run(Programs.forever());
    try (DockerStream<Stats> stats = container.stats()) {
      Iterator<Stats> readings = stats.iterator();
      assertTrue(readings.next().time().isPresent());
      container.kill();
      Stats next = readings.next();
      while (next.time().isPresent()) {
        next = readings.next();
      }
      assertTrue(next.cpuPercent().isEmpty());
      container.remove();
      while (readings.hasNext()) {
        assertTrue(readings.next().time().isEmpty());
      }
      assertEquals(StreamEnd.COMPLETED, stats.end().orElseThrow());
    }
  }

  @Test
  void closingInAnotherThreadEndsABlockedRead() {
    DockerStream<Stats> stats = run(Programs.forever()).stats();
    try (var reading = Background.start(() -> stats.stream().count())) {
      reading.awaitBlocked();
      stats.close();
      reading.result();
      assertEquals(StreamEnd.CANCELLED, stats.end().orElseThrow());
    }
  }

  @Test
  void anInterruptEndsABlockedRead() {
    try (DockerStream<Stats> stats = run(Programs.forever()).stats();
        var reading = Background.start(() -> stats.stream().count())) {
      reading.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, reading.failure()));
      assertEquals(StreamEnd.CANCELLED, stats.end().orElseThrow());
    }
  }

  @Test
  void whatIsNotThereHasNone() {
    Container none = docker.containers().get(newName());
    fails(NotFoundException.class, none::stats);
    fails(NotFoundException.class, none::statsOnce);
    fails(NotFoundException.class, none::statsWithoutCpu);
  }
}
