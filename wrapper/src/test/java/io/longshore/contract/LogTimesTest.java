package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogOptions;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Parts of a log that end at a time. */
class LogTimesTest extends ContractTest {
  private static List<LogLine> lines(Container container, Consumer<LogOptions> options) {
    try (LogStream log = container.logs(options);
        Stream<LogLine> lines = log.lines()) {
      List<LogLine> read = lines.toList();
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
      return read;
    }
  }

  private static List<String> texts(Container container, Consumer<LogOptions> options) {
    return lines(container, options).stream().map(LogLine::text).toList();
  }

  /** Says some words one after the other, and then nothing for ever. */
  private Container quiet(boolean terminal) {
    Container container = run(
        o -> {
          o.command(Programs.shell("for i in 1 2 3 4 5; do echo $i; sleep 0.1; done; sleep 1000"));
          if (terminal) {
            o.tty();
          }
        });
    Poll.until("everything is said", () -> texts(container, o -> {}).size() == 5);
    return container;
  }

  private static Instant timeOf(Container container, int line) {
    return lines(container, o -> o.timestamps()).get(line - 1).time();
  }

  @Test
  void theLastLinesBeforeATimeAreThoseBeforeIt() {
    for (boolean terminal : new boolean[] {false, true}) {
      Container container = quiet(terminal);
      Instant third = timeOf(container, 3).plusMillis(10);
      assertEquals(List.of("2", "3"), texts(container, o -> o.tail(2).until(third)));
      assertEquals(List.of("2", "3"), texts(container, o -> o.tail(2).until(third).timestamps()));
      assertEquals(List.of("2", "3"), texts(container, o -> o.tail(2).until(third).follow()));
      assertEquals(List.of("1", "2", "3"), texts(container, o -> o.tail(50).until(third)));
      assertEquals(List.of(), texts(container, o -> o.tail(0).until(third)));
      try (DockerStream<Followed<LogLine>> followed = container.followLogs(o -> o.tail(1).until(third))) {
        assertEquals(1, followed.stream().count());
        assertEquals(StreamEnd.COMPLETED, followed.end().orElseThrow());
      }
      forceRemove(container);
    }
  }

  @Test
  void aFollowedLogEndsAtATimeAlsoWhereNothingIsWrittenAfterIt() {
    Container container = quiet(false);
    Instant third = timeOf(container, 3).plusMillis(10);
    assertEquals(List.of("1", "2", "3"), texts(container, o -> o.follow().until(third)));
    Instant soon = docker.system().info().systemTime().plusSeconds(1);
    long start = System.nanoTime();
    assertEquals(List.of("4", "5"), texts(container, o -> o.follow().tail(2).until(soon)));
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(900).toNanos(), "it ended before its time");
    Instant again = docker.system().info().systemTime().plusSeconds(1);
    try (DockerStream<Followed<LogLine>> followed = container.followLogs(o -> o.until(again))) {
      assertEquals(5, followed.stream().count());
      assertEquals(StreamEnd.COMPLETED, followed.end().orElseThrow());
    }
  }

  @Test
  void aLogWithAnEndToComeIsFollowedUntilThen() {
    Container container = run(Programs.shell("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.1; done"));
    Instant soon = docker.system().info().systemTime().plusSeconds(2);
    List<LogLine> read = lines(container, o -> o.follow().timestamps().until(soon));
    for (int i = 0; i < read.size(); i++) {
      assertEquals(String.valueOf(i + 1), read.get(i).text());
      assertTrue(!read.get(i).time().isAfter(soon), () -> "written after " + soon + ": " + read);
    }
    assertTrue(read.size() > 5, read::toString);
  }
}
