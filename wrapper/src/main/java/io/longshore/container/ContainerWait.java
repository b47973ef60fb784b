package io.longshore.container;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerWaitError;
import io.longshore.generated.engine.model.ContainerWaitResponse;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A wait that the engine has registered: nothing that happens afterwards is missed, however short it is. Made by
 * {@link Container#openWait}. Thread-safe. The caller must close it.
 *
 * <pre>{@code
 * try (ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT)) {
 *   container.start();
 *   int code = exit.await(Duration.ofSeconds(30));
 * }
 * }</pre>
 */
public final class ContainerWait implements AutoCloseable {
  /** The first API that answers when a wait is registered, and that knows conditions. */
  private static final ApiVersion REGISTERS = new ApiVersion(1, 30);

  private final String name;
  private final WaitCondition condition;
  private final Source<ContainerWaitResponse> answer;
  private final FutureTask<Integer> reading = new FutureTask<>(this::read);
  private final AtomicBoolean begun = new AtomicBoolean();

  private ContainerWait(String name, WaitCondition condition, Source<ContainerWaitResponse> answer) {
    this.name = name;
    this.condition = condition;
    this.answer = answer;
  }

  /** Engines send the headers of their answer when the wait is registered, and its body when the condition is met. */
  static ContainerWait open(ApiExecutor executor, String id, WaitCondition condition) {
    if (!registers(executor)) {
      throw unsupported(executor, id, condition, "use waitFor(), or a newer engine");
    }
    return registered(executor, id, condition);
  }

  private static UnsupportedException unsupported(ApiExecutor executor, String id, WaitCondition condition,
      String instead) {
    return new UnsupportedException(
        executor.what(request(id, condition)) + ": a wait that is registered before it is met needs API " + REGISTERS
            + " and this engine speaks " + executor.version()
            + ", which responds only after the container has stopped; " + instead,
        null);
  }

  private static ContainerWait registered(ApiExecutor executor, String id, WaitCondition condition) {
    return new ContainerWait(executor.nameOf(id), condition, executor.sequence(request(id, condition), Limits.QUIET));
  }

  /** For a session: the wait for its program's exit. A container that removes itself is gone by then. */
  static ContainerWait ofSession(ApiExecutor executor, String id, Reply<ContainerInspect> reply) {
    ContainerInspect now = ApiExecutor.present(reply.body(), "the state of the container");
    boolean removesItself = now.hostConfig() != null && Boolean.TRUE.equals(now.hostConfig().autoRemove());
    if (removesItself && !registers(executor)) {
      throw unsupported(
          executor, id, WaitCondition.REMOVED,
          "create it without autoRemove() and remove it after it stops, or use a newer engine");
    }
    if (removesItself && reply.isPodman()) {
      ContainerWait exit = registered(executor, id, WaitCondition.NEXT_EXIT);
      return new ContainerWait(executor.nameOf(id), exit.condition, new ExitThenRemoval(executor, id, exit.answer));
    }
    if (registers(executor)) {
      // Before anything is read: the exit code of a container that removes itself is not available afterwards.
      return registered(executor, id, removesItself ? WaitCondition.REMOVED : WaitCondition.NEXT_EXIT);
    }
    return new ContainerWait(executor.nameOf(id), WaitCondition.NEXT_EXIT, new LateWait(executor, id, now.state()));
  }

  /** Waits for an exit, within a timeout or as long as it takes. */
  static int forExit(ApiExecutor executor, String id, WaitCondition condition, @Nullable Duration timeout) {
    long start = System.nanoTime();
    Limits limits = timeout == null ? Limits.QUIET : Limits.until(timeout);
    try {
      return exitCode(executor.nameOf(id),
          executor.call(request(id, condition), registers(executor) ? limits : Limits.late(timeout)));
    } catch (DeadlineException e) {
      String late = "the container " + executor.nameOf(id) + " did not reach '" + condition + "' ";
      if (timeout != null && System.nanoTime() - start >= timeout.toNanos()) {
        throw new DeadlineException(late + "within " + timeout.toMillis() + " ms", e);
      }
      throw new DeadlineException(late + "in time: " + e.getMessage(), e);
    }
  }

  private static boolean registers(ApiExecutor executor) {
    return !REGISTERS.isAfter(executor.version());
  }

  static ApiRequest<ContainerWaitResponse> request(String id, WaitCondition condition) {
    // The default of every version.
    boolean usual = condition.equals(WaitCondition.NOT_RUNNING);
    return ContainerApi.containerWait(id).options(o -> o.condition(usual ? null : condition)).request();
  }

  /**
   * Waits until the condition is met, as long as it takes. Interrupting the thread ends this method but not the wait.
   *
   * @return the exit code of the program
   * @throws io.longshore.error.StreamException if the connection breaks or the engine stops; the container may still be
   *     running
   * @throws CancelledException if the wait is closed, or the thread is interrupted
   */
  public int await() {
    return await((Long) null);
  }

  /**
   * Waits until the condition is met, for at most the timeout. It can be called again after a
   * {@link DeadlineException}.
   *
   * @param timeout the longest to wait
   * @return the exit code of the program
   * @throws DeadlineException if the condition is not met in time
   * @throws io.longshore.error.StreamException if the connection breaks or the engine stops; the container may still be
   *     running
   * @throws CancelledException if the wait is closed, or the thread is interrupted
   */
  public int await(Duration timeout) {
    return await((Long) Check.positive("timeout", timeout).toNanos());
  }

  private int await(@Nullable Long nanos) {
    // Interrupting a read breaks its connection, so a thread of its own reads for callers that may stop waiting.
    if (begun.compareAndSet(false, true)) {
      Thread reader = new Thread(reading, "longshore-wait");
      reader.setDaemon(true);
      try {
        reader.start();
      } catch (Error e) {
        begun.set(false);
        throw e;
      }
    }
    try {
      return nanos == null ? reading.get() : reading.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new DeadlineException(
          "the container " + name + " did not reach '" + condition + "' within " + Duration.ofNanos(nanos).toMillis()
              + " ms; await(…) can be called again",
          e);
    } catch (CancellationException e) {
      throw new CancelledException("the wait for " + name + " was closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the thread was interrupted while it waited for " + name, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DockerException failure) {
        throw failure;
      }
      throw new DockerException("waiting for " + name + " failed: " + e.getCause(), e.getCause());
    }
  }

  private int read() {
    try (answer) {
      ContainerWaitResponse met = answer.next();
      if (met == null) {
        throw new StreamException(
            "the engine stopped waiting for " + name + ", as engines do when they shut down", StreamEnd.TRUNCATED,
            null);
      }
      return exitCode(name, met);
    }
  }

  static int exitCode(String name, ContainerWaitResponse met) {
    if (met.message() != null) {
      throw new DockerException("waiting for " + name + " failed: " + met.message(), null);
    }
    ContainerWaitError error = met.error();
    if (error != null && error.message() != null && !error.message().isEmpty()) {
      throw new DockerException("waiting for " + name + " failed: " + error.message(), null);
    }
    return Answered.exitCode(ApiExecutor.present(met.statusCode(), "an exit code"));
  }

  /** Ends the wait and frees its connection; a waiting thread gets a {@link CancelledException}. */
  @Override
  public void close() {
    reading.cancel(false);
    answer.close();
  }
}
