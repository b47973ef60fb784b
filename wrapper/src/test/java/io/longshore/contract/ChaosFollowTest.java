package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.Stats;
import io.longshore.contract.Chaos.Operation;
import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Way;
import io.longshore.embedded.Fault;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Streams that connect again: faults that stay, that come back while what was lost is sent again, and gaps to the item.
 */
@Timeout(90)
class ChaosFollowTest {
  private static final int ALWAYS = 1000;
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final String STATS = "/containers/*/stats";

  /** Each line of the log as a frame: a head, a time and the text. */
  private static final int LINE = 8 + 31 + 4;

  /** What can be followed. */
  enum What {
    LOG("/containers/*/logs") {
      @Override
      DockerStream<?> open(Scene scene) {
        return scene.docker().followLogs(o -> o.idleLimit(Chaos.SHORT).patience(scene.patience()));
      }
    },
    LAST_LINES("/containers/*/logs") {
      @Override
      DockerStream<?> open(Scene scene) {
        return scene.docker().followLogs(o -> o.tail(10).idleLimit(Chaos.SHORT).patience(scene.patience()));
      }
    },
    EVENTS("/events") {
      @Override
      DockerStream<?> open(Scene scene) {
        return scene
            .chaos().docker
            .system()
            .followEvents(
                o -> o.since(scene.since()).until(scene.until()).idleLimit(Chaos.SHORT).patience(scene.patience()));
      }
    };

    final String path;

    What(String path) {
      this.path = path;
    }

    abstract DockerStream<?> open(Scene scene);

    boolean isLog() {
      return this != EVENTS;
    }
  }

  /** What there is to be followed. */
  private record Scene(Chaos chaos, Container said, Instant since, Instant until, Duration patience) {
    static Scene of(Chaos chaos, Duration patience) {
      Instant since = chaos.docker.system().info().systemTime();
      Container said = chaos.said(false);
      return new Scene(chaos, said, since, chaos.docker.system().info().systemTime(), patience);
    }

    Container docker() {
      return chaos.here(said);
    }
  }

  private static String text(Object next) {
    if (next instanceof Followed.Gap<?>) {
      return ChaosStreams.GAP;
    }
    Object item = ((Followed.Item<?>) next).value();
    return item instanceof LogLine line ? line.text() + "\n" : ((EventMessage) item).action() + "\n";
  }

  private static Operation following(Scene scene, What what, Fault... later) {
    return (now, seen) -> {
      try (DockerStream<?> stream = what.open(scene)) {
        seen.end = stream::end;
        for (Fault fault : later) {
          now.inject(fault);
        }
        for (Object next : stream) {
          seen.read.append(text(next));
        }
      }
    };
  }

  private static String whole(Scene scene, What what) {
    Outcome well = scene.chaos().drive(following(scene, what));
    assertEquals(null, well.failure());
    assertFalse(well.read().contains(ChaosStreams.GAP), well::read);
    return well.read();
  }

  /** How many bytes come before the second item, and a few more. */
  private static int afterFirst(What what) {
    return what.isLog() ? LINE + 5 : 600;
  }

  @ParameterizedTest
  @EnumSource(names = {"LOG", "EVENTS"})
  void aFaultThatStaysIsToldWhenPatienceEnds(What what) {
    try (Chaos chaos = Chaos.start(Way.UNIX)) {
      Scene scene = Scene.of(chaos, PATIENCE);
      String whole = whole(scene, what);
      Fault first = Fault.cutAfter(afterFirst(what));
      assertGivenUp(scene, what, whole, StreamException.class, Fault.cutAfter(0).times(ALWAYS));
      assertGivenUp(scene, what, whole, StreamException.class, Fault.cutAfter(afterFirst(what)).times(ALWAYS));
      assertGivenUp(scene, what, whole, StreamException.class, Fault.resetAfter(afterFirst(what)).times(ALWAYS));
      assertGivenUp(scene, what, whole, DeadlineException.class, Fault.stallAfter(afterFirst(what)).times(ALWAYS));
      assertGivenUp(scene, what, whole, ServerErrorException.class, first, Fault.answer(500, "not yet").times(ALWAYS));
      assertGivenUp(scene, what, whole, ConnectionException.class, first, Fault.closeWithoutAnswer().times(ALWAYS));
      assertGivenUp(scene, what, whole, ConnectionException.class, first, Fault.loseAnswer().times(ALWAYS));
      assertGivenUp(
          scene, what, whole, DeadlineException.class, first, Fault.answerLate(Duration.ofHours(1)).times(ALWAYS));
      chaos.assertUnharmed();
    }
  }

  private static void assertGivenUp(
      Scene scene, What what, String whole, Class<? extends Throwable> wanted, Fault... faults) {
    for (Fault fault : faults) {
      scene.chaos().inject(fault.on("GET", what.path));
    }
    Outcome outcome = scene.chaos().drive(following(scene, what));
    String about = List.of(faults) + ": " + outcome;
    assertInstanceOf(wanted, outcome.failure(), about);
    assertEquals(wanted == ServerErrorException.class ? StreamEnd.FAILED : StreamEnd.TRUNCATED, outcome.end(), about);
    assertTrue(whole.startsWith(outcome.read()), about);
    scene.chaos().engine.clearFaults();
  }

