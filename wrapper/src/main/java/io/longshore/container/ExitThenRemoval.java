package io.longshore.container;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerWaitResponse;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The exit of a container that removes itself, returned when the container is gone. Podman forgets the exit code with
 * the container: it answers a wait for the removal with 0, whatever the exit code was. So this waits for the exit, and
 * then for the removal.
 */
final class ExitThenRemoval implements Source<ContainerWaitResponse> {
  /** A known exit code is returned, even if the removal does not finish. */
  private static final Duration REMOVAL = Duration.ofSeconds(10);

  private final ApiExecutor executor;
  private final String id;
  private final Source<ContainerWaitResponse> exit;
  private final Cancellation cancellation = new Cancellation();

  ExitThenRemoval(ApiExecutor executor, String id, Source<ContainerWaitResponse> exit) {
    this.executor = executor.with(cancellation);
    this.id = id;
    this.exit = exit;
  }

  @Override
  public @Nullable ContainerWaitResponse next() {
    ContainerWaitResponse met = exit.next();
    if (met != null) {
      awaitRemoval();
    }
    return met;
  }

  private void awaitRemoval() {
    try {
      executor.call(ContainerWait.request(id, WaitCondition.REMOVED), Limits.until(REMOVAL));
    } catch (CancelledException e) {
      throw e;
    } catch (DockerException e) {
      // It is gone already, or this cannot be known. In either case the program has ended.
    }
  }

  @Override
  public void close() {
    cancellation.cancel();
    exit.close();
  }
}
