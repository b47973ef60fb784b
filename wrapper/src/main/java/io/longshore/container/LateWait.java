package io.longshore.container;

import io.longshore.error.CancelledException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerWaitResponse;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Source;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The exit of a program on an engine before API 1.30, which answers a wait only when it is met, and at once for a
 * container that is not running. So the engine is asked only on demand, and only if the program has run since the
 * session was opened.
 */
final class LateWait implements Source<ContainerWaitResponse> {
  private static final long PAUSE_MILLIS = 50;

  private final ApiExecutor executor;
  private final String id;
  private final @Nullable ContainerState before;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch closed = new CountDownLatch(1);

  LateWait(ApiExecutor executor, String id, @Nullable ContainerState before) {
    this.executor = executor.with(cancellation);
    this.id = id;
    this.before = before;
  }

  @Override
  public ContainerWaitResponse next() {
    try {
      while (!hasBegun()) {
        if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new CancelledException("the wait for " + executor.nameOf(id) + " was closed", null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the thread was interrupted while it waited for " + executor.nameOf(id), e);
    }
    return executor.call(ContainerApi.containerWait(id).request(), Limits.late(null));
  }

  private boolean hasBegun() {
    if (before != null && Boolean.TRUE.equals(before.running())) {
      return true;
    }
    Instant started = before == null ? null : before.startedAt();
    ContainerState now = executor.call(ContainerApi.containerInspect(id).request()).state();
    return now != null && now.startedAt() != null && !now.startedAt().equals(started);
  }

  @Override
  public void close() {
    closed.countDown();
    cancellation.cancel();
  }
}
