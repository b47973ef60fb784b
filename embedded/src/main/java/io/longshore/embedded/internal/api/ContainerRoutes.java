package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.ContainerProcess;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.TerminalSize;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.embedded.internal.process.User;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.ContainerCreateResponse;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerPruneResponse;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.engine.model.ContainerTop;
import io.longshore.generated.engine.model.ContainerUpdateRequest;
import io.longshore.generated.engine.model.ContainerUpdateResponse;
import io.longshore.generated.engine.model.ContainerWaitResponse;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Containers: everything but their streams. */
final class ContainerRoutes {
  private static final Set<String> CONDITIONS = Set.of("", "not-running", "next-exit", "removed");

  private final Engine engine;
  private final ContainerViews views;

  ContainerRoutes(Engine engine) {
    this.engine = engine;
    this.views = new ContainerViews(engine);
  }

  void addTo(Router router) {
    router
        .add("GET", "/containers/json", this::list)
        .add("POST", "/containers/create", this::create)
        .add("POST", "/containers/prune", this::prune)
        .add("GET", "/containers/{id}/json", this::inspect)
        .add("POST", "/containers/{id}/start", this::start)
        .add("POST", "/containers/{id}/stop", this::stop)
        .add("POST", "/containers/{id}/restart", this::restart)
        .add("POST", "/containers/{id}/kill", this::kill)
        .add("POST", "/containers/{id}/pause", this::pause)
        .add("POST", "/containers/{id}/unpause", this::unpause)
        .add("POST", "/containers/{id}/rename", this::rename)
        .add("POST", "/containers/{id}/update", this::update)
        .add("POST", "/containers/{id}/wait", this::await)
        .add("POST", "/containers/{id}/resize", this::resize)
        .add("GET", "/containers/{id}/top", this::top)
        .add("DELETE", "/containers/{id}", this::remove);
  }

  private Container container(HttpRequest request) {
    return engine.containers().get(request.pathValue("id"));
  }

  private void create(HttpRequest request, HttpResponse response) throws IOException {
    ContainerCreateRequest asked = Bodies.read(request, ContainerCreateRequest.ADAPTER);
    if (asked == null) {
      throw EngineError.invalid("config cannot be empty in order to create a container");
    }
    HostConfig asHost = asked.hostConfig() == null ? HostConfig.builder().build() : asked.hostConfig();
    ContainerRules.check(asked, asHost);
    String imageName = asked.image() == null ? "" : asked.image();
    if (imageName.isEmpty()) {
      throw EngineError.invalid("the embedded engine runs images only: Image is empty");
    }
    Image image = engine.images().get(imageName);
    ContainerConfig config = ContainerRules.merge(asked, image.config());
    if (config.entrypoint().isEmpty() && config.cmd().isEmpty()) {
      throw EngineError.invalid("no command specified");
    }
    LogRules.check(asHost);
    Container created = engine.containers().create(request.query("name"), image, config,
        sharing(ContainerRules.withDefaults(asHost)), ContainerRules.endpoints(asked), MountRules.mounts(asHost));
    response.json(
        201,
        ContainerCreateResponse.ADAPTER,
        ContainerCreateResponse.builder().id(created.id()).warnings(List.of()).build());
  }

  /** With the id of the container whose networks are shared, which may have been named otherwise. */
  private HostConfig sharing(HostConfig host) {
    String mode = String.valueOf(host.networkMode());
    if (!mode.startsWith("container:")) {
      return host;
    }
    try {
      String id = engine.containers().get(mode.substring("container:".length())).id();
      return host.toBuilder().networkMode("container:" + id).build();
    } catch (EngineError e) {
      // The start says so, as in engines.
      return host;
    }
  }

  private void list(HttpRequest request, HttpResponse response) throws IOException {
    boolean sizes = request.flag("size");
    List<ContainerSummary> found = new ContainerFilter(engine, request).find().stream()
        .map(each -> views.summary(each, sizes)).toList();
    response.json(200, JsonAdapter.list(ContainerSummary.ADAPTER), found);
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    response.json(200, ContainerInspect.ADAPTER, views.inspect(container(request), request.flag("size")));
  }

  private void start(HttpRequest request, HttpResponse response) throws IOException {
    response.empty(container(request).start() ? 204 : 304);
  }

  /** Engines before API 1.42 do not look at it. */
  private static @org.jspecify.annotations.Nullable String stopSignal(HttpRequest request) {
    String signal = request.query("signal");
    return signal.isEmpty() || request.apiVersion().equals("1.41") ? null : signal;
  }

  private static @org.jspecify.annotations.Nullable Long grace(HttpRequest request) {
    return request.query("t").isEmpty() ? null : (Long) Bodies.integer(request.query("t"));
  }

  private void stop(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Long grace = grace(request);
    response.empty(container(request).stop(grace, stopSignal(request)) ? 204 : 304);
  }

  private void restart(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Long grace = grace(request);
    Container container = container(request);
    container.stop(grace, stopSignal(request));
    container.start();
    engine.events().container("restart", container, Map.of());
    response.empty(204);
  }

  private void kill(HttpRequest request, HttpResponse response) throws IOException {
    container(request).kill(request.query("signal"), request.pathValue("id"));
    response.empty(204);
  }

