package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.http.Handler;
import io.longshore.embedded.internal.http.Router;

/** What engines serve and the embedded one does not: it says so, where silence would look like a wrong path. */
final class UnservedRoutes {
  /** Real engines that are in no swarm refuse these, and so does this one. */
  private static final String OF_A_SWARM = """
      GET /swarm
      POST /swarm/update
      GET /swarm/unlockkey
      POST /swarm/unlock
      GET /nodes
      GET /nodes/{id}
      DELETE /nodes/{id}
      POST /nodes/{id}/update
      GET /services
      POST /services/create
      GET /services/{id}
      DELETE /services/{id}
      POST /services/{id}/update
      GET /services/{id}/logs
      GET /tasks
      GET /tasks/{id}
      GET /tasks/{id}/logs
      GET /secrets
      POST /secrets/create
      GET /secrets/{id}
      DELETE /secrets/{id}
      POST /secrets/{id}/update
      GET /configs
      POST /configs/create
      GET /configs/{id}
      DELETE /configs/{id}
      POST /configs/{id}/update
      """;

  private static final String NOT_DONE = """
      GET /containers/{id}/attach/ws
      POST /commit
      POST /build
      POST /build/prune
      GET /images/search
      GET /images/get
      POST /images/load
      POST /images/prune
      GET /images/{name...}/attestations
      GET /images/{name...}/history
      GET /images/{name...}/get
      POST /images/{name...}/push
      GET /system/df
      POST /swarm/init
      POST /swarm/join
      GET /plugins
      GET /plugins/privileges
      POST /plugins/pull
      POST /plugins/create
      GET /plugins/{name...}/json
      DELETE /plugins/{name...}
      POST /plugins/{name...}/enable
      POST /plugins/{name...}/disable
      POST /plugins/{name...}/upgrade
      POST /plugins/{name...}/push
      POST /plugins/{name...}/set
      GET /distribution/{name...}/json
      POST /session
      """;

  private UnservedRoutes() {}

  static void addTo(Router router) {
    OF_A_SWARM.lines().forEach(route -> add(router, route, refusal(SystemRoutes.NO_SWARM)));
    add(router, "POST /swarm/leave", refusal("This node is not part of a swarm"));
    NOT_DONE.lines().forEach(route -> add(router, route, (request, response) -> {
      throw EngineError.unsupported("the embedded engine does not serve " + request.method() + " " + request.path());
    }));
  }

  private static Handler refusal(String words) {
    return (request, response) -> {
      throw EngineError.unavailable(words);
    };
  }

  private static void add(Router router, String route, Handler handler) {
    String[] parts = route.split(" ");
    router.add(parts[0], parts[1], handler);
  }
}
