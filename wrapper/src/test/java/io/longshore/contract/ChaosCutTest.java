package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.contract.Chaos.Operation;
import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Seen;
import io.longshore.contract.Chaos.Way;
import io.longshore.embedded.Fault;
import io.longshore.error.AnswerLostException;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.session.Session;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Short answers that are cut after every byte, sessions with every fault, and changes whose answers are lost.
 *
 * <p>A body over HTTP has a last chunk, so that every cut of it is told. A session has not: its connection just ends.
 * What can be told there: a frame that stops inside; a program that still runs. What cannot: a cut between two frames,
 * or anywhere of a terminal's output, when the program has ended by the time that the engine is asked
 * (docs/decisions/0008). The output is a beginning of the whole then, and the exit code is right.
 */
@Timeout(90)
class ChaosCutTest {
  private static final String EXEC = "/exec/*/start";

  /** Bytes of a long body from one cut to the next. */
  private static final int STEP = 11;

  private static Operation session(Container container, String... command) {
    return (chaos, seen) -> {
      try (Session session = chaos.here(container).openExec(e -> e.command(command).idleLimit(Chaos.HANGS))) {
        read(session, seen);
      }
    };
  }

  private static void read(Session session, Seen seen) {
    seen.end = session::end;
    session.output().forEach(frame -> seen.read.append(new String(frame.bytes(), UTF_8)));
    // The output's end is the session's a moment later.
    Poll.until("the session ends", () -> session.end().isPresent());
  }

  @ParameterizedTest
  @EnumSource(value = ChaosStreams.class, names = {"LOG_FRAMES", "LOG_LINES", "LOG_COLLECTED", "LOG_TERMINAL",
      "LOG_TERMINAL_TIMED", "PULL", "IMPORT"})
  void everyByteOfABody(ChaosStreams stream) {
    cutEvery(1, stream);
  }

  @ParameterizedTest
  @EnumSource(value = ChaosStreams.class, names = {"EVENTS", "ARCHIVE"})
  void manyBytesOfALongBody(ChaosStreams stream) {
    cutEvery(STEP, stream);
  }

  @Tag("heavy")
  @ParameterizedTest
  @EnumSource(value = ChaosStreams.class, names = {"EVENTS", "ARCHIVE"})
  void everyByteOfALongBody(ChaosStreams stream) {
    cutEvery(1, stream);
  }

