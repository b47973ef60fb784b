package io.longshore.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.stream.LogLine;
import io.longshore.stream.StdStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that an engine sends again come once; lines that only look the same come as often as they were written. */
class RepeatsTest {
  private static LogLine line(StdStream stream, long nanos, String text) {
    return new LogLine(stream, text, true, Instant.ofEpochSecond(1_795_861_800L, nanos));
  }

  private static LogLine out(long nanos, String text) {
    return line(StdStream.STDOUT, nanos, text);
  }

  private static List<LogLine> once(List<LogLine> sent) {
    Repeats repeats = new Repeats();
    return sent.stream().filter(next -> !repeats.isRepeat(next)).toList();
  }

  @Test
  void oneLineAgain() {
    assertEquals(List.of(out(1, "a"), out(2, "b"), out(3, "c")),
        once(List.of(out(1, "a"), out(2, "b"), out(2, "b"), out(3, "c"))));
  }

  @Test
  void manyLinesAgain() {
    List<LogLine> all = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      all.add(out(i * 3000L, "line " + i));
    }
    List<LogLine> sent = new ArrayList<>(all.subList(0, 8000));
    sent.addAll(all.subList(5000, 8000));
    sent.addAll(all.subList(7999, 10_000));
    assertEquals(all, once(sent));
  }

  @Test
  void equalTextsAtOtherTimesAreLines() {
    List<LogLine> sent = List.of(out(1, "a"), out(2, "a"), line(StdStream.STDERR, 2, "a"), out(4, "a"));
    assertEquals(sent, once(sent));
  }

  @Test
  void aClockThatGoesBackTakesNoLineAway() {
    List<LogLine> sent = List.of(out(5000, "a"), out(1000, "b"), out(2000, "c"), out(6000, "d"));
    assertEquals(sent, once(sent));
  }

  /** Podman's lines of one second have one time. */
  @Test
  void equalLinesOfWholeSecondsAreLines() {
    List<LogLine> sent = List.of(out(0, "a"), out(0, "a"), out(1_000_000_000, "a"), out(0, "a"));
    assertEquals(sent, once(sent));
  }

  @Test
  void timesThatNoLogHasAreHarmless() {
    List<LogLine> sent = new ArrayList<>();
    for (Instant time : new Instant[] {Instant.MAX, Instant.MIN.plusNanos(1),
        Instant.parse("9999-12-31T23:59:59.9Z")}) {
      sent.add(new LogLine(StdStream.STDOUT, "a", true, time));
    }
    assertEquals(sent, once(sent));
  }
}
