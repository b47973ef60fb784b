package io.longshore.contract;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens at no known moment. */
final class Poll {
  /** Longer than anything takes on a busy machine. */
  static final Duration SOON = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = 5_000_000;

  private Poll() {}

  static void until(String what, BooleanSupplier condition) {
    until(() -> "never: " + what, SOON, condition);
  }

  static void until(Supplier<String> complaint, Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new AssertionError(complaint.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
