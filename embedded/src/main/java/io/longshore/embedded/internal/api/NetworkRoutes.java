package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.embedded.internal.network.Network;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkConnectRequest;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import io.longshore.generated.engine.model.NetworkCreateResponse;
import io.longshore.generated.engine.model.NetworkDisconnectRequest;
import io.longshore.generated.engine.model.NetworkInspect;
import io.longshore.generated.engine.model.NetworkPruneResponse;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Networks. */
record NetworkRoutes(Engine engine) {
  private static final List<String> FILTERS = List.of("dangling", "driver", "id", "label", "name", "scope", "type");

  void addTo(Router router) {
    router
        .add("GET", "/networks", this::list)
        .add("POST", "/networks/create", this::create)
        .add("POST", "/networks/prune", this::prune)
        .add("GET", "/networks/{id}", this::inspect)
        .add("DELETE", "/networks/{id}", this::remove)
        .add("POST", "/networks/{id}/connect", this::connect)
        .add("POST", "/networks/{id}/disconnect", this::disconnect);
  }

  private Network network(HttpRequest request) {
    return engine.networks().get(request.pathValue("id"));
  }

  private static <T> T present(@Nullable T body) {
    if (body == null) {
      throw EngineError.invalid("invalid JSON: got EOF while reading request body");
    }
    return body;
  }

  private void list(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request, FILTERS);
    List<String> types = filters.getOrDefault("type", List.of());
    if (!List.of("custom", "builtin").containsAll(types)) {
      throw EngineError.failed("invalid filter: 'type'='" + types.get(0) + "'");
    }
    List<NetworkInspect> found = engine.networks().list().stream()
        .filter(network -> Bodies.anyMatch(filters, "driver", network.driver()::equals)
            && Bodies.anyMatch(filters, "id", network.id()::startsWith)
            && Bodies.anyMatch(filters, "name", name -> contains(network.name(), name))
            && Bodies.anyMatch(filters, "scope", "local"::equals)
            && Bodies.anyMatch(filters, "type", type -> network.isBuiltIn() == type.equals("builtin"))
            && (!filters.containsKey("dangling") || network.isBuiltIn() != Bodies.isSet(filters, "dangling"))
            && Bodies.labelsMatch(network.settings().labels(), filters.get("label")))
        .map(network -> NetworkViews.shown(network, List.of())).toList();
    response.json(200, JsonAdapter.list(NetworkInspect.ADAPTER), found);
  }

  private static boolean contains(String name, String expression) {
    try {
      return name.contains(expression) || Pattern.compile(expression).matcher(name).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private void create(HttpRequest request, HttpResponse response) throws IOException {
    NetworkCreateRequest asked = present(Bodies.read(request, NetworkCreateRequest.ADAPTER));
    Network made = engine.networks().create(asked.toBuilder().labels(Bodies.texts(asked.labels())).build());
    response.json(201, NetworkCreateResponse.ADAPTER,
        NetworkCreateResponse.builder().id(made.id()).warning("").build());
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    Network network = network(request);
    response.json(200, NetworkInspect.ADAPTER, NetworkViews.shown(network, network.endpoints()));
  }

  private void remove(HttpRequest request, HttpResponse response) throws IOException {
    engine.networks().remove(network(request));
    response.empty(204);
  }

  private void connect(HttpRequest request, HttpResponse response) throws IOException {
    NetworkConnectRequest asked = present(Bodies.read(request, NetworkConnectRequest.ADAPTER));
    Network network = network(request);
    Container container = engine.containers().get(Objects.requireNonNullElse(asked.container(), ""));
    container.networks().connect(network,
        Objects.requireNonNullElseGet(asked.endpointConfig(), () -> EndpointSettings.builder().build()));
    response.empty(200);
  }

  private void disconnect(HttpRequest request, HttpResponse response) throws IOException {
    NetworkDisconnectRequest asked = present(Bodies.read(request, NetworkDisconnectRequest.ADAPTER));
    Network network = network(request);
    engine.containers().get(Objects.requireNonNullElse(asked.container(), "")).networks().disconnect(network);
    response.empty(200);
  }

  private void prune(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request, List.of("until", "label", "label!"));
    List<String> deleted = new ArrayList<>();
    for (Network network : engine.networks().list()) {
      if (!network.isBuiltIn()
          && network.endpoints().isEmpty()
          && Bodies.labelsAllow(network.settings().labels(), filters)
          && ContainerFilter.isBefore(network.created(), filters.get("until"))) {
        try {
          engine.networks().remove(network);
          deleted.add(network.name());
        } catch (EngineError e) {
          // A container joined it meanwhile.
        }
      }
    }
    response.json(200, NetworkPruneResponse.ADAPTER,
        NetworkPruneResponse.builder().networksDeleted(deleted.isEmpty() ? null : deleted).build());
  }
}
