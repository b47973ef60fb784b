package io.longshore.container;

import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.options.Check;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of {@link Container} that waits: for its end, its removal, or its health. Thread-safe. */
public abstract sealed class ContainerWaits permits Container {
  final String id;
  final String shown;
  final ApiExecutor executor;

  /** @param name the name that the program gave it; null if it gave an id, or a name alone */
  ContainerWaits(ApiExecutor executor, String id, @Nullable String name) {
    this.id = Check.container(id);
    this.shown = Check.shown(this.id, name);
    this.executor = executor.forCall("", this.id, shown);
  }

  ApiExecutor calls(String method) {
    return executor.forCall(method);
  }

  /**
   * Waits until it is not running. A container that was never started is not running. There is no time limit: interrupt
   * the thread to give up.
   *
   * <p>Of a container that its restart policy starts again at once, engines before Docker 23.0 sometimes report the
   * exit code 0, whatever its program ended with.
   *
   * @return the exit code of its program; negative for the upper half of the 32 bits that Windows has
   */
  public int waitFor() {
    return ContainerWait.forExit(calls("waitFor"), id, WaitCondition.NOT_RUNNING, null);
  }

  /**
   * Waits until it is not running. A container that removes itself may be gone before that: see {@link #openWait}.
   *
   * @param timeout the longest to wait
   * @return the exit code of its program
   * @throws io.longshore.error.DeadlineException if it is still running then
   */
  public int waitFor(Duration timeout) {
    return waitFor(WaitCondition.NOT_RUNNING, timeout);
  }

  /**
   * Waits for a condition. To see the exit of a container that is about to be started, use {@link #openWait}.
   *
   * @param condition not running; next exit or removed (both since API 1.30)
   * @param timeout the longest to wait
   * @return the exit code of its program
   * @throws io.longshore.error.DeadlineException if the condition is not met then
   */
  public int waitFor(WaitCondition condition, Duration timeout) {
    Objects.requireNonNull(condition, "condition");
    return ContainerWait.forExit(calls("waitFor"), id, condition, Check.positive("timeout", timeout));
  }

  /**
   * Registers a wait without blocking: open it, start the container, await it. Once this has returned, no exit is
   * missed, not even that of a container that removes itself. Since API 1.30.
   *
   * @param condition not running, next exit, or removed
   * @return the wait; close it
   */
  public ContainerWait openWait(WaitCondition condition) {
    return ContainerWait.open(calls("openWait"), id, Objects.requireNonNull(condition, "condition"));
  }

  /**
   * Waits until its health check succeeds. Asks the engine about five times a second, which every engine and API
   * version can answer. A container that its restart policy starts again is waited for too. Interrupt the thread to
   * give up.
   *
   * <p>Checks run as often as {@link HealthCheck#interval} says, every 30 seconds unless set. Podman runs them only on
   * hosts with systemd.
   *
   * @param timeout the longest to wait
   * @throws io.longshore.error.UnhealthyException at once if it becomes unhealthy, is not running, or has no health
   *     check
   * @throws io.longshore.error.DeadlineException if it is neither healthy nor unhealthy then; the message has the last
   *     status
   */
  public void waitUntilHealthy(Duration timeout) {
    HealthWait.until(calls("waitUntilHealthy"), id, shown, Check.positive("timeout", timeout));
  }
}
