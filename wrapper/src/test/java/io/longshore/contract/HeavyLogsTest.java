package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.container.Container;
import io.longshore.session.Session;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million lines: none is missing, spoiled or out of order. How long it took is printed. */
@Tag("heavy")
@Timeout(300)
class HeavyLogsTest extends ContractTest {
  private static final int HALF_A_MILLION = 500_000;

  /** The embedded engine keeps the newest 16 MiB of a log, and each line costs it 64 bytes more. */
  private int kept() {
    return engine.embedded() ? HALF_A_MILLION / 5 : HALF_A_MILLION;
  }

  /** Counts on both outputs at the same time. Every line has an end: 20.10 may lose one that has none. */
  private static String[] countTwice(int to) {
    return Programs.shell("seq 1 " + to + " >&2 & seq 1 " + to + "; wait");
  }

  private void assertCounted(Iterator<LogLine> lines, int to, String what, long start) {
    int[] last = new int[2];
    while (lines.hasNext()) {
      LogLine line = lines.next();
      assertEquals(String.valueOf(++last[line.stream().ordinal()]), line.text(), () -> "out of order: " + line);
    }
    assertEquals(to, last[0], "lines of standard output");
    assertEquals(to, last[1], "lines of standard error");
    Figures.print(engine, 2 * to + " lines " + what, Figures.since(start));
  }

  @Test
  void theyAreReadAfterTheEnd() {
    Container container = runToEnd(countTwice(kept()));
    long start = System.nanoTime();
    try (LogStream log = container.logs();
        Stream<LogLine> lines = log.lines()) {
      assertCounted(lines.iterator(), kept(), "of a log that has ended", start);
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void theyAreReadWhileTheyAreWritten() {
    Container container = run(countTwice(kept()));
    long start = System.nanoTime();
    try (LogStream log = container.logs(o -> o.follow());
        Stream<LogLine> lines = log.lines()) {
      assertCounted(lines.iterator(), kept(), "of a log that is being written", start);
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  @Test
  void theyAreFollowedByAStreamThatWouldConnectAgain() {
    Container container = run(countTwice(kept()));
    long start = System.nanoTime();
    try (DockerStream<Followed<LogLine>> log = container.followLogs();
        Stream<Followed<LogLine>> lines = log.stream()) {
      assertCounted(lines.map(HeavyLogsTest::line).iterator(), kept(), "of a followed log", start);
      assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
    }
  }

  private static LogLine line(Followed<LogLine> next) {
    if (next instanceof Followed.Item<LogLine> item) {
      return item.value();
    }
    throw new AssertionError("a gap: " + next);
  }

  /** A session holds its program back, so that no engine forgets anything. */
  @Test
  void theyAreReadFromASession() {
    long start = System.nanoTime();
    try (Session counting = docker.containers().runAttached(with(o -> o.command(countTwice(HALF_A_MILLION))));
        Stream<LogLine> lines = counting.output().lines()) {
      assertCounted(lines.iterator(), HALF_A_MILLION, "of a session", start);
      assertEquals(0, counting.waitFor(Poll.SOON));
    }
  }
}
