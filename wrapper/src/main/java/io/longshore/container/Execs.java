package io.longshore.container;

import io.longshore.CancelledException;
import io.longshore.DeadlineException;
import io.longshore.ConnectionException;
import io.longshore.StreamEnd;
import io.longshore.StreamException;
import io.longshore.generated.engine.api.ExecApi;
import io.longshore.generated.engine.model.ExecInspect;
import io.longshore.generated.engine.model.ExecStartRequest;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import java.time.Duration;

/** Runs programs in containers and collects what they write. */
final class Execs {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 200;
  private static final Duration AFTER_OUTPUT = Duration.ofSeconds(3);

  private Execs() {}

  static ExecResult collect(Executor executor, String container, ExecOptions options) {
    Duration timeout = options.timeout() == null ? executor.timeouts().call() : options.timeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    String exec =
        Executor.present(
            executor.call(ExecApi.containerExec(container).body(options.request()).request()).id(), "the id of the exec");
    ExecStartRequest start = ExecStartRequest.builder().detach(false).tty(false).build();
    FrameStream frames =
        new FrameStream(
            "the output of exec in " + container,
            new Frames(
                executor.bytes(ExecApi.execStart(exec).body(start).request(), Limits.until(timeout)), true));
    try {
      Output output = frames.readAll(options.maxOutput(), "raise maxOutput");
      return new ExecResult(exitCode(executor, container, exec, deadline), output);
    } catch (DeadlineException e) {
      throw new DeadlineException(
          "exec in " + container + ": the program did not end within " + timeout.toMillis() + " ms and runs on; give it more"
              + " time with timeout(…), or end it with another exec",
          e);
    }
  }

  /**
   * The output ends a moment before the engine has noted the exit code. The end of this stream alone proves nothing: it has
   * no length and no last chunk, so a connection that something in between has cut looks the same. A program that runs on
   * after it is therefore taken for one whose output was cut.
   */
  private static int exitCode(Executor executor, String container, String exec, long deadline) {
    long pause = FIRST_PAUSE_MILLIS;
    long outputEnd = System.nanoTime();
    while (true) {
      ExecInspect now = inspect(executor, exec);
      if (!Boolean.TRUE.equals(now.running()) && now.exitCode() != null) {
        return now.exitCode().intValue();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new DeadlineException("the program has not ended in time", null);
      }
      if (System.nanoTime() - outputEnd >= AFTER_OUTPUT.toNanos()) {
        throw new StreamException(
            "exec in " + container + ": the output ended and the program runs on: the connection was cut, or the program closed"
                + " its outputs; let such a program write to a file",
            StreamEnd.TRUNCATED,
            null);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("exec in " + container + ": the thread was interrupted", e);
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  private static ExecInspect inspect(Executor executor, String exec) {
    try {
      return executor.call(ExecApi.execInspect(exec).request());
    } catch (DeadlineException e) {
      throw e;
    } catch (ConnectionException e) {
      throw new StreamException(
          "the output of exec ended and the engine cannot be asked whether the program did: " + e.getMessage(),
          StreamEnd.TRUNCATED,
          e);
    }
  }
}
