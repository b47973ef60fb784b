package io.longshore.container;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnhealthyException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.Health;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HealthStatus;
import io.longshore.generated.engine.model.HealthcheckResult;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the health of a container until it is good. Events would tell sooner, but an engine forgets them at a
 * restart and Podman has others; a state that is asked for cannot be missed. What a check printed is never shown: it
 * may hold a password.
 */
final class HealthWait {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  /** Less would be no limit at all in the transport, which counts milliseconds. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ApiExecutor calls;
  private final String id;
  private final String shown;
  /** What was seen last; null before the first answer. */
  private @Nullable String last;

  private HealthWait(ApiExecutor calls, String id, String shown) {
    this.calls = calls;
    this.id = id;
    this.shown = shown;
  }

  static void until(ApiExecutor calls, String id, String shown, Duration timeout) {
    new HealthWait(calls, id, shown).until(timeout);
  }

  private void until(Duration timeout) {
    long start = System.nanoTime();
    long whole = timeout.toNanos();
    long left = whole;
    while (left > 0) {
      if (isHealthy(now(Duration.ofNanos(Math.max(left, LEAST_NANOS))))) {
        return;
      }
      left = whole - (System.nanoTime() - start);
      pause(Math.min(PAUSE_NANOS, left));
      left = whole - (System.nanoTime() - start);
    }
    throw new DeadlineException("the container " + shown + " is not healthy after " + timeout.toMillis() + " ms: "
        + last + "; waitUntilHealthy(…) can be called again", null);
  }

  private ContainerInspect now(Duration left) {
    try {
      return calls.call(ContainerApi.containerInspect(id).request(), Limits.until(left));
    } catch (EngineException e) {
      // Podman reports 500 while it removes one.
      boolean gone = e instanceof NotFoundException || e.engineMessage().contains("no such container");
      if (last == null || !gone) {
        throw e;
      }
      throw new UnhealthyException(
          "the container " + shown + " was removed before it was healthy; the last that was seen: " + last, e);
    } catch (DeadlineException e) {
      throw last == null ? e : new DeadlineException(e.getMessage() + "; the last that was seen: " + last, e);
    }
  }

  private void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the thread was interrupted while it waited for " + shown + " to be healthy", e);
    }
  }

  private boolean isHealthy(ContainerInspect now) {
    ContainerState state = ApiExecutor.present(now.state(), "the state of the container");
    if (Boolean.TRUE.equals(state.restarting())) {
      last = "it ended with " + state.exitCode() + ", and the engine restarts it";
      return false;
    }
    if (!Boolean.TRUE.equals(state.running())) {
      throw new UnhealthyException("the container " + shown + " is not running: " + ended(state), null);
    }
    Health health = state.health();
    HealthStatus status = health == null ? null : health.status();
    if (status == null || status.value().isEmpty() || status.equals(HealthStatus.NONE)) {
      if (!isChecked(now)) {
        throw new UnhealthyException("the container " + shown
            + " has no health check; create it with healthCheck(…), or from an image with a HEALTHCHECK", null);
      }
      last = "its health is not known yet";
      return false;
    }
    last = described(status, Objects.requireNonNull(health));
    if (status.equals(HealthStatus.UNHEALTHY)) {
      throw new UnhealthyException("the container " + shown + " does not become healthy: " + last
          + "; inspect().state().health().log() has what they printed", null);
    }
    return status.equals(HealthStatus.HEALTHY);
  }

  private static String ended(ContainerState state) {
    Instant started = state.startedAt();
    // Engines write the year 1 for what has not happened.
    return started == null || started.isBefore(Instant.EPOCH)
        ? "it was created and not started; call start() first"
        : "it ended with exit code " + state.exitCode() + ", and logs() has what it printed";
  }

  /** The check of the image counts: engines show it as the container's. */
  private static boolean isChecked(ContainerInspect now) {
    HealthConfig check = now.config() == null ? null : now.config().healthcheck();
    return check != null && !check.test().isEmpty() && !check.test().get(0).equals("NONE");
  }

  private static String described(HealthStatus status, Health health) {
    List<HealthcheckResult> log = health.log();
    Long failed = health.failingStreak();
    String checks = log.isEmpty() ? ", and no check has ended yet"
        : failed == null || failed == 0 ? ""
            : ", " + failed + (failed == 1 ? " check" : " checks in a row") + " failed, the last with exit code "
                + log.get(log.size() - 1).exitCode();
    return "its health is '" + status + "'" + checks;
  }
}
