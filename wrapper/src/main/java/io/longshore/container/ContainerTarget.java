package io.longshore.container;

import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.session.SessionTarget;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container's own program. Its exit was waited for from the beginning, so that it is known even of one that removes
 * itself.
 */
final class ContainerTarget implements SessionTarget {
  private static final Duration QUESTION = Duration.ofSeconds(1);
  private static final Duration AFTER_OUTPUT = Duration.ofSeconds(3);

  private final ApiExecutor executor;
  private final Container container;
  private final @Nullable Instant finishedBefore;
  private final ContainerWait exit;
  private final Duration patience;

  /** @param finishedBefore when the container had ended before; that changes when it ends again */
  ContainerTarget(ApiExecutor executor, Container container, @Nullable Instant finishedBefore, ContainerWait exit) {
    this.executor = executor;
    this.container = container;
    this.finishedBefore = finishedBefore;
    this.exit = exit;
    this.patience = executor.timeouts().call();
  }

  @Override
  public String what() {
    return "the container " + executor.nameOf(container.id());
  }

  @Override
  public String containerId() {
    return container.id();
  }

  @Override
  public void resize(int columns, int rows) {
    container.resize(columns, rows);
  }

  @Override
  public @Nullable Integer exitAfterOutput() {
    try {
      return isCutOff() ? null : (Integer) exit.await(AFTER_OUTPUT);
    } catch (DeadlineException e) {
      // One that removes itself may need a while for that.
      return runs() ? null : (Integer) exit.await(patience);
    } catch (ConnectionException e) {
      throw new StreamException(
          "the output of " + what() + " ended and the engine cannot say whether the program did: " + e.getMessage(),
          StreamEnd.TRUNCATED,
          e);
    }
  }

  @Override
  public @Nullable Integer exitAfterKeys() {
    return runs() ? null : exitAfterOutput();
  }

  /**
   * Whether it has not ended meanwhile, as one that is started again has: it runs, or the connection was cut even
   * before its start, which did not fail. Docker notes the end before it ends the output; Podman may note it a moment
   * later.
   */
  private boolean isCutOff() {
    try {
      Reply<ContainerInspect> now = executor.exchange(ContainerApi.containerInspect(container.id()).request(),
          Limits.ORDINARY);
      ContainerState state = now.body() == null ? null : now.body().state();
      return !now.isPodman()
          && state != null
          && Objects.equals(state.finishedAt(), finishedBefore)
          && (Boolean.TRUE.equals(state.running()) || state.error() == null || state.error().isEmpty());
    } catch (NotFoundException e) {
      return false;
    }
  }

  private boolean runs() {
    try {
      ContainerState state = executor.call(ContainerApi.containerInspect(container.id()).request()).state();
      return state != null && Boolean.TRUE.equals(state.running());
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  public @Nullable Boolean hasEnded() {
    try {
      ContainerState state = executor.forCall("waitFor").within(QUESTION)
          .call(ContainerApi.containerInspect(container.id()).request()).state();
      return state == null || state.running() == null ? null : (Boolean) !state.running();
    } catch (NotFoundException e) {
      return true;
    } catch (DockerException e) {
      return null;
    }
  }

  @Override
  public int awaitExit(@Nullable Long deadline, boolean detached) {
    return deadline == null ? exit.await() : exit.await(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
  }

  @Override
  public void close() {
    exit.close();
  }
}
