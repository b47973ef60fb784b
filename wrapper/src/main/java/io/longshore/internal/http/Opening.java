package io.longshore.internal.http;

import io.longshore.error.CancelledException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose answer has begun, or will with its first byte: Podman holds the head of a followed stream back until
 * then, and opening a silent one must still return. One thread reads, any may close.
 */
final class Opening {
  private final String what;
  private final Runnable cancel;
  private final FutureTask<EngineConnection.Opened> opening;
  private volatile EngineConnection.@Nullable Opened opened;
  private volatile boolean closed;

  private Opening(String what, Runnable cancel, Runnable whenDone, Supplier<EngineConnection.Opened> open) {
    this.what = what;
    this.cancel = cancel;
    this.opening = new FutureTask<>(open::get) {
      @Override
      protected void done() {
        whenDone.run();
        // The response may have come at the moment of the close.
        if (closed) {
          closeOpened();
        }
      }
    };
  }

  /** One that has begun. */
  static Opening of(EngineConnection.Opened opened) {
    Opening done = new Opening("", () -> {}, () -> {}, () -> opened);
    done.opening.run();
    done.opened = opened;
    return done;
  }

  /**
   * Opens one in a thread of its own, because reading a head cannot be interrupted and resumed.
   *
   * @param whenDone what to do when the answer has begun, or will not any more
   */
  static Opening start(String what, Cancellation cancellation, Runnable whenDone,
      Supplier<EngineConnection.Opened> open) {
    Opening started = new Opening(what, cancellation::cancel, whenDone, open);
    Thread thread = new Thread(started.opening, "longshore-open");
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  /** Whether the answer has begun. */
  boolean isOpen() {
    return opening.isDone();
  }

  /** Waits until the answer begins, which may fail as {@link #get()} does; false when that takes longer. */
  boolean within(Duration limit) {
    try {
      opening.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      throw failure(e);
    }
    return true;
  }

  /** Waits for the answer as long as it takes. */
  EngineConnection.Opened get() {
    EngineConnection.Opened known = opened;
    if (known != null) {
      return known;
    }
    try {
      known = opening.get();
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      throw failure(e);
    }
    opened = known;
    return known;
  }

  private RuntimeException failure(Exception e) {
    if (e instanceof InterruptedException) {
      close();
      Thread.currentThread().interrupt();
      return new CancelledException(what + ": the thread was interrupted", e);
    }
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException || cause instanceof Error) {
      // The stack trace shows the caller; the causes show where it failed.
      cause.setStackTrace(new Throwable().getStackTrace());
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failed ? failed
        : new CancelledException(what + ": the stream was closed", e);
  }

  void close() {
    closed = true;
    cancel.run();
    if (opening.isDone()) {
      closeOpened();
    }
  }

  private void closeOpened() {
    try {
      opening.get().close();
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      // It has failed, and has closed itself.
    }
  }
}
