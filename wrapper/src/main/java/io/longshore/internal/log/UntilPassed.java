package io.longshore.internal.log;

import io.longshore.error.DockerException;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.EngineClock;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A followed log with an end in the future. Engines check that end only when something is written after it, so the log
 * of a silent container would continue indefinitely. This ends it when the time has passed by the engine's clock and
 * nothing has come for a while during a read.
 */
final class UntilPassed implements Source<LogFrame> {
  /** What is on its way arrives within that, or comes too late. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 100;

  private final Source<LogFrame> frames;
  private final ApiExecutor executor;
  private final Instant until;
  private final Duration left;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  /** Since when the reader waits, or 0 while it does not. */
  private volatile long waiting;
  private volatile boolean over;

  /**
   * A source that ends another.
   *
   * @param now the engine's clock at this moment
   */
  UntilPassed(Source<LogFrame> frames, ApiExecutor executor, Instant until, Instant now) {
    this.frames = frames;
    this.executor = executor;
    this.until = until;
    this.left = Duration.between(now, until);
  }

  @Override
  public @Nullable LogFrame next() {
    if (begun.compareAndSet(false, true)) {
      Thread watch = new Thread(this::watch, "longshore-log-until");
      watch.setDaemon(true);
      watch.start();
    }
    waiting = Math.max(1, System.nanoTime());
    try {
      return frames.next();
    } catch (DockerException e) {
      if (over) {
        return null;
      }
      throw e;
    } finally {
      waiting = 0;
    }
  }

  private void watch() {
    try {
      boolean done = closed.await(left.toSeconds() + 1, TimeUnit.SECONDS);
      while (!done) {
        long since = waiting;
        if (since != 0 && System.nanoTime() - since >= QUIET.toNanos() && isPast() && waiting == since) {
          over = true;
          frames.close();
          return;
        }
        done = closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // This thread is interrupted only to end it.
      Thread.currentThread().interrupt();
    }
  }

  /** An engine that does not answer may have more to send. */
  private boolean isPast() {
    try {
      return !EngineClock.now(executor).isBefore(until);
    } catch (DockerException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    frames.close();
  }
}