  private void pause(HttpRequest request, HttpResponse response) throws IOException {
    container(request).pause();
    response.empty(204);
  }

  private void unpause(HttpRequest request, HttpResponse response) throws IOException {
    container(request).unpause();
    response.empty(204);
  }

  private void rename(HttpRequest request, HttpResponse response) throws IOException {
    engine.containers().rename(container(request), request.query("name"));
    response.empty(204);
  }

  private void remove(HttpRequest request, HttpResponse response) throws IOException {
    engine.containers().remove(
        container(request), request.flag("force"), request.flag("v"), request.pathValue("id"));
    response.empty(204);
  }

  private void update(HttpRequest request, HttpResponse response) throws IOException {
    ContainerUpdateRequest asked = Bodies.read(request, ContainerUpdateRequest.ADAPTER);
    Container container = container(request);
    if (asked != null) {
      container.hostConfig(ContainerRules.update(container, asked));
    }
    engine.events().container("update", container, Map.of());
    response.json(200, ContainerUpdateResponse.ADAPTER, ContainerUpdateResponse.builder().build());
  }

  private void await(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    String condition = request.query("condition");
    if (!CONDITIONS.contains(condition)) {
      throw EngineError.invalid("invalid condition: \"" + condition + "\"");
    }
    Container container = container(request);
    int exitsBefore = container.exits();
    response.header("Content-Type", "application/json");
    // The headers go now: they show the peer that the wait has begun.
    OutputStream out = response.stream(200);
    while (!container.await(condition, exitsBefore, 250)) {
      if (response.isPeerGone()) {
        return;
      }
    }
    ContainerWaitResponse answer = ContainerWaitResponse.builder()
        .statusCode((long) container.exitCodeSince(exitsBefore)).build();
    out.write(io.longshore.generated.runtime.Json.encode(ContainerWaitResponse.ADAPTER, answer).bytes());
    out.write('\n');
    out.close();
  }

  private void resize(HttpRequest request, HttpResponse response) throws IOException {
    TerminalSize size = size(request);
    Container container = container(request);
    container.checkRunning();
    ContainerProcess process = container.process();
    if (process != null) {
      process.resize(size);
    }
    String rows = String.valueOf(size.rows());
    engine.events().container("resize", container, Map.of("height", rows, "width", String.valueOf(size.columns())));
    response.empty(200);
  }

  /** The size that a request asks for. */
  static TerminalSize size(HttpRequest request) {
    for (String[] side : new String[][] {{"h", "height"}, {"w", "width"}}) {
      if (!request.query(side[0]).matches("\\d{1,9}")) {
        String text = request.query(side[0]);
        throw EngineError.invalid("invalid resize " + side[1] + " \"" + text + "\": invalid syntax");
      }
    }
    return new TerminalSize(Integer.parseInt(request.query("h")), Integer.parseInt(request.query("w")));
  }

  private void top(HttpRequest request, HttpResponse response) throws IOException {
    Container container = container(request);
    ContainerProcess main = container.process();
    if (main == null) {
      container.checkRunning();
    }
    List<ContainerProcess> processes = new ArrayList<>();
    if (main != null) {
      processes.add(main);
    }
    boolean wide = request.query("ps_args").contains("u");
    String started = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault()).format(startOf(container));
    List<List<String>> rows = processes.stream()
        .map(
            each -> {
              String pid = String.valueOf(each.pid());
              String command = String.join(" ", each.setup().argv());
              int userId = each.setup().user().id();
              String user = Objects.requireNonNullElse(User.name(userId), String.valueOf(userId));
              return wide
                  ? List.of(user, pid, "0.0", "0.0", "0", "0", "?", "Ss", started, "0:00", command)
                  : List.of(user, pid, "1", "0", started, "?", "00:00:00", command);
            })
        .toList();
    List<String> titles = wide
        ? List.of("USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME", "COMMAND")
        : List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    engine.events().container("top", container, Map.of());
    response.json(200, ContainerTop.ADAPTER, ContainerTop.builder().titles(titles).processes(rows).build());
  }

  private static Instant startOf(Container container) {
    Instant start = container.state().startedAt();
    return start == null ? container.created() : start;
  }

  private void prune(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request, List.of("label", "label!", "until"));
    List<String> deleted = new ArrayList<>();
    long space = 0;
    for (Container container : engine.containers().list()) {
      boolean wanted = Bodies.labelsAllow(container.labels(), filters)
          && ContainerFilter.isBefore(container.created(), filters.get("until"));
      if (!container.isRunning() && wanted) {
        try {
          long written = container.files().size();
          engine.containers().remove(container, false, false, container.name());
          deleted.add(container.id());
          space += written;
        } catch (EngineError e) {
          // It was started or removed meanwhile.
        }
      }
    }
    engine.events().containers("prune", Map.of("reclaimed", String.valueOf(space)));
    ContainerPruneResponse.Builder answer = ContainerPruneResponse.builder().spaceReclaimed(space);
    response.json(
        200, ContainerPruneResponse.ADAPTER,
        deleted.isEmpty() ? answer.build() : answer.containersDeleted(deleted).build());
  }

  /** Bytes of a text, for streams. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
