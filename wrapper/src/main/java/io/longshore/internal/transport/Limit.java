package io.longshore.internal.transport;

import java.util.concurrent.TimeUnit;

/**
 * How long the steps on a connection may take. Created for each part of an exchange; one thread reads and one writes.
 *
 * <p>A limit for each read is not enough: a peer that sends a byte now and then would hold a caller indefinitely. So a
 * part of an answer has a time for all reads of it together, of which only the time in reads counts: a caller may
 * process data slowly.
 */
final class Limit {

  private static final long FROM_THE_BEGINNING = -1;

  static final Limit NONE = new Limit(0, 0, Watchdog.NEVER);

  private final int readMillis;
  private final int writeMillis;
  private final long end;
  private final long part;
  private final long partBytes;
  private final long clockAfter;
  private long left;
  private long bytes;
  private boolean begun;

  /**
   * Limits without parts.
   *
   * @param readMillis each read; zero for as long as it wants
   * @param writeMillis each write; zero for as long as it wants
   * @param end of all of them, by the clock of {@link Watchdog}
   */
  Limit(int readMillis, int writeMillis, long end) {
    this(readMillis, writeMillis, end, 0, 0, FROM_THE_BEGINNING);
  }

  private Limit(int readMillis, int writeMillis, long end, int partMillis, long partBytes, long clockAfter) {
    this.readMillis = readMillis;
    this.writeMillis = writeMillis;
    this.end = end;
    this.part = partMillis == 0 ? Watchdog.NEVER : TimeUnit.MILLISECONDS.toNanos(partMillis);
    this.partBytes = partBytes;
    this.clockAfter = clockAfter;
    this.left = part;
  }

  /** How long all reads together may take. */
  static Limit ofHead(int millis, int writeMillis, long end) {
    return new Limit(0, writeMillis, end, millis, Long.MAX_VALUE, FROM_THE_BEGINNING);
  }

  /**
   * The same, but for the reads until the head begins, each of which may take {@code firstMillis}; zero for as long as
   * it wants.
   *
   * @param before how many bytes may come before the head
   */
  static Limit ofHeadHeldBack(int firstMillis, int millis, int writeMillis, long end, long before) {
    return new Limit(firstMillis, writeMillis, end, millis, Long.MAX_VALUE, before);
  }

  /**
   * For what comes after a part of an answer: what is left for it, and no more than {@code millis}; zero for no such
   * limit. What did not count until now does.
   */
  Limit atMost(int millis) {
    return millis == 0 || counts() && left <= TimeUnit.MILLISECONDS.toNanos(millis) ? this
        : ofHead(millis, writeMillis, end);
  }

  /**
   * The same, and within {@code partMillis} so many bytes must come, or {@link #gotOn} be called; zero for no such
   * part.
   */
  Limit withParts(int partMillis, long bytes) {
    return new Limit(readMillis, writeMillis, end, partMillis, bytes, FROM_THE_BEGINNING);
  }

  /**
   * The deadline of a read that begins {@code now}; {@code soTimeout} is what OkHttp asked for before it knew of this.
   */
  long read(int soTimeout, long now) {
    int millis = readMillis == 0 ? soTimeout : readMillis;
    long one = millis == 0 ? end : Math.min(now + TimeUnit.MILLISECONDS.toNanos(millis), end);
    return counts() ? Math.min(one, now + left) : one;
  }

  /** Whether the time of a read counts, so that {@link #hasRead} is to be called after it. */
  boolean counts() {
    return part != Watchdog.NEVER && (begun || clockAfter == FROM_THE_BEGINNING);
  }

  /** Takes the time of a read off the part's. */
  void hasRead(long nanos, int count) {
    if (part == Watchdog.NEVER) {
      return;
    }
    left -= nanos;
    bytes += Math.max(0, count);
    begun = begun || bytes > clockAfter;
    if (bytes >= partBytes) {
      gotOn();
    }
  }

  /** What was read is complete: the next part begins. */
  void gotOn() {
    left = part;
    bytes = 0;
  }

  /**
   * Whether a read that was too late was so because of its part, and not for a pause. A head that may not pause is just
   * late.
   */
  boolean tooSlow() {
    boolean partEnds = readMillis == 0 ? clockAfter != FROM_THE_BEGINNING
        : left <= TimeUnit.MILLISECONDS.toNanos(readMillis);
    return begun && partEnds && Watchdog.now() < end;
  }

  /** The deadline of a write that begins now. */
  long write() {
    return Math.min(after(writeMillis), end);
  }

  static long after(int millis) {
    return millis == 0 ? Watchdog.NEVER : Watchdog.now() + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
