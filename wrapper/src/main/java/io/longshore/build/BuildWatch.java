package io.longshore.build;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Limits;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A step may be silent for hours, and so is an engine that hangs: while it says nothing, it has to answer another call
 * from time to time.
 */
final class BuildWatch implements AutoCloseable {
  private final ApiExecutor calls;
  private final Cancellation cancellation = new Cancellation();
  private final long idleNanos;
  private final Thread thread;
  private volatile long heard = System.nanoTime();
  private volatile boolean closed;
  private volatile @Nullable ConnectionException dead;

  private BuildWatch(ApiExecutor calls) {
    this.calls = calls;
    idleNanos = calls.timeouts().idle().toNanos();
    thread = new Thread(this::watch, "longshore-build-watch");
    thread.setDaemon(true);
  }

  static BuildWatch start(ApiExecutor calls) {
    BuildWatch watch = new BuildWatch(calls);
    watch.thread.start();
    return watch;
  }

  /** What ends the build if the engine is dead. */
  Cancellation cancellation() {
    return cancellation;
  }

  /** The engine has said something. */
  void heard() {
    heard = System.nanoTime();
  }

  private void watch() {
    try {
      while (!closed) {
        long left = idleNanos - (System.nanoTime() - heard);
        if (left > 0) {
          TimeUnit.NANOSECONDS.sleep(left);
        } else {
          pingTwice();
          heard();
        }
      }
    } catch (InterruptedException | CancelledException e) {
      // The build has ended, or the client was closed.
    } catch (ConnectionException e) {
      dead = e;
      cancellation.cancel();
    }
  }

  /** Of an engine that has much to do, one call may fail; a build of hours is not given up for that. */
  private void pingTwice() {
    try {
      ping();
    } catch (ConnectionException e) {
      ping();
    }
  }

  private void ping() {
    try {
      calls.exchange(SystemApi.systemPing().request(), Limits.ORDINARY);
    } catch (CancelledException | ConnectionException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      // It answers, if only with a refusal, or with what cannot be read.
    }
  }

  /** Throws if the engine is dead. */
  void check() {
    ConnectionException reason = dead;
    if (reason != null) {
      throw new CancelledException("the engine does not answer", reason);
    }
  }

  /** The failure of the build, which is that of the engine if it is dead. */
  DockerException explained(String what, CancelledException ended) {
    ConnectionException reason = dead;
    return reason == null ? ended
        : EngineLookup.again(reason, what + ": the build says nothing, and the engine does not answer at all: "
            + reason.getMessage());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
