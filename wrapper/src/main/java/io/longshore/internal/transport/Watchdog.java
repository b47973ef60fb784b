package io.longshore.internal.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends blocked steps whose time is up: one thread for the program, which lives as long as there is a connection.
 *
 * <p>Almost every step ends long before its deadline, so beginning and ending one must cost nothing: both write one
 * variable and wake no thread. The thread looks at all of them once in a while, and sleeps until the earliest deadline
 * that it saw; only a deadline before that wakes it. okio's timeouts queue every step under a lock and wake a thread
 * for most of them.
 */
final class Watchdog {

  /** The deadline of a step without a limit. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long LONGEST_SLEEP_NANOS = 60_000_000_000L;
  private static final long ORIGIN = System.nanoTime();
  private static final Watchdog INSTANCE = new Watchdog();

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  /** When the thread will look again; an earlier deadline must wake it. */
  private volatile long looksAt = Long.MAX_VALUE;
  private @Nullable Thread thread;

  private Watchdog() {}

  /** The clock of all deadlines, in nanoseconds since some time. */
  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /** One step at a time may be watched with what this returns, until it is {@link Watch#close closed}. */
  static Watch watch(Runnable end) {
    return INSTANCE.add(new Watch(INSTANCE, end));
  }

  private Watch add(Watch watch) {
    watches.add(watch);
    synchronized (this) {
      if (thread == null) {
        // It outlives the calls that start it: it must not keep anything of theirs.
        thread = new Thread(null, this::run, "longshore-deadlines", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
      }
    }
    return watch;
  }

  private void remove(Watch watch) {
    watches.remove(watch);
    if (watches.isEmpty()) {
      wake();
    }
  }

  private synchronized void wake() {
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  private synchronized boolean isDone() {
    if (watches.isEmpty()) {
      thread = null;
      return true;
    }
    return false;
  }

  private void run() {
    while (!isDone()) {
      // A step that begins during a scan may have been missed by it, and leaves a permit.
      looksAt = Long.MAX_VALUE;
      long now = now();
      long next = now + LONGEST_SLEEP_NANOS;
      for (Watch watch : watches) {
        next = Math.min(next, watch.endIfDue(now));
      }
      looksAt = next;
      LockSupport.parkNanos(this, next - now());
      // There is no reason to interrupt this thread, and it could not sleep any more.
      Thread.interrupted();
    }
  }

  /** Steps that are made one after the other. */
  static final class Watch implements AutoCloseable {

    private static final long ENDED = Long.MIN_VALUE;

    private final Watchdog dog;
    private final Runnable end;
    private final AtomicLong due = new AtomicLong(NEVER);

    private Watch(Watchdog dog, Runnable end) {
      this.dog = dog;
      this.end = end;
    }

    /** A step begins that must be done at this time of the {@link Watchdog#now clock}. */
    void begin(long at) {
      due.set(at);
      if (at < dog.looksAt) {
        dog.wake();
      }
    }

    /** The step is over; true when it was ended from here because it took too long. */
    boolean end() {
      return due.getAndSet(NEVER) == ENDED;
    }

    /** When this must be looked at again. */
    private long endIfDue(long now) {
      long at = due.get();
      if (at == ENDED) {
        return NEVER;
      }
      if (at > now) {
        return at;
      }
      // Unless the step has just ended by itself, and another one may have begun.
      if (!due.compareAndSet(at, ENDED)) {
        return now;
      }
      end.run();
      return NEVER;
    }

    @Override
    public void close() {
      dog.remove(this);
    }
  }
}
