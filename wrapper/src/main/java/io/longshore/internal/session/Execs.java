package io.longshore.internal.session;

import io.longshore.error.DeadlineException;
import io.longshore.error.EngineException;
import io.longshore.generated.engine.api.ExecApi;
import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.generated.engine.model.ExecStartRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.log.FrameStream;
import io.longshore.internal.log.Frames;
import io.longshore.internal.options.ExecSettings;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.Output;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs programs in containers. */
public final class Execs {
  private static final ApiVersion TAKES_A_SIZE = new ApiVersion(1, 42);
  private static final int RESIZE_ATTEMPTS = 10;
  /** Deadlines below this one count in milliseconds. */
  private static final Duration ROUNDING = Duration.ofMillis(20);
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final long RESIZE_PAUSE_MILLIS = 20;

  private Execs() {}

  private static void checkCommand(ExecSettings settings) {
    if (settings.request.build().cmd().isEmpty()) {
      throw new IllegalArgumentException("exec needs a command");
    }
  }

  /** Collects what a program writes. */
  public static ExecResult collect(ApiExecutor executor, String container, ExecSettings settings) {
    checkCommand(settings);
    if (settings.stdin && settings.source == null) {
      throw new IllegalArgumentException(
          "exec(…) only collects output, so stdin() has no writer; pass the input with stdin(bytes, file or stream), or use openExec");
    }
    Duration timeout = settings.timeout == null ? executor.timeouts().call() : settings.timeout;
    long deadline = System.nanoTime() + timeout.toNanos();
    ApiExecutor within = executor.within(timeout);
    if (settings.needsSession()) {
      ProgramSession session = open(within, executor, container, settings);
      return inTime(
          "exec in " + executor.nameOf(container),
          timeout,
          deadline,
          session::programEnded,
          () -> session.collect(left(deadline), settings.maxOutput, "raise maxOutput"));
    }
    return collect(within, container, settings, timeout, deadline);
  }

  /** Without input neither an upgrade of the connection nor a thread is needed. */
  private static ExecResult collect(
      ApiExecutor executor, String container, ExecSettings settings, Duration timeout, long deadline) {
    String exec = create(executor, container, settings.request.attachStdout(true).attachStderr(true).build());
    ExecStartRequest start = ExecStartRequest.builder().detach(false).tty(false).build();
    FrameStream frames = new FrameStream(
        "the output of exec in " + executor.nameOf(container),
        new Frames(
            executor.bytes(ExecApi.execStart(exec).body(start).request(), Limits.until(left(deadline))), true));
    ExecTarget target = new ExecTarget(executor, container, exec);
    return inTime(
        target.what(),
        timeout,
        deadline,
        target::hasEnded,
        () -> {
          Output output = frames.readAll(settings.maxOutput, "raise maxOutput");
          return new ExecResult(target.exitAfterOutput(deadline), output);
        });
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), LEAST.toNanos()));
  }

  private static ExecResult inTime(
      String what, Duration timeout, long deadline, Supplier<@Nullable Boolean> hasEnded,
      Supplier<ExecResult> running) {
    try {
      return running.get();
    } catch (DeadlineException e) {
      if (deadline - System.nanoTime() > ROUNDING.toNanos()) {
        throw e; // Another limit, such as that of silence.
      }
      throw new DeadlineException(
          what + ": the program " + ProgramSession.lateness("within " + timeout.toMillis() + " ms", hasEnded.get())
              + "; raise"
              + " timeout(…), or kill it with another exec",
          e);
    }
  }

  private static String create(ApiExecutor executor, String container, ExecCreateRequest request) {
    return Answered.id(
        executor.call(ExecApi.containerExec(container).body(request).request()).id(), "the exec", "it started nothing");
  }

  public static Session open(ApiExecutor executor, String container, ExecSettings settings) {
    checkCommand(settings);
    return open(executor, executor, container, settings);
  }

  /** Opens one; its start may have a shorter timeout than later calls. */
  private static ProgramSession open(ApiExecutor starting, ApiExecutor executor, String container,
      ExecSettings settings) {
    Wiring wiring = Wiring.open(settings);
    try {
      return open(starting, executor, container, settings, wiring);
    } catch (RuntimeException | Error e) {
      wiring.close();
      throw e;
    }
  }

  private static ProgramSession open(
      ApiExecutor starting, ApiExecutor executor, String container, ExecSettings settings, Wiring wiring) {
    // Older engines do not take a size at the start, so it is set right after it.
    List<Long> size = starting.version().compareTo(TAKES_A_SIZE) < 0 ? List.of() : settings.size;
    List<Long> sent = size.isEmpty() ? null : size;
    String exec = create(
        starting,
        container,
        settings.request
            .attachStdin(settings.stdin)
            .attachStdout(true)
            .attachStderr(true)
            .tty(settings.tty)
            .consoleSize(sent)
            .detachKeys(settings.detachKeys == null ? null : settings.detachKeys.text())
            .build());
    ExecStartRequest start = ExecStartRequest.builder().detach(false).tty(settings.tty).consoleSize(sent).build();
    ByteDuplex connection = starting.upgrade(ExecApi.execStart(exec).body(start).request(),
        Limits.quiet(settings.idleLimit));
    ExecTarget target = new ExecTarget(executor, container, exec);
    ProgramSession session = ProgramSession.start(connection, target, settings, wiring, settings.tty, null);
    if (size.isEmpty() && !settings.size.isEmpty()) {
      resizeSoon(session, settings.size);
    }
    return session;
  }

  /** The response to a start comes before the program runs, and only a running one can be resized. */
  private static void resizeSoon(Session session, List<Long> size) {
    try {
      for (int attempt = 1;; attempt++) {
        try {
          session.resize(size.get(1).intValue(), size.get(0).intValue());
          return;
        } catch (EngineException e) {
          if (attempt == RESIZE_ATTEMPTS || session.end().isPresent()) {
            return; // It has ended, or has no usable terminal: its output says why.
          }
        }
        Thread.sleep(attempt * RESIZE_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }
}
