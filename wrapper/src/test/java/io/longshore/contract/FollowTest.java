package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading what a container's program writes from now on. */
class FollowTest extends ContractTest {
  private static LogStream follow(Container container) {
    return container.logs(options -> options.follow());
  }

  @Test
  void aFollowedLogIsCompleteWhenTheContainerStops() {
    Container container = run(Programs.sayAndStay("first"));
    try (LogStream log = follow(container);
        Stream<LogLine> lines = log.lines()) {
      Iterator<LogLine> iterator = lines.iterator();
      assertEquals("first", iterator.next().text());
      assertEquals(Optional.empty(), log.end());
      container.kill();
      assertFalse(iterator.hasNext(), "there is one more line");
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void whatIsWrittenLaterArrives() {
    Container container = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    try (LogStream log = follow(container);
        Stream<LogLine> lines = log.lines()) {
      Iterator<LogLine> iterator = lines.iterator();
      assertEquals("ready", iterator.next().text());
      container.kill("SIGTERM");
      assertEquals("asked", iterator.next().text());
      assertFalse(iterator.hasNext());
    }
  }

  /** Docker's engines begin to answer such a stream all the same; one that does not begin is given up. */
  @Test
  void aQuietStreamIsOpenAtOnce() {
    DockerClient hasty = docker.with(Timeouts.defaults().withAnswer(Duration.ofSeconds(10)));
    Container running = run(Programs.forever());
    Container paused = run(Programs.forever());
    paused.pause();
    for (Container quiet : List.of(create(Programs.forever()), running, paused)) {
      hasty.containers().get(quiet.id()).logs(l -> l.follow()).close();
      hasty.containers().get(quiet.id()).logs(l -> l.follow().tail(0)).close();
      hasty.containers().get(quiet.id()).followLogs().close();
    }
    paused.unpause();
    hasty.system().events(e -> e.label("longshore.test", "nobody's")).close();
    hasty.system().followEvents(e -> e.label("longshore.test", "nobody's")).close();
  }

  @Test
  void theLogOfAStoppedContainerEndsAtOnce() {
    try (LogStream log = follow(runToEnd(Programs.count(3)))) {
      assertEquals("1\n2\n3\n", log.readAll().stdout());
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void closingInAnotherThreadEndsABlockedRead() throws InterruptedException {
    Container container = run(Programs.sayAndStay("first"));
    CountDownLatch readFirst = new CountDownLatch(1);
    LogStream log = follow(container);
    try (var reading = Background.start(
        () -> {
          int frames = 0;
          for (LogFrame frame : log) {
            frames += frame.bytes().length > 0 ? 1 : 0;
            readFirst.countDown();
          }
          return frames;
        })) {
      readFirst.await();
      reading.awaitBlocked();
      log.close();
      assertEquals(1, reading.result());
      assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
    }
  }

  @Test
  void aReaderCanTakeAFewLinesAndGo() {
    Container container = run(Programs.shell("while true; do echo again; done"));
    LogStream log = follow(container);
    try (log;
        Stream<LogLine> lines = log.lines()) {
      assertEquals(List.of("again", "again", "again"), lines.limit(3).map(LogLine::text).toList());
    }
    assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
    assertTrue(container.inspect().state().running(), "the container went with its reader");
  }

  @Test
  void closingTheLinesClosesTheLog() {
    LogStream log = follow(run(Programs.sayAndStay("first")));
    log.lines().close();
    assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
  }

  /** Read after its end: 20.10 forgets such a line now and then when it is written while somebody follows. */
  @Test
  void aFollowedLogWithoutALineEndEnds() {
    try (LogStream log = follow(runToEnd(Programs.sayWithoutLineEnd("no end")));
        Stream<LogLine> lines = log.lines()) {
      List<LogLine> read = lines.toList();
      assertEquals(1, read.size(), read::toString);
      assertEquals("no end", read.get(0).text());
      assertFalse(read.get(0).complete());
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void theLogOfATerminalCanBeFollowed() {
    Container container = run(options -> options.command(Programs.sayAndStay("first")).tty());
    try (LogStream log = follow(container);
        Stream<LogLine> lines = log.lines()) {
      Iterator<LogLine> iterator = lines.iterator();
      assertEquals("first", iterator.next().text());
      container.kill();
      assertFalse(iterator.hasNext());
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void ordinaryCallsGoOnBesideManyFollowedLogs() {
    Container container = run(Programs.sayAndStay("first"));
    List<LogStream> logs = Stream.generate(() -> follow(container)).limit(20).toList();
    try {
      assertTrue(container.inspect().state().running());
      assertEquals("on\n", container.exec("echo", "on").stdout());
    } finally {
      logs.forEach(LogStream::close);
    }
  }
}
