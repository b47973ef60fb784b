package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.http.Handler;
import io.longshore.embedded.internal.http.Router;
import java.util.Map;

/** What engines serve and the embedded one does not: it says so, where silence would look like a wrong path. */
final class UnservedRoutes {
  /** Real engines that are in no swarm refuse these, and so does this one. */
  private static final Map<String, String> OF_A_SWARM = Map.of(
      "GET",
      "/swarm /swarm/unlockkey /nodes /nodes/{id} /services /services/{id} /services/{id}/logs /tasks /tasks/{id}"
          + " /tasks/{id}/logs /secrets /secrets/{id} /configs /configs/{id}",
      "POST", "/swarm/update /swarm/unlock /nodes/{id}/update /services/create /services/{id}/update /secrets/create"
          + " /secrets/{id}/update /configs/create /configs/{id}/update",
      "DELETE", "/nodes/{id} /services/{id} /secrets/{id} /configs/{id}");

  private static final Map<String, String> NOT_DONE = Map.of(
      "GET", "/containers/{id}/attach/ws /images/search /images/{name...}/attestations /plugins /plugins/privileges"
          + " /plugins/{name...}/json",
      "POST", "/swarm/init /swarm/join"
          + " /plugins/pull /plugins/create /plugins/{name...}/enable /plugins/{name...}/disable"
          + " /plugins/{name...}/upgrade /plugins/{name...}/push /plugins/{name...}/set /session",
      "DELETE", "/plugins/{name...}");

  private UnservedRoutes() {}

  static void addTo(Router router) {
    add(router, OF_A_SWARM, refusal(SystemRoutes.NO_SWARM));
    add(router, Map.of("POST", "/swarm/leave"), refusal("This node is not part of a swarm"));
    add(router, NOT_DONE, (request, response) -> {
      throw EngineError.unsupported("the embedded engine does not serve " + request.method() + " " + request.path());
    });
  }

  private static Handler refusal(String words) {
    return (request, response) -> {
      throw EngineError.unavailable(words);
    };
  }

  private static void add(Router router, Map<String, String> paths, Handler handler) {
    paths.forEach((method, all) -> {
      for (String path : all.split(" ")) {
        router.add(method, path, handler);
      }
    });
  }
}
