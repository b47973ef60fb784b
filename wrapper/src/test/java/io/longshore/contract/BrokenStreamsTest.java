package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.container.ContainerWait;
import io.longshore.container.Stats;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** Events, stats and waits of an engine that dies or stands still: none ends as if it were complete. */
class BrokenStreamsTest extends BreakingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  BrokenStreamsTest() {
    super(Timeouts.defaults().withIdle(Duration.ofSeconds(3)));
  }

  private Container run() {
    return docker.containers().run(options -> options.image(Programs.IMAGE).command(Programs.forever()));
  }

  private static <T> Background<Void> reading(DockerStream<T> stream) {
    Iterator<T> iterator = stream.iterator();
    return Background.run(
        () -> {
          while (iterator.hasNext()) {
            iterator.next();
          }
        });
  }

  private static void isTruncated(DockerStream<?> stream, Background<Void> reading) {
    StreamException broken = assertInstanceOf(StreamException.class, reading.failure(IN_TIME));
    assertEquals(StreamEnd.TRUNCATED, broken.end());
    assertEquals(StreamEnd.TRUNCATED, stream.end().orElseThrow());
  }

  @Test
  void anEngineThatIsKilledTruncatesItsEvents() {
    try (DockerStream<EventMessage> events = docker.system().events();
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.kill();
      isTruncated(events, reading);
    }
  }

  /** It ends them as if they were complete. */
  @Test
  void anEngineThatStopsTruncatesItsEvents() {
    try (DockerStream<EventMessage> events = docker.system().events();
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.stop();
      isTruncated(events, reading);
    }
  }

  @Test
  void anEngineThatIsKilledTruncatesEventsThatHaveAnEnd() {
    try (
        DockerStream<EventMessage> events = docker.system()
            .events(options -> options.until(docker.system().info().systemTime().plusSeconds(600)));
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.kill();
      isTruncated(events, reading);
    }
  }

  @Test
  void anEngineThatIsKilledTruncatesStats() {
    try (DockerStream<Stats> stats = run().stats();
        var reading = reading(stats)) {
      reading.awaitBlocked();
      engine.kill();
      isTruncated(stats, reading);
    }
  }

  @Test
  void anEngineThatIsKilledIsNoExit() {
    Container container = run();
    try (ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT);
        var waiting = Background.start(() -> exit.await())) {
      waiting.awaitParked();
      engine.kill();
      StreamException broken = assertInstanceOf(StreamException.class, waiting.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, broken.end());
      assertTrue(broken.getMessage().contains(container.id().substring(0, 12)), broken::getMessage);
    }
  }

  @Test
  void followedEventsOfAnEngineThatIsKilledFailWhenPatienceIsOver() {
    try (
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(options -> options.patience(PATIENCE));
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.kill();
      assertInstanceOf(ConnectionException.class, reading.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  @Test
  void followedEventsOfAnEngineThatStopsFailWhenPatienceIsOver() {
    try (
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(options -> options.patience(PATIENCE));
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.stop();
      assertInstanceOf(ConnectionException.class, reading.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  @Test
  void theIdleLimitFindsAFrozenEngine() {
    try (
        DockerStream<EventMessage> events = docker.system()
            .events(options -> options.idleLimit(Duration.ofMillis(500)));
        var reading = reading(events)) {
      reading.awaitBlocked();
      engine.freeze();
      try {
        DeadlineException late = assertInstanceOf(DeadlineException.class, reading.failure(IN_TIME));
        assertTrue(late.getMessage().contains("500 ms"), late::getMessage);
        assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
  }

  /** Stats come all the time, so that their silence is a failure without anybody's choice. */
  @Test
  void statsOfAFrozenEngineMissTheDeadline() {
    try (DockerStream<Stats> stats = run().stats();
        var reading = reading(stats)) {
      reading.awaitBlocked();
      engine.freeze();
      try {
        assertInstanceOf(DeadlineException.class, reading.failure(IN_TIME));
        assertEquals(StreamEnd.TRUNCATED, stats.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
  }

  @Test
  void whatAFrozenEngineKeepsOpenCanBeClosed() {
    Container container = run();
    DockerStream<EventMessage> events = docker.system().events();
    ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT);
    try (var reading = reading(events);
        var waiting = Background.start(() -> exit.await())) {
      reading.awaitBlocked();
      waiting.awaitParked();
      engine.freeze();
      try {
        events.close();
        exit.close();
        reading.result();
        waiting.failure();
        assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
  }
}
