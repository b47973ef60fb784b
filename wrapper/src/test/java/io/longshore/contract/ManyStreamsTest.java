package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.StreamEnd;
import io.longshore.container.Container;
import io.longshore.container.LogLine;
import io.longshore.container.LogStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds of followed logs beside ordinary calls. How long the calls took with and without them is printed. */
@Tag("heavy")
@Timeout(300)
class ManyStreamsTest extends ContractTest {
  private static final int STREAMS = 200;
  private static final int ROUNDS = 4;
  private static final int CALLS = 500;

  /** More than a busy machine makes of it. */
  private static final double MUCH_SLOWER = 5;

  /** A followed log whose first line has been read. */
  private record Followed(LogStream log, Iterator<LogLine> lines) {
    static Followed of(Container container) {
      LogStream log = container.logs(o -> o.follow());
      Iterator<LogLine> lines = log.lines().iterator();
      assertEquals("ready", lines.next().text());
      return new Followed(log, lines);
    }
  }

  @Test
  void callsAreAsFastAsWithoutThemAndNothingIsLeft() {
    Container container = awaitWord(run(untilAsked("TERM", 0)), "ready");
    call(container, CALLS);
    Usage before = Usage.now();
    List<long[]> without = new ArrayList<>();
    List<long[]> beside = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(call(container, CALLS));
      List<Followed> streams = new ArrayList<>();
      try {
        while (streams.size() < STREAMS) {
          streams.add(Followed.of(container));
        }
        assertTrue(Usage.now().threads() <= before.threads(), () -> "a stream costs a thread: " + Usage.describe());
        beside.add(call(container, CALLS));
        for (Followed stream : streams) {
          assertTrue(stream.log().end().isEmpty(), "a stream has ended");
        }
      } finally {
        streams.forEach(stream -> stream.log().close());
      }
      awaitNoMoreThan(before);
    }
    printRatio(without, beside);
  }

  @Test
  void eachOfThemEndsWithItsContainer() {
    Container container = awaitWord(run(untilAsked("TERM", 0)), "ready");
    call(container, 1);
    Usage before = Usage.now();
    List<Followed> streams = new ArrayList<>();
    try {
      while (streams.size() < STREAMS) {
        streams.add(Followed.of(container));
      }
      container.kill("SIGTERM");
      for (Followed stream : streams) {
        assertEquals("asked", stream.lines().next().text());
        assertFalse(stream.lines().hasNext());
        assertEquals(StreamEnd.COMPLETED, stream.log().end().orElseThrow());
      }
    } finally {
      streams.forEach(stream -> stream.log().close());
    }
    awaitNoMoreThan(before);
  }

  /** The nanoseconds that each call took. */
  private long[] call(Container container, int count) {
    long[] took = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      if (i % 2 == 0) {
        assertTrue(container.inspect().state().running());
      } else {
        assertEquals("linux", docker.system().ping().osType());
      }
      took[i] = System.nanoTime() - start;
    }
    return took;
  }

  private static void awaitNoMoreThan(Usage before) {
    Poll.until(
        () -> "not back at " + before + ": " + Usage.now() + "\n" + Usage.describe(),
        Poll.SOON,
        () -> Usage.now().isNoMoreThan(before));
  }

  private void printRatio(List<long[]> without, List<long[]> beside) {
    double alone = median(without);
    double together = median(beside);
    System.out.printf(
        Locale.ROOT,
        "%s: median of %d calls %.3f ms, beside %d followed logs %.3f ms, ratio %.2f%n",
        engine, ROUNDS * CALLS, alone / 1e6, STREAMS, together / 1e6, together / alone);
    assertTrue(together < MUCH_SLOWER * alone, () -> "calls take " + together / alone + " times as long beside streams");
  }

  private static double median(List<long[]> rounds) {
    long[] sorted = rounds.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return LongStream.of(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }
}
