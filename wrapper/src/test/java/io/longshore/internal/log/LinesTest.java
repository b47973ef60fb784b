package io.longshore.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.StdStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole lines out of frames that know nothing of lines. */
@Timeout(30)
class LinesTest {
  private static final int BOUND = 1024 * 1024;

  private static LogFrame out(String text) {
    return frame(StdStream.STDOUT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static LogFrame err(String text) {
    return frame(StdStream.STDERR, text.getBytes(StandardCharsets.UTF_8));
  }

  private static LogFrame frame(StdStream stream, byte[] bytes) {
    return new LogFrame(stream, bytes, null);
  }

  private static LogLine line(String text) {
    return new LogLine(StdStream.STDOUT, text, true, null);
  }

  private static LogLine part(String text) {
    return new LogLine(StdStream.STDOUT, text, false, null);
  }

  private static List<LogLine> lines(LogFrame... frames) {
    List<LogLine> lines = new ArrayList<>();
    new Lines(List.of(frames).iterator()).forEachRemaining(lines::add);
    return lines;
  }

  @Test
  void aFrameMayHoldManyLinesAndALineManyFrames() {
    assertEquals(List.of(line("a"), line("b"), line(""), line("c")), lines(out("a\nb\n\nc\n")));
    assertEquals(List.of(line("abc"), line("d")), lines(out("a"), out("b"), out("c\nd"), out("\n")));
    assertEquals(List.of(), lines());
  }

  @Test
  void charactersSurviveEveryCut() {
    String text = "aß€😀\nü𝄞z\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertEquals(
            List.of(line("aß€😀"), line("ü𝄞z")),
            lines(
                frame(StdStream.STDOUT, Arrays.copyOf(bytes, first)),
                frame(StdStream.STDOUT, Arrays.copyOfRange(bytes, first, second)),
                frame(StdStream.STDOUT, Arrays.copyOfRange(bytes, second, bytes.length))),
            "cut at " + first + " and " + second);
      }
    }
  }

  @Test
  void eachStreamHasItsOwnLines() {
    assertEquals(
        List.of(new LogLine(StdStream.STDERR, "warning", true, null), line("output")),
        lines(out("out"), err("warn"), out("put"), err("ing\n"), out("\n")));
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of(line("€"), new LogLine(StdStream.STDERR, "€", true, null)),
        lines(
            frame(StdStream.STDOUT, Arrays.copyOf(euro, 2)),
            frame(StdStream.STDERR, Arrays.copyOf(euro, 1)),
            frame(StdStream.STDOUT, new byte[] {euro[2], '\n'}),
            frame(StdStream.STDERR, new byte[] {euro[1], euro[2], '\n'})));
  }

  @Test
  void aCarriageReturnBeforeALineEndBelongsToIt() {
    assertEquals(List.of(line("a"), line("b"), line(""), line("c\rd")), lines(out("a\r\nb\r"), out("\n\r\nc\rd\n")));
    assertEquals(List.of(line("a\r")), lines(out("a\r\r\n")));
  }

  @Test
  void withoutAFinalLineEndTheRestIsIncomplete() {
    assertEquals(
        List.of(line("a"), part("b"), new LogLine(StdStream.STDERR, "c", false, null)), lines(out("a\nb"), err("c")));
    assertEquals(List.of(part("b\r")), lines(out("b\r")));
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    assertEquals(
        List.of(line("a\ufffdb"), line("x")),
        lines(frame(StdStream.STDOUT, new byte[] {'a', (byte) 0xff, 'b', '\n', 'x', '\n'})));
    assertEquals(List.of(part("\ufffd")), lines(frame(StdStream.STDOUT, new byte[] {(byte) 0xe2, (byte) 0x82})));
  }

  @Test
  void aLineOfTheBoundIsWhole() {
    assertEquals(List.of(line("x".repeat(BOUND))), lines(out("x".repeat(BOUND)), out("\n")));
  }

  @Test
  void longerLinesComeInPartsOfWholeCharacters() {
    // Three bytes each, so that the bound falls inside a character.
    String text = "€".repeat(BOUND);
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    List<LogFrame> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += 65_537) {
      frames.add(frame(StdStream.STDOUT, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 65_537))));
    }
    List<LogLine> lines = lines(frames.toArray(LogFrame[]::new));
    assertEquals(text, String.join("", lines.stream().map(LogLine::text).toList()));
    assertTrue(lines.stream().allMatch(l -> l.text().getBytes(StandardCharsets.UTF_8).length < BOUND + 4));
    assertTrue(lines.subList(0, lines.size() - 1).stream().noneMatch(LogLine::complete));
    assertTrue(lines.get(lines.size() - 1).complete());
  }

  @Test
  void bytesWithoutAnyCharacterAreBoundedToo() {
    byte[] bytes = new byte[3 * BOUND];
    Arrays.fill(bytes, (byte) 0x80);
    List<LogLine> lines = lines(frame(StdStream.STDOUT, bytes));
    assertTrue(lines.size() >= 3, lines.size() + " lines");
    assertTrue(lines.stream().allMatch(l -> l.text().length() <= BOUND + 4));
  }

  @Test
  void nothingIsReadBeforeItIsAskedFor() {
    Iterator<LogFrame> frames = Stream.of(out("a\nb\n"), out("c\n")).iterator();
    Lines lines = new Lines(frames);
    assertEquals(line("a"), lines.next());
    assertEquals(line("b"), lines.next());
    assertTrue(frames.hasNext());
    assertEquals(line("c"), lines.next());
    assertFalse(lines.hasNext());
    assertThrows(NoSuchElementException.class, lines::next);
  }
}
