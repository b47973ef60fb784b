package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.ContainerStats;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** How much a container uses: one sample, two for a load, or one for each second. */
record StatsRoutes(Engine engine) {
  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final ApiVersion LAST_LATE = new ApiVersion(1, 41);

  void addTo(Router router) {
    router.add("GET", "/containers/{id}/stats", this::stats);
  }

  private void stats(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    boolean stream = !request.hasQuery("stream") || request.flag("stream");
    boolean oneShot = request.flag("one-shot");
    if (stream && oneShot) {
      throw EngineError.invalid("cannot have stream=true and one-shot=true");
    }
    Container container = engine.containers().get(request.pathValue("id"));
    StatsViews views = new StatsViews(container, ApiVersion.parse(request.apiVersion()));
    if (stream) {
      stream(response, container, views);
      return;
    }
    ContainerStats sample = views.sample(null);
    if (StatsViews.isRunning(sample) && !oneShot) {
      if (sleep(response, container)) {
        return;
      }
      sample = views.sample(sample);
    } else if (StatsViews.isRunning(sample) && ApiVersion.parse(request.apiVersion()).isAfter(LAST_LATE)) {
      // Newer engines forget these when they do not wait.
      sample = sample.toBuilder().id(null).name(null).build();
    }
    response.json(200, JsonAdapter.ANY, views.json(sample));
  }

  private static void stream(HttpResponse response, Container container, StatsViews views)
      throws IOException, InterruptedException {
    OutputStream out = response.stream(200);
    @Nullable
    ContainerStats before = null;
    do {
      ContainerStats sample = views.sample(before);
      out.write(Json.encode(JsonAdapter.ANY, views.json(sample)).bytes());
      out.write('\n');
      out.flush();
      before = sample;
      if (sleep(response, container)) {
        return;
      }
    } while (!container.await("removed", 0, 1));
    out.close();
  }

  /** Waits for the next sample, or for the container's end for good; true when the peer has gone. */
  private static boolean sleep(HttpResponse response, Container container) throws InterruptedException {
    long end = System.nanoTime() + INTERVAL_NANOS;
    for (long left = INTERVAL_NANOS; left > 0; left = end - System.nanoTime()) {
      if (response.isPeerGone()) {
        return true;
      }
      if (container.await("removed", 0, Math.min(250, left / 1_000_000 + 1))) {
        return false;
      }
    }
    return false;
  }
}
