package io.longshore.internal.session;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ExecApi;
import io.longshore.generated.engine.model.ExecInspect;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that was started in a running container. Engines cannot wait for one, so this polls. */
final class ExecTarget implements SessionTarget {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final Duration LAST_QUESTION = Duration.ofSeconds(1);
  private static final long LONGEST_PAUSE_MILLIS = 200;
  /** What engines report of a program after its terminal was detached, whatever happens to it. */
  private static final int DETACHED = 126;
  private static final Duration AFTER_OUTPUT = Duration.ofSeconds(3);

  private final ApiExecutor executor;
  private final ApiExecutor questions;
  private final String container;
  private final String exec;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch closed = new CountDownLatch(1);

  ExecTarget(ApiExecutor executor, String container, String exec) {
    this.executor = executor;
    this.questions = executor.with(cancellation);
    this.container = container;
    this.exec = exec;
  }

  @Override
  public String what() {
    return "exec in " + executor.nameOf(container);
  }

  @Override
  public String containerId() {
    return container;
  }

  @Override
  public void resize(int columns, int rows) {
    executor.forCall("resize").exchange(ExecApi.execResize(exec).options(o -> o.w(columns).h(rows)).request(),
        Limits.ORDINARY);
  }

  @Override
  public @Nullable Integer exitAfterOutput() {
    return pollAfterOutput(System.nanoTime() + AFTER_OUTPUT.toNanos());
  }

  /** The same with a deadline for all of it; fails if the program is still running. */
  int exitAfterOutput(long deadline) {
    long outputEnd = System.nanoTime();
    Integer code = pollAfterOutput(Math.min(deadline - outputEnd, AFTER_OUTPUT.toNanos()) + outputEnd);
    if (code != null) {
      return code;
    }
    if (System.nanoTime() - deadline >= 0) {
      throw new DeadlineException("the program has not ended in time", null);
    }
    throw new StreamException(
        what() + ": " + CUT_OFF,
        StreamEnd.TRUNCATED,
        null);
  }

  private @Nullable Integer pollAfterOutput(long until) {
    try {
      return poll(until, true);
    } catch (DeadlineException e) {
      throw e;
    } catch (ConnectionException e) {
      throw new StreamException(
          "the output of " + what() + " ended and the engine cannot be asked whether the program did: "
              + e.getMessage(),
          StreamEnd.TRUNCATED,
          e);
    }
  }

  @Override
  public @Nullable Integer exitAfterKeys() {
    Integer code = exitAfterOutput();
    return code != null && code == DETACHED ? null : code;
  }

  @Override
  public @Nullable Boolean hasEnded() {
    try {
      Boolean running = executor.within(LAST_QUESTION).call(ExecApi.execInspect(exec).request()).running();
      return running == null ? null : (Boolean) !running;
    } catch (DockerException e) {
      return null;
    }
  }

  @Override
  public int awaitExit(@Nullable Long deadline, boolean detached) {
    if (detached) {
      throw new CancelledException(
          what() + ": the detach keys ended the session, and engines do not report the exit code after that", null);
    }
    Integer code = poll(deadline, false);
    if (code == null) {
      throw new DeadlineException(what() + " did not end in time and is still running", null);
    }
    return code;
  }

  /**
   * Polls until the program has ended; null at the deadline.
   *
   * @param outputEnded whether the output is over. Docker notes the exit before it ends the output, even that of a
   *     program which closed its outputs long before, so that one which runs then has been cut off. Podman may note it
   *     a moment later.
   */
  private @Nullable Integer poll(@Nullable Long deadline, boolean outputEnded) {
    for (long pause = FIRST_PAUSE_MILLIS;; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      ApiExecutor soon = deadline == null ? questions : questions.within(left(deadline));
      Reply<ExecInspect> reply = soon.exchange(ExecApi.execInspect(exec).request(), Limits.ORDINARY);
      ExecInspect now = ApiExecutor.present(reply.body(), "the state of the exec");
      if (!Boolean.TRUE.equals(now.running()) && now.exitCode() != null) {
        return Answered.exitCode(now.exitCode());
      }
      boolean cutOff = outputEnded && Boolean.TRUE.equals(now.running()) && !reply.isPodman();
      if (cutOff || deadline != null && System.nanoTime() - deadline >= 0) {
        return null;
      }
      try {
        if (closed.await(pause, TimeUnit.MILLISECONDS)) {
          throw new CancelledException(what() + ": the session was closed; the program may still be running", null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException(what() + ": the thread was interrupted", e);
      }
    }
  }

  /** The last request is sent even after the deadline. */
  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), LAST_QUESTION.toNanos()));
  }

  @Override
  public void close() {
    closed.countDown();
    cancellation.cancel();
  }
}
