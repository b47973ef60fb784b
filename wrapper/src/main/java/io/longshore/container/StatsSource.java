package io.longshore.container;

import io.longshore.error.ConnectionException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerStats;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import org.jspecify.annotations.Nullable;

/** The readings of a container. If they end while the container is running, something else has ended them. */
final class StatsSource implements Source<Stats> {
  private final Source<ContainerStats> sent;
  private final ApiExecutor executor;
  private final String id;

  private StatsSource(Source<ContainerStats> sent, ApiExecutor executor, String id) {
    this.sent = sent;
    this.executor = executor;
    this.id = id;
  }

  static StatsSource open(ApiExecutor executor, String id) {
    return new StatsSource(executor.sequence(ContainerApi.containerStats(id).request(), Limits.STEADY), executor, id);
  }

  @Override
  public @Nullable Stats next() {
    ContainerStats next = sent.next();
    if (next == null) {
      checkEnd();
      return null;
    }
    return reading(executor.nameOf(id), next);
  }

  /** What the engine sent, unless it is an error. */
  static Stats reading(String name, ContainerStats sent) {
    if (sent.message() != null) {
      throw new StreamException("the stats of " + name + ": the engine says: " + sent.message(), StreamEnd.FAILED,
          null);
    }
    return new Stats(sent);
  }

  private void checkEnd() {
    ContainerState now;
    try {
      now = executor.call(ContainerApi.containerInspect(id).request()).state();
    } catch (NotFoundException e) {
      return;
    } catch (ConnectionException | EngineException e) {
      throw truncated("the engine cannot say whether the container is gone: " + e.getMessage(), e);
    }
    if (now != null && Boolean.TRUE.equals(now.running())) {
      throw truncated("the container is still running", null);
    }
  }

  private StreamException truncated(String why, @Nullable Throwable cause) {
    return new StreamException("the stats of " + executor.nameOf(id) + " ended, and " + why, StreamEnd.TRUNCATED,
        cause);
  }

  @Override
  public void close() {
    sent.close();
  }
}
