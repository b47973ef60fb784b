package io.longshore.embedded.internal.experimental;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.http.Handler;
import io.longshore.embedded.internal.http.HttpError;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.JsonTypes;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.generated.experimental.model.BackendResource;
import io.longshore.generated.experimental.model.EndpointCreateRequest;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.generated.experimental.model.JoinRequest;
import io.longshore.generated.experimental.model.NetworkCreateRequest;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.generated.experimental.model.ServicePublishRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Docker 1.8's experimental API: errors as plain text, empty lists as null, 201 for what is created. */
public final class ExperimentalApi implements Handler {
  private static final ApiVersion VERSION = new ApiVersion(1, 20);
  private static final String ENGINE_VERSION = "1.8.0-dev";
  private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");
  private static final Pattern SERVED = Pattern.compile("/v1\\.20/(version|(networks|services)(/.*)?)");

  private static final Pattern FILTER = Pattern.compile("\\z|[a-zA-Z_0-9-]+");
  private static final String GENERIC = "com.docker.network.generic";

  private final ExperimentalState state = new ExperimentalState();
  private final Router router = new Router("[a-zA-Z_0-9-]+");
  private final boolean alone;

  /**
   * Makes the routes.
   *
   * @param alone whether there is no modern API too
   */
  public ExperimentalApi(boolean alone) {
    this.alone = alone;
    router
        .add("GET", "/networks", this::listNetworks)
        .add("POST", "/networks", this::createNetwork)
        .add("GET", "/networks/{network}", this::getNetwork)
        .add("DELETE", "/networks/{network}", this::deleteNetwork)
        .add("GET", "/networks/{network}/endpoints", this::listEndpoints)
        .add("POST", "/networks/{network}/endpoints", this::createEndpoint)
        .add("GET", "/networks/{network}/endpoints/{id}", this::getEndpoint)
        .add("DELETE", "/networks/{network}/endpoints/{id}", this::deleteEndpoint)
        .add("POST", "/networks/{network}/endpoints/{id}/containers", this::join)
        .add("DELETE", "/networks/{network}/endpoints/{id}/containers/{container}", this::leave)
        .add("GET", "/services", this::listServices)
        .add("POST", "/services", this::publish)
        .add("GET", "/services/{id}", this::getEndpoint)
        .add("DELETE", "/services/{id}", this::deleteEndpoint)
        .add("GET", "/services/{id}/backend", this::listBackends)
        .add("POST", "/services/{id}/backend", this::join)
        .add("DELETE", "/services/{id}/backend/{container}", this::leave)
        .add("GET", "/version", this::version)
        .add("GET", "/_ping", this::ping);
  }

  /** The method and template of every route. */
  public List<String> routes() {
    return router.templates();
  }

  /** Whether a path is this API's beside a modern one. */
  public boolean isFor(String path) {
    return SERVED.matcher(path).matches();
  }

  @Override
  public void handle(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Matcher versioned = VERSIONED.matcher(request.path());
    String path = versioned.matches() ? versioned.group(2) : request.path();
    boolean libnetwork = path.matches("/(networks|services)(/.*)?");
    if (alone && versioned.matches() && !libnetwork) {
      checkVersion(versioned.group(1));
    }
    if (!libnetwork) {
      response.header("Server", "Docker/" + ENGINE_VERSION + " (linux)");
    }
    Handler handler = router.find(request, path);
    if (handler == null) {
      throw HttpError.plain(404, "404 page not found");
    }
    try {
      handler.handle(request, response);
    } catch (EngineError e) {
      throw HttpError.plain(status(e.kind()), e.words());
    }
  }

