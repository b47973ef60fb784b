package io.longshore.container;

import io.longshore.CancelledException;
import io.longshore.ConnectionException;
import io.longshore.EngineException;
import io.longshore.NotFoundException;
import io.longshore.StreamEnd;
import io.longshore.StreamException;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.internal.http.Executor;
import io.longshore.internal.stream.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A followed log whose end is doubted: an engine that stops ends the logs of containers that it leaves running as if they were
 * complete. A good end is one after which the container does not run, or runs anew.
 */
final class WatchedEnd implements Source<LogFrame> {
  private static final long PAUSE_MILLIS = 50;

  /** Engines note that a container has stopped a moment before or after its log ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Source<LogFrame> frames;
  private final Executor executor;
  private final String id;
  private final @Nullable Instant opened;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A source that looks at the end of another.
   *
   * @param opened when the log was opened, by the engine's clock and to the second; null where the engine did not tell
   */
  WatchedEnd(Source<LogFrame> frames, Executor executor, String id, @Nullable Instant opened) {
    this.frames = frames;
    this.executor = executor;
    this.id = id;
    this.opened = opened;
  }

  @Override
  public @Nullable LogFrame next() {
    LogFrame frame = frames.next();
    if (frame == null && opened != null) {
      checkEnd(opened);
    }
    return frame;
  }

  private void checkEnd(Instant opened) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (runsSince(opened)) {
        if (System.nanoTime() - deadline >= 0) {
          throw truncated("the container runs on, as it does when its engine stops without it", null);
        }
        if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new CancelledException("the log of " + id + " was closed", null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the log of " + id + ": the thread was interrupted", e);
    } catch (ConnectionException | EngineException e) {
      throw truncated("the engine does not tell whether the container has stopped: " + e.getMessage(), e);
    }
  }

  /** Whether it is in the run that was followed. */
  private boolean runsSince(Instant opened) {
    try {
      ContainerState now = new Container(executor, id).inspect().state();
      if (now == null || !Boolean.TRUE.equals(now.running()) || Boolean.TRUE.equals(now.restarting())) {
        return false;
      }
      boolean firstRun = now.finishedAt() == null || now.finishedAt().isBefore(Instant.EPOCH);
      return firstRun || now.startedAt() == null || now.startedAt().isBefore(opened);
    } catch (NotFoundException e) {
      return false;
    }
  }

  private StreamException truncated(String why, @Nullable Throwable cause) {
    return new StreamException("the log of " + id + " ended, and " + why, StreamEnd.TRUNCATED, cause);
  }

  @Override
  public void close() {
    closed.countDown();
    frames.close();
  }
}
