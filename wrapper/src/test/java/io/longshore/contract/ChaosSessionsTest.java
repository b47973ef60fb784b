package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.ContainerWait;
import io.longshore.contract.Chaos.Operation;
import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Way;
import io.longshore.embedded.Fault;
import io.longshore.error.AnswerLostException;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.session.Session;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sessions of containers, of terminals and with input; what is read of them otherwise than by frame; waits that stall.
 */
@Timeout(90)
class ChaosSessionsTest {
  private static final String EXEC = "/exec/*/start";
  private static final String ATTACH = "/containers/*/attach";

  private static Operation output(Session session) {
    return (now, seen) -> {
      try (session) {
        seen.end = session::end;
        session.output().forEach(frame -> seen.read.append(new String(frame.bytes(), UTF_8)));
        Poll.until("the session ends", () -> session.end().isPresent());
      }
    };
  }

  private static Operation stdout(Session session) {
    return (now, seen) -> {
      try (session) {
        seen.end = session::end;
        InputStream in = session.stdout();
        for (int next = in.read(); next >= 0; next = in.read()) {
          seen.read.append((char) next);
        }
        Poll.until("the session ends", () -> session.end().isPresent());
      }
    };
  }

  private static Operation collected(Session session) {
    return (now, seen) -> seen.read.append(session.collect(Chaos.HANGS).stdout());
  }

  private static Container told(Chaos chaos, String... more) {
    List<String> command = new ArrayList<>(List.of(Chaos.TOLD));
    command.addAll(List.of(more));
    return chaos.docker.containers().run(o -> o.image(Programs.IMAGE).command(command.toArray(String[]::new)));
  }

  private static void assertTruncated(Outcome outcome) {
    StreamException told = assertInstanceOf(StreamException.class, outcome.failure(), outcome::toString);
    assertEquals(StreamEnd.TRUNCATED, told.end(), outcome::toString);
    assertTrue("one\n".startsWith(outcome.read()), outcome::toString);
  }

  @ParameterizedTest
  @EnumSource(names = "TCP")
  void everyByteOfAnAttachmentWhoseProgramRunsIsTruncated(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = told(chaos, "stay");
      List<Session> sessions = new ArrayList<>();
      List<Operation> readings = new ArrayList<>();
      for (int n = 0; n <= Chaos.FRAME; n++) {
        chaos.inject((n % 2 == 0 ? Fault.cutAfter(n) : Fault.resetAfter(n)).on("POST", ATTACH));
        Session session = stays.attach();
        sessions.add(session);
        readings.add(n % 3 == 0 ? output(session) : n % 3 == 1 ? stdout(session) : collected(session));
      }
      chaos.tell();
      chaos.driveAll(readings).forEach(ChaosSessionsTest::assertTruncated);
      sessions.forEach(session -> assertEquals(StreamEnd.TRUNCATED, session.end().orElseThrow()));
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteOfAnAttachmentWhoseProgramEnds(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container ends = told(chaos);
      List<Operation> readings = new ArrayList<>();
      for (int n = 1; n <= Chaos.FRAME; n++) {
        chaos.inject(Fault.cutAfter(n).on("POST", ATTACH));
        readings.add(output(ends.attach()));
      }
      chaos.tell();
      List<Outcome> outcomes = chaos.driveAll(readings);
      for (Outcome outcome : outcomes.subList(0, Chaos.FRAME - 1)) {
        assertTruncated(outcome);
        assertEquals("", outcome.read());
      }
      Chaos.assertGoodOrCut("one\n", outcomes.get(Chaos.FRAME - 1), outcomes::toString);
      chaos.assertUnharmed();
    }
  }

