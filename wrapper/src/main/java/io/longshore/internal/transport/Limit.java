package io.longshore.internal.transport;

import java.util.concurrent.TimeUnit;

/**
 * How long the steps on a connection may take.
 *
 * @param readMillis each read; zero for as long as it wants
 * @param writeMillis each write; zero for as long as it wants
 * @param end of all of them, by the clock of {@link Watchdog}
 */
record Limit(int readMillis, int writeMillis, long end) {

  static final Limit NONE = new Limit(0, 0, Watchdog.NEVER);

  /** The deadline of a read that begins now; {@code soTimeout} is what OkHttp asked for before it knew of this. */
  long read(int soTimeout) {
    return Math.min(after(readMillis == 0 ? soTimeout : readMillis), end);
  }

  /** The deadline of a write that begins now. */
  long write() {
    return Math.min(after(writeMillis), end);
  }

  static long after(int millis) {
    return millis == 0 ? Watchdog.NEVER : Watchdog.now() + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
