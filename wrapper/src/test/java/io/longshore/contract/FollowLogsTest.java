package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.ConnectionException;
import io.longshore.error.NotFoundException;
import io.longshore.session.Session;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logs with times, and logs that go on after a lost connection. */
class FollowLogsTest extends ContractTest {
  private static final String[] COUNTING = Programs
      .shell("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.01; done");

  private static List<LogLine> timed(Container container) {
    try (LogStream log = container.logs(o -> o.timestamps());
        Stream<LogLine> lines = log.lines()) {
      return lines.toList();
    }
  }

  private static LogLine line(Followed<LogLine> next) {
    if (next instanceof Followed.Item<LogLine> item) {
      return item.value();
    }
    throw new AssertionError("a gap: " + next);
  }

  @Test
  void linesAndFramesHaveTheirTimes() {
    for (boolean terminal : new boolean[] {false, true}) {
      Instant before = docker.system().info().systemTime();
      Container container = toEnd(
          run(
              o -> {
                o.command(Programs.count(50));
                if (terminal) {
                  o.tty();
                }
              }));
      Instant after = docker.system().info().systemTime();
      Instant last = before;
      List<LogLine> lines = timed(container);
      assertEquals(IntStream.rangeClosed(1, 50).mapToObj(String::valueOf).toList(),
          lines.stream().map(LogLine::text).toList());
      for (LogLine line : lines) {
        Instant time = assertInstanceOf(Instant.class, line.time());
        assertFalse(time.isBefore(last), () -> "out of order: " + line);
        assertFalse(time.isAfter(after), () -> "in the future: " + line);
        last = time;
      }
      try (LogStream log = container.logs(o -> o.timestamps())) {
        for (LogFrame frame : log) {
          assertNotNull(frame.time());
        }
      }
    }
  }

  @Test
  void aLineThatTheEngineCutsIsWholeAndHasOneTime() {
    // Four bytes each, so that none stands where an engine cuts: it would store two halves that are no characters.
    String text = "😀".repeat(12_000);
    Session cat = docker
        .containers()
        .runAttached(
            with(o -> o.command("cat").openStdin()), a -> a.stdin((text + "\nshort\n").getBytes(UTF_8)));
    try (cat) {
      cat.waitFor(Poll.SOON);
      assertLines(timed(docker.containers().get(cat.containerId())), text, "short");
    }
  }

  @Test
  void aLineOfATerminalThatTheEngineCutsIsWholeAndHasOneTime() {
    String text = IntStream.rangeClosed(1, 10_000).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    Container container = run(o -> o.command(Programs.shell("echo $(seq 1 10000); echo short")).tty());
    assertLines(timed(toEnd(container)), text, "short");
  }

  /** Without the lines in the message, which are long. */
  private static void assertLines(List<LogLine> lines, String... texts) {
    assertEquals(texts.length, lines.size(), "number of lines");
    for (int i = 0; i < texts.length; i++) {
      int differs = Arrays.mismatch(texts[i].toCharArray(), lines.get(i).text().toCharArray());
      assertEquals(-1, differs, "line " + i + " differs from this position on");
    }
  }

  @Test
  void sinceIncludesItsMoment() {
    List<LogLine> all = timed(runToEnd(Programs.count(20)));
    Container container = docker.containers().get(mine().get(0).id());
    Instant tenth = assertInstanceOf(Instant.class, all.get(9).time());
    try (LogStream log = container.logs(o -> o.timestamps().since(tenth));
        Stream<LogLine> lines = log.lines()) {
      LogLine first = lines.findFirst().orElseThrow();
      assertEquals(tenth, first.time());
    }
  }

  @Test
  void aLogIsFollowedThroughLostConnections() {
    Container made = run(COUNTING);
    try (Cuttable way = Cuttable.to(engine);
        DockerClient cut = way.open();
        DockerStream<Followed<LogLine>> log = cut.containers().get(made.id()).followLogs()) {
      int expected = 1;
      for (Followed<LogLine> next : log) {
        assertEquals(String.valueOf(expected), line(next).text(), "a line is missing or came twice");
        if (expected % 20 == 0) {
          way.cut();
        }
        if (expected == 130) {
          break;
        }
        expected++;
      }
    }
  }

  @Test
  void aLogThatIsLostBeforeItsFirstLineGoesOn() {
    Container made = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    try (Cuttable way = Cuttable.to(engine);
        DockerClient cut = way.open();
        DockerStream<Followed<LogLine>> log = cut.containers().get(made.id()).followLogs(o -> o.tail(0))) {
      Iterator<Followed<LogLine>> lines = log.iterator();
      List<Followed<LogLine>> seen = new ArrayList<>();
      try (var reading = Background.run(() -> lines.forEachRemaining(seen::add))) {
        reading.awaitBlocked();
        way.cut();
        made.kill("SIGTERM");
        reading.result();
      }
      assertInstanceOf(Followed.Gap.class, seen.get(0), "nothing proves that none is missing");
      assertEquals("asked", line(seen.get(1)).text());
      assertEquals(2, seen.size(), seen::toString);
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void aFollowedLogIsCompleteWhenTheContainerStops() {
    Container container = run(Programs.count(3));
    try (DockerStream<Followed<LogLine>> log = container.followLogs()) {
      assertEquals(
          List.of("1", "2", "3"),
          log.stream().map(next -> line(next).text()).toList());
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void aFollowedLogOfWhatIsNotThereIsRefused() {
    fails(NotFoundException.class, () -> docker.containers().get("no-such-container").followLogs());
  }

  @Test
  void aFollowedLogFailsWhenPatienceIsOver() {
    Container made = run(Programs.sayAndStay("first"));
    try (Cuttable way = Cuttable.to(engine);
        DockerClient cut = way.open();
        DockerStream<Followed<LogLine>> log = cut.containers().get(made.id())
            .followLogs(o -> o.patience(Duration.ofMillis(300)))) {
      Iterator<Followed<LogLine>> lines = log.iterator();
      assertTrue(lines.hasNext());
      lines.next();
      way.cutForGood();
      fails(ConnectionException.class, lines::hasNext);
      assertEquals(StreamEnd.TRUNCATED, log.end().orElseThrow());
    }
  }

  @Test
  void closingEndsAFollowedLogThatConnectsAgain() {
    Container made = run(Programs.sayAndStay("first"));
    try (Cuttable way = Cuttable.to(engine);
        DockerClient cut = way.open()) {
      DockerStream<Followed<LogLine>> log = cut.containers().get(made.id()).followLogs();
      Iterator<Followed<LogLine>> lines = log.iterator();
      lines.next();
      way.cutForGood();
      try (var reading = Background.start(lines::hasNext)) {
        reading.awaitConnecting();
        log.close();
        assertFalse(reading.result());
      }
      assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
    }
  }
}
