package io.longshore.contract;

import java.time.Duration;
import java.util.Locale;

/** Prints how long something took: measured beside the tests, and no rule of theirs. */
final class Figures {
  private Figures() {}

  static void print(EngineUnderTest engine, String what, Duration took) {
    System.out.printf(Locale.ROOT, "%s: %s: %.2f s%n", engine, what, took.toNanos() / 1e9);
  }

  /** With so many MiB in that time. */
  static void print(EngineUnderTest engine, String what, int mebibytes, Duration took) {
    double seconds = took.toNanos() / 1e9;
    System.out.printf(Locale.ROOT, "%s: %s: %.2f s, %.0f MiB/s%n", engine, what, seconds, mebibytes / seconds);
  }

  static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
