package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogOptions;
import io.longshore.stream.LogStream;
import io.longshore.stream.Output;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading what a container's program has written. */
class LogsTest extends ContractTest {
  private static List<String> lines(Container container, Consumer<LogOptions> options) {
    try (LogStream log = container.logs(options);
        Stream<LogLine> lines = log.lines()) {
      return lines.map(LogLine::text).toList();
    }
  }

  private static Output all(Container container) {
    try (LogStream log = container.logs()) {
      Output output = log.readAll();
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
      return output;
    }
  }

  @Test
  void standardOutputAndErrorAreApart() {
    Output output = all(runToEnd(Programs.toBothStreams()));
    assertEquals("to out\n", output.stdout());
    assertEquals("to err\n", output.stderr());
  }

  @Test
  void eachLineTellsItsStream() {
    try (LogStream log = runToEnd(Programs.toBothStreams()).logs();
        Stream<LogLine> lines = log.lines()) {
      List<LogLine> read = lines.toList();
      assertEquals(2, read.size(), read::toString);
      assertTrue(read.contains(new LogLine(StdStream.STDOUT, "to out", true, null)), read::toString);
      assertTrue(read.contains(new LogLine(StdStream.STDERR, "to err", true, null)), read::toString);
    }
  }

  @Test
  void oneStreamCanBeLeftOut() {
    Container container = runToEnd(Programs.toBothStreams());
    assertEquals(List.of("to out"), lines(container, options -> options.stdoutOnly()));
    assertEquals(List.of("to err"), lines(container, options -> options.stderrOnly()));
  }

  @Test
  void tailReadsTheLastLines() {
    Container container = runToEnd(Programs.count(5));
    assertEquals(List.of("4", "5"), lines(container, options -> options.tail(2)));
    assertEquals(List.of(), lines(container, options -> options.tail(0)));
    assertEquals(List.of("1", "2", "3", "4", "5"), lines(container, options -> options.tail(50)));
  }

  @Test
  void sinceLeavesOutWhatWasWrittenBefore() {
    Container container = runToEnd(Programs.say("once"));
    Instant later = container.inspect().state().finishedAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Poll.until("the next second comes", () -> Instant.now().isAfter(later));
    container.start();
    toEnd(container);
    assertEquals(List.of("once", "once"), lines(container, options -> {}));
    assertEquals(List.of("once"), lines(container, options -> options.since(later)));
    assertEquals(List.of(), lines(container, options -> options.since(later.plusSeconds(3600))));
  }

  @Test
  void untilLeavesOutWhatWasWrittenAfter() {
    Container container = runToEnd(Programs.say("once"));
    assertEquals(List.of(), lines(container, options -> options.until(Instant.now().minusSeconds(3600))));
    assertEquals(List.of("once"), lines(container, options -> options.until(Instant.now().plusSeconds(3600))));
  }

  @Test
  void theLogOfATerminalIsRaw() {
    Container container = toEnd(run(options -> options.command(Programs.toBothStreams()).tty()));
    Output output = all(container);
    assertEquals("to out\r\nto err\r\n", output.stdout());
    assertEquals("", output.stderr());
    assertEquals(List.of("to out", "to err"), lines(container, options -> {}));
  }

  @Test
  void aSilentProgramHasAnEmptyLog() {
    Container container = runToEnd(Programs.exit(0));
    Output output = all(container);
    assertEquals("", output.stdout());
    assertEquals("", output.stderr());
    assertEquals(List.of(), lines(container, options -> {}));
  }

  @Test
  void aContainerThatNeverRanHasAnEmptyLog() {
    assertEquals(List.of(), lines(create(Programs.say("unsaid")), options -> {}));
  }

  @Test
  void tenThousandLinesArriveInOrder() {
    List<String> expected = IntStream.rangeClosed(1, 10_000).mapToObj(String::valueOf).toList();
    List<String> read = lines(runToEnd(Programs.count(10_000)), options -> {});
    assertEquals(expected.size(), read.size());
    assertEquals(expected, read);
  }

  /** Engines cut lines after 16 KiB, whatever stands there; no character of this text stands across a cut. */
  @Test
  void aLongLineArrivesWhole() {
    String text = "🚢éü".repeat(6_000) + "!";
    Container container = runToEnd(Programs.say(text));
    List<String> read = lines(container, options -> {});
    assertEquals(1, read.size(), () -> "the line came in " + read.size() + " parts");
    assertTrue(text.equals(read.get(0)), "the line is not what was written");
    assertTrue((text + "\n").equals(all(container).stdout()), "the collected log is not what was written");
  }

  @Test
  void multiByteTextArrivesIntact() {
    List<String> written = IntStream.range(0, 60).mapToObj(i -> i + ": " + "ä漢字🚢é€".repeat(3 * i)).toList();
    Container container = runToEnd(Programs.say(String.join("\n", written)));
    assertEquals(written, lines(container, options -> {}));
    assertEquals(String.join("\n", written) + "\n", all(container).stdout());
  }

  @Test
  void aLogWithoutALineEndSaysSo() {
    try (LogStream log = runToEnd(Programs.sayWithoutLineEnd("no end")).logs();
        Stream<LogLine> lines = log.lines()) {
      assertEquals(List.of(new LogLine(StdStream.STDOUT, "no end", false, null)), lines.toList());
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void aLogCanBeReadOnce() {
    try (LogStream log = runToEnd(Programs.count(3)).logs()) {
      assertEquals("1\n2\n3\n", log.readAll().stdout());
      assertThrows(IllegalStateException.class, log::lines);
    }
  }
}
