package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.session.Session;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
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
  private record Open(DockerStream<?> log, Iterator<LogLine> lines) {
    /** Every second one would connect again. */
    static List<Open> many(Container container) {
      List<Open> streams = new ArrayList<>();
      for (int i = 0; i < STREAMS; i += 2) {
        LogStream plain = container.logs(o -> o.follow());
        streams.add(new Open(plain, plain.lines().iterator()));
        DockerStream<Followed<LogLine>> followed = container.followLogs();
        streams.add(new Open(followed, followed.stream().map(Open::line).iterator()));
      }
      streams.forEach(stream -> assertEquals("ready", stream.lines.next().text()));
      return streams;
    }

    private static LogLine line(Followed<LogLine> next) {
      if (next instanceof Followed.Item<LogLine> item) {
        return item.value();
      }
      throw new AssertionError("a gap: " + next);
    }
  }

  @Test
  void callsAreAsFastAsWithoutThemAndNothingIsLeft() {
    Container container = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    call(container, CALLS);
    Usage before = Usage.now();
    List<long[]> without = new ArrayList<>();
    List<long[]> beside = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(call(container, CALLS));
      List<Open> streams = Open.many(container);
      try {
        assertTrue(Usage.now().threads() <= before.threads(), () -> "a stream costs a thread: " + Usage.describe());
        beside.add(call(container, CALLS));
        for (Open stream : streams) {
          assertTrue(stream.log().end().isEmpty(), "a stream has ended");
        }
      } finally {
        streams.forEach(stream -> stream.log().close());
      }
      awaitNoMoreThan(before);
    }
    printRatio(without, beside);
  }

  /**
   * A client keeps some connections of streams that end by themselves for later calls, so these have a client of their
   * own. The program ends after its last line has been read: 20.10 may lose a line right before the end for a follower
   * beyond the machine's number of inotify instances.
   */
  @Test
  void eachOfThemEndsWithItsContainer() throws IOException {
    Container container = create(o -> o.command("cat").openStdin());
    Usage before = Usage.now();
    try (Session cat = container.attach(a -> a.stdin());
        DockerClient client = engine.open()) {
      container.start();
      type(cat, "ready\n");
      List<Open> streams = Open.many(client.containers().get(container.id()));
      type(cat, "asked\n");
      for (Open stream : streams) {
        assertEquals("asked", stream.lines().next().text());
      }
      container.kill();
      for (Open stream : streams) {
        assertFalse(stream.lines().hasNext());
        assertEquals(StreamEnd.COMPLETED, stream.log().end().orElseThrow());
      }
    }
    awaitNoMoreThan(before);
  }

  private static void type(Session cat, String text) throws IOException {
    cat.stdin().write(text.getBytes(UTF_8));
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
    assertTrue(together < MUCH_SLOWER * alone,
        () -> "calls take " + together / alone + " times as long beside streams");
  }

  private static double median(List<long[]> rounds) {
    long[] sorted = rounds.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return LongStream.of(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }
}
