package io.longshore.progress;

import java.time.Duration;
import java.util.Locale;

/** Amounts as the docker command writes them: powers of 1000. */
final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int STEP = 1000;
  /** From here on it would be rounded up to 1000.0. */
  private static final double ROUNDED = 999.95;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  /** Times of fewer seconds have a decimal place. */
  private static final int EXACT = 10;

  private Amounts() {}

  static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = 0;
    while (value >= ROUNDED) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Empty if nothing is known. */
  static String of(ByteCount count) {
    if (count.total().isEmpty()) {
      return count.done() == 0 ? "" : of(count.done());
    }
    long total = count.total().getAsLong();
    return count.done() == total ? of(total) : of(count.done()) + " of " + of(total);
  }

  static String of(Duration time) {
    return time.toSeconds() < EXACT ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3) : rough(time);
  }

  /** In whole seconds. */
  static String rough(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
        : seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
  }
}
