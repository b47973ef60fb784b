package io.longshore.internal.log;

import io.longshore.stream.LogLine;
import io.longshore.stream.StdStream;
import java.time.Instant;
import java.util.Arrays;

/**
 * Finds lines that an engine repeats while it follows a log: Docker 20.10 repeats the beginning of a log file that has
 * just replaced a full one. Lines of one stream have times that go up, and two never have the same nanosecond, so a
 * line with the time and the content of an earlier one is a repetition. For the lines of one connection.
 */
final class Repeats {
  /** The beginning of a file may have many lines; repetitions of older lines are not found. */
  private static final int KEPT = 4096;

  private final long[] times = new long[KEPT];
  private final int[] keys = new int[KEPT];
  private final long[] newest = new long[StdStream.values().length];
  private int next;

  Repeats() {
    Arrays.fill(newest, Long.MIN_VALUE);
  }

  boolean isRepeat(LogLine line) {
    Instant time = line.time();
    // Of an engine that writes whole seconds equal lines may have equal times.
    if (time == null || time.getNano() == 0) {
      return false;
    }
    // Wraps around for years that no log has: those lines are not found, and come unchanged.
    long at = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    int stream = line.stream().ordinal();
    int key = 31 * (31 * line.text().hashCode() + line.text().length()) + 2 * stream + (line.complete() ? 1 : 0);
    if (at > newest[stream]) {
      newest[stream] = at;
    } else if (isKept(at, key)) {
      return true;
    }
    times[next] = at;
    keys[next] = key;
    next = (next + 1) % KEPT;
    return false;
  }

  private boolean isKept(long time, int key) {
    for (int i = 0; i < KEPT; i++) {
      if (times[i] == time && keys[i] == key) {
        return true;
      }
    }
    return false;
  }
}