  /** Nothing tells a terminal's cut output from a whole one, when its program has ended by then. */
  @ParameterizedTest
  @EnumSource(names = "UNIX")
  void everyByteOfATerminal(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      String whole = "one\r\ntwo\r\nerr\r\n";
      List<Session> running = new ArrayList<>();
      for (int n = 1; n <= whole.length() + 1; n++) {
        int at = n;
        chaos.inject(Fault.cutAfter(n).on("POST", EXEC));
        Outcome outcome = chaos.drive(output(stays.openExec(e -> e.command(Chaos.words()).tty())));
        String sent = whole.substring(0, Math.min(n, whole.length()));
        Chaos.assertGoodOrCut(sent, outcome, () -> "cut after " + at + ": " + outcome);
        chaos.engine.clearFaults();
        if (n <= 5) {
          chaos.inject(Fault.cutAfter(n).on("POST", EXEC));
          running.add(stays.openExec(e -> e.command(Programs.sayAndStay("one")).tty()));
        }
      }
      for (Outcome outcome : chaos.driveAll(running.stream().map(ChaosSessionsTest::output).toList())) {
        assertInstanceOf(StreamException.class, outcome.failure(), outcome::toString);
        Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
        assertTrue("one\r\n".startsWith(outcome.read()), outcome::toString);
      }
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteOfAnExecWithInput(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      List<Operation> fed = new ArrayList<>();
      for (int n = 0; n <= Chaos.FRAME; n++) {
        Fault fault = Fault.cutAfter(n).on("POST", EXEC);
        fed.add(
            (now, seen) -> {
              now.inject(fault);
              seen.read.append(now.here(stays).exec(e -> e.command("cat").stdin("fed\n".getBytes(UTF_8))).stdout());
            });
      }
      for (int n = 0; n < Chaos.FRAME; n++) {
        int at = n;
        Outcome outcome = chaos.drive(fed.get(n));
        StreamException told = assertInstanceOf(StreamException.class, outcome.failure(), () -> at + ": " + outcome);
        assertEquals(StreamEnd.TRUNCATED, told.end(), () -> at + ": " + outcome);
      }
      Outcome last = chaos.drive(fed.get(Chaos.FRAME));
      // An exec that is collected gives all or nothing.
      Chaos.assertGoodOrCut(last.failure() == null ? "fed\n" : "", last, last::toString);
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "UNIX")
  void aBrokenSessionStillTellsOfItsProgram(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container stays = chaos.stays();
      chaos.inject(Fault.cutAfter(5).on("POST", EXEC));
      try (Session ended = stays.openExec(e -> e.command(Programs.shell("echo one; exit 7")))) {
        assertEquals(7, ended.waitFor(Chaos.HANGS));
        assertEquals(StreamEnd.TRUNCATED, ended.end().orElseThrow());
      }
      chaos.inject(Fault.cutAfter(5).on("POST", EXEC));
      chaos.inject(Fault.answer(500, "no").on("GET", "/exec/*/json").times(2));
      try (Session unknown = stays.openExec(e -> e.command(Programs.shell("echo one; exit 7")))) {
        assertThrows(ServerErrorException.class, () -> unknown.waitFor(Chaos.HANGS));
      }
      chaos.engine.clearFaults();
      chaos.inject(Fault.cutAfter(Chaos.FRAME).on("POST", EXEC));
      try (Session runs = stays.openExec(e -> e.command(Programs.sayAndStay("one")))) {
        assertThrows(DeadlineException.class, () -> runs.waitFor(Chaos.SHORT));
      }
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAttachedRunThatStallsEndsAtItsLimit(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      chaos.inject(Fault.stallAfter(Chaos.FRAME).on("POST", ATTACH));
      Session stalls = chaos.docker
          .containers()
          .runAttached(
              o -> o.image(Programs.IMAGE).command(Chaos.words()), streams -> streams.idleLimit(Chaos.SHORT));
      Outcome outcome = chaos.drive(output(stalls));
      assertInstanceOf(DeadlineException.class, outcome.failure(), outcome::toString);
      Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
      assertEquals("one\n", outcome.read());
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatFailsLeavesNothing(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Operation attached = (now, seen) -> now.docker.containers()
          .runAttached(o -> o.image(Programs.IMAGE).command(Chaos.words())).close();
      Operation run = (now, seen) -> now.docker.containers().run(o -> o.image(Programs.IMAGE).command(Chaos.words()));
      for (String step : List.of("/containers/create", "/containers/*/wait", ATTACH, "/containers/*/start")) {
        boolean created = !step.equals("/containers/create");
        for (Operation operation : created && !step.endsWith("start") ? List.of(attached) : List.of(attached, run)) {
          Fault refused = Fault.answer(500, "no").on("POST", step);
          assertInstanceOf(ServerErrorException.class, failure(chaos, refused, operation));
          Fault closed = Fault.closeWithoutAnswer().on("POST", step);
          assertInstanceOf(ConnectionException.class, failure(chaos, closed, operation));
          // An answer that lasts is lost at its first byte, which a wait and an attachment do not have yet.
          chaos.hasty();
          Throwable lost = failure(chaos, Fault.loseAnswer().on("POST", step), operation);
          assertInstanceOf(ConnectionException.class, lost, step);
          if (!created) {
            assertInstanceOf(AnswerLostException.class, lost);
            assertTrue(lost.getMessage().contains("check before you try again"), lost::getMessage);
          }
          chaos.unhurried();
        }
      }
      chaos.assertUnharmed();
    }
  }

  /** The failure of an operation, after which no container is there. */
  private static Throwable failure(Chaos chaos, Fault fault, Operation operation) {
    chaos.inject(fault);
    Outcome outcome = chaos.drive(operation);
    var there = chaos.docker.containers().list(o -> o.all());
    assertEquals(List.of(), there, () -> fault + ": " + outcome);
    chaos.engine.clearFaults();
    return outcome.failure();
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeRemovedIsNamed(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      chaos.inject(Fault.answer(500, "no start").on("POST", "/containers/*/start"));
      chaos.inject(Fault.answer(500, "no removal").on("DELETE", "/containers/*").times(1000));
      Outcome outcome = chaos.drive(
          (now, seen) -> now.docker.containers().runAttached(o -> o.image(Programs.IMAGE).command(Chaos.words()))
              .close());
      ServerErrorException failure = assertInstanceOf(ServerErrorException.class, outcome.failure(), outcome::toString);
      String left = chaos.docker.containers().list(o -> o.all()).get(0).id();
      assertEquals(1, failure.getSuppressed().length);
      assertTrue(failure.getSuppressed()[0].getMessage().contains(left), failure.getSuppressed()[0]::getMessage);
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAWaitThatStalls(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      // One container each: an interrupt may come before the engine has read the request and taken its fault.
      Container first = chaos.stays();
      chaos.inject(Fault.stallAfter(0).on("POST", waitOf(first)));
      try (var waiting = Background.start(() -> first.waitFor())) {
        waiting.awaitBlocked();
        waiting.interrupt();
        assertInstanceOf(CancelledException.class, waiting.failure(Chaos.HANGS));
        assertTrue(waiting.interruptedAtEnd());
      }
      Container second = chaos.stays();
      chaos.inject(Fault.stallAfter(0).on("POST", waitOf(second)));
      try (ContainerWait wait = second.openWait(WaitCondition.NOT_RUNNING);
          var waiting = Background.start(() -> wait.await())) {
        waiting.awaitParked();
        waiting.interrupt();
        assertInstanceOf(CancelledException.class, waiting.failure(Chaos.HANGS));
        assertTrue(waiting.interruptedAtEnd());
      }
      Container third = chaos.stays();
      chaos.inject(Fault.answerLate(Duration.ofHours(1)).on("POST", waitOf(third)));
      try (var opening = Background.start(() -> third.openWait(WaitCondition.NOT_RUNNING))) {
        opening.awaitBlocked();
        opening.interrupt();
        DockerException ended = assertInstanceOf(DockerException.class, opening.failure(Chaos.HANGS));
        assertInstanceOf(CancelledException.class, ended);
      }
      for (Container stays : List.of(first, second, third)) {
        assertNull(chaos.drive((now, seen) -> stays.kill()).failure());
      }
      chaos.assertUnharmed();
    }
  }

  private static String waitOf(Container container) {
    return "/containers/" + container.id() + "/wait";
  }
}