  @ParameterizedTest
  @EnumSource
  void faultsDuringTheReplayLoseNothing(What what) {
    try (Chaos chaos = Chaos.start(Way.TCP)) {
      Scene scene = Scene.of(chaos, Chaos.HANGS);
      String whole = whole(scene, what);
      List<Fault> faults = List.of(
          Fault.cutAfter(afterFirst(what)),
          Fault.resetAfter(20),
          Fault.answer(503, "not yet"),
          Fault.stallAfter(30),
          Fault.brokenChunkAfter(afterFirst(what) + LINE));
      faults.forEach(fault -> chaos.inject(fault.on("GET", what.path)));
      Outcome outcome = chaos.drive(following(scene, what));
      assertTrue(outcome.isGood(whole), outcome::toString);
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsNoFailureOfTheEngineEndsIt(What what) {
    try (Chaos chaos = Chaos.start(Way.UNIX)) {
      Scene scene = Scene.of(chaos, Chaos.HANGS);
      chaos.inject(Fault.cutAfter(afterFirst(what)).on("GET", what.path));
      chaos.inject(Fault.answer(404, "gone").on("GET", what.path));
      Outcome outcome = chaos.drive(following(scene, what));
      assertInstanceOf(NotFoundException.class, outcome.failure(), outcome::toString);
      Chaos.assertEnd(StreamEnd.FAILED, outcome);
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOG", "LAST_LINES"})
  void whatIsUnknownAtAGoodEndIsAskedAgain(What what) {
    try (Chaos chaos = Chaos.start(Way.UNIX)) {
      Scene scene = Scene.of(chaos, Chaos.HANGS);
      String whole = whole(scene, what);
      Fault unknown = Fault.answer(500, "not yet").on("GET", "/containers/*/json").times(2);
      Outcome outcome = chaos.drive(following(scene, what, unknown));
      assertTrue(outcome.isGood(whole), outcome::toString);
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGapIsToldOnlyWhereTheBeginningIsDoubtful(What what) {
    try (Chaos chaos = Chaos.start(Way.UNIX)) {
      Scene scene = Scene.of(chaos, Chaos.HANGS);
      String whole = whole(scene, what);
      int step = what.isLog() ? 1 : 7;
      int atMost = what.isLog() ? 3 * LINE : 700;
      List<Operation> operations = new ArrayList<>();
      for (int n = 0; n < atMost; n += step) {
        chaos.inject(Fault.cutAfter(n).on("GET", what.path));
        DockerStream<?> stream = what.open(scene);
        operations.add(
            (now, seen) -> {
              try (stream) {
                seen.end = stream::end;
                stream.forEach(next -> seen.read.append(text(next)));
              }
            });
      }
      int gaps = 0;
      for (Outcome outcome : chaos.driveAll(operations)) {
        String read = outcome.read();
        if (read.startsWith(ChaosStreams.GAP)) {
          gaps++;
          read = read.substring(ChaosStreams.GAP.length());
        }
        assertEquals(whole, read, outcome::toString);
        Chaos.assertEnd(StreamEnd.COMPLETED, outcome);
      }
      if (what == What.LOG) {
        // A log is asked for from its beginning again; its last lines may be other ones then.
        assertEquals(0, gaps);
      } else {
        assertTrue(gaps > 0 && gaps < operations.size(), gaps + " gaps of " + operations.size());
      }
      chaos.assertUnharmed();
    }
  }

  private static Operation measuring(Container stays) {
    return (now, seen) -> {
      try (DockerStream<Stats> stats = now.here(stays).stats()) {
        seen.end = stats::end;
        for (Stats each : stats) {
          seen.read.append(each.time().isPresent() ? "measured\n" : "not measured\n");
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void measurementsMeetEveryFault(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      chaos.hasty();
      List<Fault> broken = List.of(Fault.cutAfter(0), Fault.cutAfter(100), Fault.resetAfter(100),
          Fault.brokenChunkAfter(100));
      for (Fault fault : broken) {
        Outcome outcome = measured(chaos, stays, fault);
        assertInstanceOf(StreamException.class, outcome.failure(), () -> fault + ": " + outcome);
        Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
      }
      Outcome stalled = measured(chaos, stays, Fault.stallAfter(100));
      assertInstanceOf(DeadlineException.class, stalled.failure(), stalled::toString);
      Chaos.assertEnd(StreamEnd.TRUNCATED, stalled);
      Outcome unread = measured(chaos, stays, Fault.brokenFrameAfter(0));
      assertInstanceOf(StreamException.class, unread.failure(), unread::toString);
      Chaos.assertEnd(StreamEnd.FAILED, unread);
      assertInstanceOf(ServerErrorException.class, measured(chaos, stays, Fault.answer(500, "no")).failure());
      Outcome closed = measured(chaos, stays, Fault.closeWithoutAnswer().times(ALWAYS));
      assertInstanceOf(ConnectionException.class, closed.failure(), closed::toString);
      chaos.engine.clearFaults();
      chaos.inject(Fault.stallAfter(0).on("GET", STATS));
      DockerStream<Stats> stats = stays.stats();
      try (var reading = Background.start(stats.iterator()::hasNext)) {
        reading.awaitBlocked();
        stats.close();
        assertFalse(reading.result(Chaos.HANGS));
      }
      assertEquals(StreamEnd.CANCELLED, stats.end().orElseThrow());
      chaos.assertUnharmed();
    }
  }

  private static Outcome measured(Chaos chaos, Container stays, Fault fault) {
    chaos.engine.clearFaults();
    chaos.inject(fault.on("GET", STATS));
    return chaos.drive(measuring(stays));
  }
}
