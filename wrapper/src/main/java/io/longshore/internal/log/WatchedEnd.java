package io.longshore.internal.log;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.EngineClock;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A followed log whose end is checked: an engine that stops ends the logs of containers that keep running as if they
 * were complete. After a normal end the container is not running, or has been restarted.
 */
final class WatchedEnd implements Source<LogFrame> {
  private static final long PAUSE_MILLIS = 50;

  /** Engines note that a container has stopped a moment before or after its log ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Source<LogFrame> frames;
  private final Cancellation cancellation = new Cancellation();
  private final ApiExecutor executor;
  private final String id;
  private final @Nullable Instant opened;
  private final @Nullable Instant started;
  private final @Nullable Instant until;
  private final CountDownLatch closed = new CountDownLatch(1);

  private WatchedEnd(
      Source<LogFrame> frames,
      ApiExecutor executor,
      String id,
      @Nullable Instant opened,
      @Nullable Instant started,
      @Nullable Instant until) {
    this.frames = frames;
    this.executor = executor.with(cancellation);
    this.id = id;
    this.opened = opened;
    this.started = started;
    this.until = until;
  }

  /**
   * A source that looks at the end of another.
   *
   * @param opened when the log was opened, by the engine's clock and to the second; null if the engine did not send it:
   *     then the start of the run is requested
   * @param until the time, by the engine's clock, after which every end is normal
   */
  static WatchedEnd of(
      Source<LogFrame> frames, ApiExecutor executor, String id, @Nullable Instant opened, @Nullable Instant until) {
    Instant started = opened == null ? started(executor, id) : null;
    return new WatchedEnd(frames, executor, id, opened, started, until);
  }

  private static @Nullable Instant started(ApiExecutor executor, String id) {
    try {
      ContainerState now = executor.call(ContainerApi.containerInspect(id).request()).state();
      return now == null ? null : now.startedAt();
    } catch (EngineException e) {
      return null; // The end would not show it either.
    }
  }

  @Override
  public @Nullable LogFrame next() {
    LogFrame frame = frames.next();
    if (frame == null) {
      checkEnd();
    }
    return frame;
  }

  private void checkEnd() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (runsOn() && !isReached()) {
        if (System.nanoTime() - deadline >= 0) {
          throw truncated("the container is still running, as it does when only its engine stops", null);
        }
        if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new CancelledException("the log of " + executor.nameOf(id) + " was closed", null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the log of " + executor.nameOf(id) + ": the thread was interrupted", e);
    } catch (ConnectionException | EngineException e) {
      throw truncated("the engine cannot say whether the container has stopped: " + e.getMessage(), e);
    }
  }

  private boolean isReached() {
    return until != null && !EngineClock.now(executor).isBefore(until);
  }

  /** Whether it is in the run that was followed. */
  private boolean runsOn() {
    try {
      ContainerState now = executor.call(ContainerApi.containerInspect(id).request()).state();
      if (now == null || !Boolean.TRUE.equals(now.running()) || Boolean.TRUE.equals(now.restarting())) {
        return false;
      }
      if (opened == null) {
        return now.startedAt() == null || started == null || now.startedAt().equals(started);
      }
      boolean firstRun = now.finishedAt() == null || now.finishedAt().isBefore(Instant.EPOCH);
      return firstRun || now.startedAt() == null || now.startedAt().isBefore(opened);
    } catch (NotFoundException e) {
      return false;
    }
  }

  private StreamException truncated(String why, @Nullable Throwable cause) {
    return new StreamException("the log of " + executor.nameOf(id) + " ended, and " + why, StreamEnd.TRUNCATED, cause);
  }

  @Override
  public void close() {
    closed.countDown();
    cancellation.cancel();
    frames.close();
  }
}