  private static void cutEvery(int step, ChaosStreams stream) {
    for (Way way : Way.values()) {
      try (Chaos chaos = Chaos.start(way)) {
        ChaosStreams.Prepared prepared = stream.prepare(chaos);
        boolean cut = true;
        for (int n = 0; cut; n += step) {
          int at = n;
          chaos.inject(Fault.cutAfter(n).on(stream.method, stream.path));
          Outcome outcome = chaos.drive(prepared.operation());
          cut = outcome.failure() != null;
          if (cut) {
            StreamException told = assertInstanceOf(StreamException.class, outcome.failure(),
                () -> way + " " + at + ": " + outcome);
            assertEquals(StreamEnd.TRUNCATED, told.end(), () -> way + " " + at);
            String whole = prepared.whole();
            assertTrue(
                whole.startsWith(outcome.read().replace("~", "")),
                () -> way + " " + at + ": " + outcome.read() + " of " + whole);
          } else {
            assertTrue(n > 10, "it is never cut");
            assertTrue(outcome.isGood(prepared.whole()), () -> way + " " + at + ": " + outcome);
          }
        }
        chaos.assertUnharmed();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "UNIX")
  void everyByteOfASessionWhoseProgramHasEnded(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      for (int n = 0; n <= 3 * Chaos.FRAME + 1; n++) {
        int at = n;
        chaos.inject(Fault.cutAfter(n).on("POST", EXEC));
        Outcome outcome = chaos.drive(session(stays, Chaos.words()));
        int frames = Math.min(3, n / Chaos.FRAME);
        // An engine whose connection breaks with the head does not run the program.
        if (n == 0 || n < 3 * Chaos.FRAME && n % Chaos.FRAME != 0) {
          assertInstanceOf(StreamException.class, outcome.failure(), () -> at + ": " + outcome);
          Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
        } else if (n <= 3 * Chaos.FRAME) {
          Chaos.assertGoodOrCut(Chaos.WORDS.substring(0, 4 * frames), outcome, () -> at + ": " + outcome);
        } else {
          assertNull(outcome.failure(), () -> at + ": " + outcome);
          Chaos.assertEnd(StreamEnd.COMPLETED, outcome);
        }
        assertEquals(Chaos.WORDS.substring(0, 4 * frames), outcome.read(), () -> "cut after " + at);
        chaos.engine.clearFaults();
      }
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "TCP")
  void everyByteOfASessionWhoseProgramRunsIsTruncated(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      List<Session> sessions = new ArrayList<>();
      for (int n = 0; n <= Chaos.FRAME; n++) {
        chaos.inject(Fault.cutAfter(n).on("POST", EXEC));
        sessions.add(stays.openExec(e -> e.command(Programs.sayAndStay("one"))));
        chaos.inject(Fault.resetAfter(n).on("POST", "/containers/*/attach"));
        sessions.add(
            chaos.docker.containers().runAttached(o -> o.image(Programs.IMAGE).command(Programs.sayAndStay("one"))));
      }
      for (Session session : sessions) {
        Outcome outcome = chaos.drive(
            (now, seen) -> {
              try (session) {
                read(session, seen);
              }
            });
        assertInstanceOf(StreamException.class, outcome.failure(), outcome::toString);
        Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
        assertTrue("one\n".startsWith(outcome.read()), outcome::read);
      }
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionMeetsEveryOtherFault(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      Operation fed = (now, seen) -> seen.read
          .append(now.here(stays).exec(e -> e.command("cat").stdin("fed\n".getBytes(UTF_8))).stdout());
      Operation collected = (now, seen) -> seen.read
          .append(now.here(stays).exec(e -> e.command(Chaos.words()).timeout(Chaos.SOME)).stdout());
      for (Operation each : List.of(session(stays, Chaos.words()), fed, collected)) {
        Outcome broken = fault(chaos, Fault.brokenFrameAfter(0), each);
        assertEquals(StreamEnd.FAILED,
            assertInstanceOf(StreamException.class, broken.failure(), broken::toString).end());
        Outcome inside = fault(chaos, Fault.cutAfter(5), each);
        assertEquals(StreamEnd.TRUNCATED,
            assertInstanceOf(StreamException.class, inside.failure(), inside::toString).end());
        Outcome reset = fault(chaos, Fault.resetAfter(5), each);
        assertEquals(StreamEnd.TRUNCATED,
            assertInstanceOf(StreamException.class, reset.failure(), reset::toString).end());
        assertInstanceOf(ServerErrorException.class, fault(chaos, Fault.answer(500, "no"), each).failure());
        assertInstanceOf(AnswerLostException.class, fault(chaos, Fault.closeWithoutAnswer(), each).failure());
        if (each != fed) {
          assertInstanceOf(AnswerLostException.class, fault(chaos, Fault.loseAnswer(), each).failure());
        }
        assertNull(fault(chaos, Fault.answerLate(Duration.ofMillis(100)), each).failure());
      }
      assertInstanceOf(DeadlineException.class, fault(chaos, Fault.stallAfter(5), collected).failure());
      chaos.hasty();
      // This answer is lost at its first byte, which waits for input that waits for the answer.
      assertInstanceOf(DeadlineException.class, fault(chaos, Fault.loseAnswer(), fed).failure());
      Operation quiet = (now, seen) -> {
        try (Session session = now.here(stays).openExec(e -> e.command(Chaos.words()).idleLimit(Chaos.SHORT))) {
          read(session, seen);
        }
      };
      Outcome stalled = fault(chaos, Fault.stallAfter(Chaos.FRAME), quiet);
      assertInstanceOf(DeadlineException.class, stalled.failure(), stalled::toString);
      Chaos.assertEnd(StreamEnd.TRUNCATED, stalled);
      assertEquals("one\n", stalled.read());
      chaos.assertUnharmed();
    }
  }

  private static Outcome fault(Chaos chaos, Fault fault, Operation operation) {
    chaos.inject(fault.on("POST", EXEC));
    return chaos.drive(operation);
  }

  @ParameterizedTest
  @EnumSource
  void whatStallsWithoutALimitEndsWhenItIsClosed(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      chaos.inject(Fault.stallAfter(Chaos.FRAME).on("GET", "/containers/*/logs"));
      LogStream log = stays.logs(o -> o.follow());
      var frames = log.iterator();
      frames.next();
      assertCloseEnds(() -> frames.hasNext(), log::close, false);
      assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
      chaos.inject(Fault.stallAfter(0).on("GET", "/events"));
      var events = chaos.docker.system().events();
      assertCloseEnds(events.iterator()::hasNext, events::close, false);
      assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
      chaos.inject(Fault.stallAfter(0).on("GET", "/containers/*/logs"));
      var followed = stays.followLogs();
      assertCloseEnds(followed.iterator()::hasNext, followed::close, false);
      assertEquals(StreamEnd.CANCELLED, followed.end().orElseThrow());
      chaos.inject(Fault.stallAfter(0).on("POST", EXEC));
      Session session = stays.openExec(e -> e.command(Chaos.words()));
      try (var reading = Background.start(() -> session.output().iterator().hasNext())) {
        reading.awaitParked();
        session.close();
        assertTrue(isEnd(reading), "the session's output went on");
      }
      assertEquals(StreamEnd.CANCELLED, session.end().orElseThrow());
      chaos.inject(Fault.stallAfter(0).on("POST", "/containers/*/wait"));
      var waiting = stays.openWait(io.longshore.generated.engine.model.WaitCondition.NOT_RUNNING);
      try (var wait = Background.start(waiting::await)) {
        wait.awaitParked();
        waiting.close();
        assertInstanceOf(CancelledException.class, wait.failure(Chaos.HANGS));
      }
      chaos.assertUnharmed();
    }
  }

  private static boolean isEnd(Background<Boolean> reading) {
    return !reading.result(Chaos.HANGS);
  }

  private static void assertCloseEnds(java.util.concurrent.Callable<Boolean> read, Runnable close, boolean more) {
    try (var reading = Background.start(read)) {
      reading.awaitBlocked();
      close.run();
      assertEquals(more, reading.result(Chaos.HANGS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeWhoseAnswerIsLostIsMadeOnce(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      int before = chaos.docker.containers().list(o -> o.all()).size();
      chaos.inject(Fault.loseAnswer().on("POST", "/containers/create"));
      Operation create = (now, seen) -> now.docker.containers()
          .create(o -> o.image(Programs.IMAGE).command(Chaos.COUNTED));
      // What was made is looked for and removed again; a second one would stay.
      assertInstanceOf(AnswerLostException.class, chaos.drive(create).failure());
      assertEquals(before, chaos.docker.containers().list(o -> o.all()).size());
      chaos.inject(Fault.closeWithoutAnswer().on("POST", "/containers/create"));
      assertInstanceOf(AnswerLostException.class, chaos.drive(create).failure());
      assertEquals(before, chaos.docker.containers().list(o -> o.all()).size());

      Container made = chaos.docker.containers().create(o -> o.image(Programs.IMAGE).command(Chaos.COUNTED));
      chaos.inject(Fault.loseAnswer().on("POST", "/containers/*/start"));
      assertInstanceOf(AnswerLostException.class, chaos.drive((now, seen) -> made.start()).failure());
      made.waitFor(Chaos.HANGS);
      assertEquals(1, chaos.counted.get());

      chaos.inject(Fault.loseAnswer().on("POST", "/containers/*/exec"));
      Operation exec = (now, seen) -> stays.exec(Chaos.COUNTED);
      assertInstanceOf(AnswerLostException.class, chaos.drive(exec).failure());
      assertEquals(1, chaos.counted.get());
      chaos.inject(Fault.loseAnswer().on("POST", EXEC));
      assertInstanceOf(AnswerLostException.class, chaos.drive(exec).failure());
      Poll.until("the program has run", () -> chaos.counted.get() >= 2);
      assertNotNull(stays.exec("true"));
      assertEquals(2, chaos.counted.get());
      chaos.assertUnharmed();
    }
  }
}