  private static int status(EngineError.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> 404;
      case CONFLICT -> 403;
      case FAILED -> 500;
      default -> 400;
    };
  }

  /** The daemon checks versions; the network paths, added beside it, take any. */
  private static void checkVersion(String text) {
    ApiVersion asked;
    try {
      asked = ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpError.plain(404, "404 page not found");
    }
    if (asked.isAfter(VERSION)) {
      throw HttpError.plain(
          400,
          "client is newer than server (client API version: " + text + ", server API version: " + VERSION + ")");
    }
  }

  private void ping(HttpRequest request, HttpResponse response) throws IOException {
    response.text(200, "text/plain; charset=utf-8", "OK");
  }

  private void version(HttpRequest request, HttpResponse response) throws IOException {
    SystemVersion version = SystemVersion.builder()
        .version(ENGINE_VERSION)
        .apiVersion(VERSION.toString())
        .gitCommit("longshore")
        .goVersion("go1.4.2")
        .os("linux")
        .arch("amd64")
        .kernelVersion(System.getProperty("os.version", "0"))
        .experimental(true)
        .buildTime("Sat Jun 20 00:00:00 UTC 2015")
        .build();
    response.json(200, SystemVersion.ADAPTER, version);
  }

  private static <T> T body(HttpRequest request, JsonAdapter<T> adapter, T whenNull) throws IOException {
    T value = JsonTypes.read(adapter, request.body().readAllBytes(), "Invalid body: ");
    return value == null ? whenNull : value;
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /**
   * Filters are routed by pattern: the server takes as much of a value as matches; one that begins otherwise is not a
   * filter.
   */
  private static ExperimentalState.Filter filter(HttpRequest request, List<String> kinds) {
    for (String kind : kinds) {
      Matcher value = FILTER.matcher(request.query(kind));
      if (request.hasQuery(kind) && value.lookingAt()) {
        return new ExperimentalState.Filter(kind, value.group());
      }
    }
    return ExperimentalState.Filter.ALL;
  }

  /** Answers a list; null says that nothing is in it. */
  private static <T> void list(HttpResponse response, JsonAdapter<T> adapter, List<T> list) throws IOException {
    if (list.isEmpty()) {
      response.text(200, "application/json", "null\n");
    } else {
      response.json(200, JsonAdapter.list(adapter), list);
    }
  }

  private static void string(HttpResponse response, int status, String text) throws IOException {
    response.json(status, JsonAdapter.STRING, text);
  }

  private void listNetworks(HttpRequest request, HttpResponse response) throws IOException {
    list(response, NetworkResource.ADAPTER, state.networks(filter(request, List.of("name", "partial-id"))));
  }

  private void createNetwork(HttpRequest request, HttpResponse response) throws IOException {
    NetworkCreateRequest asked = body(request, NetworkCreateRequest.ADAPTER, NetworkCreateRequest.builder().build());
    String type = asked.networkType() == null || asked.networkType().isEmpty() ? "bridge" : asked.networkType();
    Map<String, Object> options = asked.options();
    if (type.equals("bridge") && options.containsKey(GENERIC) && !(options.get(GENERIC) instanceof Map<?, ?>)) {
      // The server falls over such a value, and its connection goes with it.
      throw new IOException(GENERIC + " is no object");
    }
    string(response, 201, state.createNetwork(text(asked.name()), type));
  }

  private void getNetwork(HttpRequest request, HttpResponse response) throws IOException {
    response.json(200, NetworkResource.ADAPTER, state.getNetwork(network(request)));
  }

  private void deleteNetwork(HttpRequest request, HttpResponse response) throws IOException {
    state.deleteNetwork(network(request));
    response.empty(200);
  }

  private void listEndpoints(HttpRequest request, HttpResponse response) throws IOException {
    list(response, EndpointResource.ADAPTER,
        state.endpoints(network(request), filter(request, List.of("name", "partial-id"))));
  }

  private void createEndpoint(HttpRequest request, HttpResponse response) throws IOException {
    EndpointCreateRequest asked = body(request, EndpointCreateRequest.ADAPTER, EndpointCreateRequest.builder().build());
    string(response, 201, state.createEndpoint(network(request), text(asked.name())));
  }

  private static String network(HttpRequest request) {
    return request.pathValue("network");
  }

  private static String id(HttpRequest request) {
    return request.pathValue("id");
  }

  private void getEndpoint(HttpRequest request, HttpResponse response) throws IOException {
    response.json(200, EndpointResource.ADAPTER, state.getEndpoint(network(request), id(request)));
  }

  private void deleteEndpoint(HttpRequest request, HttpResponse response) throws IOException {
    state.deleteEndpoint(network(request), id(request));
    response.empty(200);
  }

  private void join(HttpRequest request, HttpResponse response) throws IOException {
    JoinRequest asked = body(request, JoinRequest.ADAPTER, JoinRequest.builder().build());
    boolean defaultSandbox = Boolean.TRUE.equals(asked.useDefaultSandbox());
    string(response, 200, state.join(network(request), id(request), text(asked.containerId()), defaultSandbox));
  }

  private void leave(HttpRequest request, HttpResponse response) throws IOException {
    state.leave(network(request), id(request), request.pathValue("container"));
    response.empty(200);
  }

  private void listServices(HttpRequest request, HttpResponse response) throws IOException {
    ExperimentalState.Filter filter = filter(request, List.of("network", "name", "partial-id"));
    list(response, EndpointResource.ADAPTER, state.endpoints("", filter));
  }

  private void publish(HttpRequest request, HttpResponse response) throws IOException {
    ServicePublishRequest asked = body(request, ServicePublishRequest.ADAPTER, ServicePublishRequest.builder().build());
    string(response, 201, state.publish(text(asked.name()), text(asked.networkName())));
  }

  private void listBackends(HttpRequest request, HttpResponse response) throws IOException {
    String container = state.container("", id(request));
    list(response, BackendResource.ADAPTER,
        container == null ? List.of() : List.of(BackendResource.builder().id(container).build()));
  }
}
