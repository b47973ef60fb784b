package io.longshore.internal.log;

import static io.longshore.internal.log.TestBytes.frame;
import static io.longshore.internal.log.TestBytes.join;
import static io.longshore.internal.log.TestBytes.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.StreamException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in which every message begins with its time. */
class TimedLogsTest {
  private static final String FIRST = "2026-11-21T10:11:12.000000001Z ";
  private static final String SECOND = "2026-11-21T10:11:13.123456789Z ";
  private static final String LONG = "€".repeat(20_000);

  private static List<LogLine> lines(Source<LogFrame> source) {
    List<LogLine> lines = new ArrayList<>();
    new Lines(
        new Iterator<>() {
          private LogFrame next;

          @Override
          public boolean hasNext() {
            next = next == null ? source.next() : next;
            return next != null;
          }

          @Override
          public LogFrame next() {
            hasNext();
            LogFrame frame = next;
            next = null;
            return frame;
          }
        })
        .forEachRemaining(lines::add);
    return lines;
  }

  private static LogLine line(StdStream stream, String text, String time) {
    return new LogLine(stream, text, true, Instant.parse(time.strip()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 32, 1000, 100_000})
  void framesBeginWithTheirTime(int portion) {
    byte[] sent = join(
        frame(1, FIRST + "one\n"),
        frame(2, SECOND + "two\n"),
        frame(1, FIRST + "\n"),
        frame(1, FIRST + "three "),
        frame(1, SECOND + "goes on\n"));
    assertEquals(
        List.of(
            line(StdStream.STDOUT, "one", FIRST),
            line(StdStream.STDERR, "two", SECOND),
            line(StdStream.STDOUT, "", FIRST),
            line(StdStream.STDOUT, "three goes on", FIRST)),
        lines(Frames.timed(new TestBytes(sent, portion), true)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 32, 1000, 100_000})
  void aTerminalsLinesBeginWithTheirTime(int portion) {
    byte[] text = LONG.getBytes(StandardCharsets.UTF_8);
    byte[] sent = FIRST.concat("one\r\n" + SECOND + "\r\n").getBytes(StandardCharsets.UTF_8);
    // As engines send a long line: in parts of 16 KiB, cut wherever that is, each with a time.
    for (int at = 0; at < text.length; at += 16_384) {
      int length = Math.min(16_384, text.length - at);
      byte[] part = new byte[length];
      System.arraycopy(text, at, part, 0, length);
      sent = join(sent, FIRST.getBytes(StandardCharsets.UTF_8), part);
    }
    sent = join(sent, ("\r\n" + SECOND + "last").getBytes(StandardCharsets.UTF_8));
    List<LogLine> read = lines(Frames.timed(new TestBytes(sent, portion), false));
    assertEquals(
        List.of(
            line(StdStream.STDOUT, "one", FIRST),
            line(StdStream.STDOUT, "", SECOND),
            line(StdStream.STDOUT, LONG, FIRST),
            new LogLine(StdStream.STDOUT, "last", false, Instant.parse(SECOND.strip()))),
        read);
  }

  /** As some log drivers and engines write them. */
  @ParameterizedTest
  @ValueSource(strings = {
      "2026-11-28T18:35:08.829135980+01:00 ", "2026-11-28T18:35:08.8Z ", "2026-11-28T18:35:08Z ",
      "2026-11-28T18:35:08+01:00 "
  })
  void timesMayHaveOtherShapes(String time) {
    String utc = OffsetDateTime.parse(time.strip()).toInstant().toString();
    for (int portion : new int[] {1, 2, 21, 31, 36, 100_000}) {
      byte[] framed = join(frame(1, time + "one\n"), frame(2, time + "\n"), frame(1, time + "a b"),
          frame(1, time + "c\n"), frame(1, time + "x"));
      assertEquals(
          List.of(
              line(StdStream.STDOUT, "one", utc),
              line(StdStream.STDERR, "", utc),
              line(StdStream.STDOUT, "a bc", utc),
              new LogLine(StdStream.STDOUT, "x", false, Instant.parse(utc))),
          lines(Frames.timed(new TestBytes(framed, portion), true)));
      byte[] raw = (time + "one\r\n" + time + "\r\n" + time + "x".repeat(16_384) + time + "\r\n" + time + "x")
          .getBytes(StandardCharsets.UTF_8);
      assertEquals(
          List.of(
              line(StdStream.STDOUT, "one", utc),
              line(StdStream.STDOUT, "", utc),
              line(StdStream.STDOUT, "x".repeat(16_384), utc),
              new LogLine(StdStream.STDOUT, "x", false, Instant.parse(utc))),
          lines(Frames.timed(new TestBytes(raw, portion), false)));
    }
  }

  /** A followed log may be quiet after any message, however short. */
  @Test
  void aShortMessageIsNotKeptBackForMore() {
    String time = "2026-11-28T18:35:08Z ";
    for (boolean multiplexed : new boolean[] {true, false}) {
      byte[] sent = multiplexed ? frame(1, time + "\n") : (time + "\n").getBytes(StandardCharsets.UTF_8);
      ByteSource quiet = new TestBytes(sent, 100) {
        @Override
        public int read(byte[] into, int offset, int length) {
          int count = super.read(into, offset, length);
          assertTrue(count >= 0, "more is wanted than was sent");
          return count;
        }
      };
      assertEquals("\n", new String(Frames.timed(quiet, multiplexed).next().bytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aLineOfExactlyOnePartEndsWithATimeOfItsOwn() {
    String part = "x".repeat(16_384);
    String sent = FIRST + part + SECOND + "\n" + FIRST + part + "\n" + SECOND + "end\n";
    assertEquals(
        List.of(
            line(StdStream.STDOUT, part, FIRST),
            line(StdStream.STDOUT, part, FIRST),
            line(StdStream.STDOUT, "end", SECOND)),
        lines(Frames.timed(whole(sent.getBytes(StandardCharsets.UTF_8)), false)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLogWithoutTimesIsAFailure(boolean multiplexed) {
    String text = "a line that is long enough for a time and a line end\n";
    byte[] sent = multiplexed ? frame(1, text) : text.getBytes(StandardCharsets.UTF_8);
    StreamException broken = assertThrows(StreamException.class, () -> lines(Frames.timed(whole(sent), multiplexed)));
    assertEquals(StreamEnd.FAILED, broken.end());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCutInsideATimeIsTold(boolean multiplexed) {
    byte[] whole = multiplexed ? frame(1, FIRST + "one\n") : FIRST.getBytes(StandardCharsets.UTF_8);
    for (int cut = multiplexed ? 9 : 1; cut < (multiplexed ? 8 : 0) + FIRST.length(); cut++) {
      byte[] sent = java.util.Arrays.copyOf(whole, cut);
      StreamException broken = assertThrows(StreamException.class, () -> lines(Frames.timed(whole(sent), multiplexed)),
          "cut after " + cut);
      assertEquals(StreamEnd.TRUNCATED, broken.end());
      assertTrue(broken.getMessage().contains("time of a message"), broken::getMessage);
    }
  }
}
