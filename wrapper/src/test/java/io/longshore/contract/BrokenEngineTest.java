package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** An engine that dies or stands still: every call ends in time, with an error that says what happened. */
class BrokenEngineTest extends BreakingTest {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** More than the deadline, for a machine that does other things too; less than what would be called hanging. */
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  BrokenEngineTest() {
    super(Timeouts.defaults().withAnswer(ANSWER).withConnect(ANSWER));
  }

  private Container run(String... command) {
    // Starting a container may take longer than a frozen engine is waited for.
    DockerClient patient = docker.with(Timeouts.defaults());
    Container made = patient.containers().run(options -> options.image(Programs.IMAGE).command(command));
    return docker.containers().get(made.id());
  }

  private static Background<Void> reading(LogStream log, CountDownLatch begun) {
    return Background.run(
        () -> {
          for (LogFrame frame : log) {
            assertTrue(frame.bytes().length > 0);
            begun.countDown();
          }
        });
  }

  @Test
  void anEngineThatIsKilledTruncatesAFollowedLog() throws InterruptedException {
    Container container = run(Programs.sayAndStay("first"));
    CountDownLatch begun = new CountDownLatch(1);
    try (LogStream log = container.logs(options -> options.follow());
        var reading = reading(log, begun)) {
      begun.await();
      reading.awaitBlocked();
      engine.kill();
      StreamException broken = assertInstanceOf(StreamException.class, reading.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, broken.end());
      assertEquals(StreamEnd.TRUNCATED, log.end().orElseThrow());
      assertTrue(broken.getMessage().contains(container.id().substring(0, 12)), broken::getMessage);
    }
  }

  @Test
  void anEngineThatIsKilledTruncatesAStreamOfManyLines() throws InterruptedException {
    Container container = run(Programs.shell("while true; do echo again; done"));
    CountDownLatch begun = new CountDownLatch(1);
    try (LogStream log = container.logs(options -> options.follow());
        var reading = reading(log, begun)) {
      begun.await();
      engine.kill();
      assertInstanceOf(StreamException.class, reading.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, log.end().orElseThrow());
    }
  }

  @Test
  void anEngineThatIsKilledEndsABlockedCall() {
    Container container = run(Programs.forever());
    try (var waiting = Background.start(() -> container.waitFor())) {
      waiting.awaitBlocked();
      engine.kill();
      ConnectionException lost = assertInstanceOf(ConnectionException.class, waiting.failure(IN_TIME));
      assertTrue(lost.getMessage().contains(container.id().substring(0, 12)), lost::getMessage);
    }
  }

  @Test
  void anEngineThatIsKilledEndsAnExec() {
    Container container = run(Programs.forever());
    try (var running = Background.start(() -> container.exec(Programs.sayAndStay("word")))) {
      running.awaitBlocked();
      engine.kill();
      Throwable failure = running.failure(IN_TIME);
      assertTrue(
          failure instanceof ConnectionException
              || failure instanceof StreamException broken && broken.end() == StreamEnd.TRUNCATED,
          failure::toString);
    }
  }

  @Test
  void callsToAnEngineThatWasKilledAreRefused() {
    engine.kill();
    ConnectionException refused = assertThrows(ConnectionException.class, () -> docker.containers().list());
    assertTrue(refused.getMessage().contains(engine.host()), refused::getMessage);
  }

  @Test
  void aFrozenEngineMissesTheDeadlineAndIsUsedAgainAfterwards() {
    engine.freeze();
    try {
      long start = System.nanoTime();
      DeadlineException late = assertThrows(DeadlineException.class, () -> docker.containers().list());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(late.getMessage().contains("within 2.0 s"), late::getMessage);
      assertTrue(took.compareTo(ANSWER.minusMillis(50)) >= 0, () -> "given up after " + took);
      assertTrue(took.compareTo(IN_TIME) < 0, () -> "given up after " + took);
    } finally {
      engine.thaw();
    }
    assertTrue(docker.containers().list().isEmpty());
  }

  @Test
  void aClientThatMeetsAFrozenEngineGivesUp() {
    engine.freeze();
    try (DockerClient fresh = engine.client().timeouts(Timeouts.defaults().withAnswer(ANSWER).withConnect(ANSWER))
        .build()) {
      assertThrows(DeadlineException.class, () -> fresh.containers().list());
    } finally {
      engine.thaw();
    }
  }

  @Test
  void aLogOfAFrozenEngineCanBeClosed() throws InterruptedException {
    Container container = run(Programs.sayAndStay("first"));
    CountDownLatch begun = new CountDownLatch(1);
    LogStream log = container.logs(options -> options.follow());
    try (var reading = reading(log, begun)) {
      begun.await();
      engine.freeze();
      try {
        reading.awaitBlocked();
        log.close();
        reading.result();
        assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
    assertTrue(container.inspect().state().running());
  }

  @Test
  void aCallToAFrozenEngineCanBeInterrupted() {
    engine.freeze();
    try (DockerClient patient = engine.client().build();
        var waiting = Background.start(() -> patient.containers().list())) {
      waiting.awaitBlocked().interrupt();
      assertInstanceOf(CancelledException.class, waiting.failure(IN_TIME));
      assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
    } finally {
      engine.thaw();
    }
  }
}
