package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.VolumeStore;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeListResponse;
import io.longshore.generated.engine.model.VolumePruneResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Volumes. */
record VolumeRoutes(Engine engine) {
  private static final Set<String> OPTIONS = Set.of("type", "device", "o");

  void addTo(Router router) {
    router
        .add("GET", "/volumes", this::list)
        .add("POST", "/volumes/create", this::create)
        .add("POST", "/volumes/prune", this::prune)
        .add("GET", "/volumes/{name}", this::inspect)
        .add("PUT", "/volumes/{name}", this::update)
        .add("DELETE", "/volumes/{name}", this::remove);
  }

  private void create(HttpRequest request, HttpResponse response) throws IOException {
    VolumeCreateRequest asked = Bodies.read(request, VolumeCreateRequest.ADAPTER);
    VolumeCreateRequest wanted = asked == null ? VolumeCreateRequest.builder().build() : asked;
    String name = wanted.name() == null ? "" : wanted.name();
    if (!name.isEmpty()) {
      MountRules.checkVolumeName(name);
    }
    if (wanted.driver() != null && !Set.of("", "local").contains(wanted.driver())) {
      String driver = wanted.driver();
      throw EngineError.notFound(
          "create " + name + ": error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
    }
    if (wanted.clusterVolumeSpec() != null) {
      throw EngineError.unavailable(SystemRoutes.NO_SWARM);
    }
    for (String option : wanted.driverOpts().keySet()) {
      if (!OPTIONS.contains(option)) {
        throw EngineError.invalid("create " + name + ": invalid option: \"" + option + "\"");
      }
    }
    response.json(201, VolumeInspect.ADAPTER,
        engine.volumes().create(wanted.toBuilder().labels(Bodies.texts(wanted.labels())).build()));
  }

  private VolumeInspect volume(HttpRequest request) {
    String name = request.pathValue("name");
    VolumeInspect volume = engine.volumes().find(name);
    if (volume == null) {
      throw EngineError.notFound("get " + name + ": no such volume");
    }
    return volume;
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    response.json(200, VolumeInspect.ADAPTER, volume(request));
  }

  private void update(HttpRequest request, HttpResponse response) {
    if (request.apiVersion().equals("1.41")) {
      throw EngineError.notFound("page not found");
    }
    throw EngineError.unavailable(SystemRoutes.NO_SWARM);
  }

  private void list(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request, List.of("dangling", "driver", "label", "name"));
    List<VolumeInspect> found = engine.volumes().list().stream()
        .filter(volume -> filters.getOrDefault("driver", List.of(volume.driver())).contains(volume.driver()))
        .filter(volume -> Bodies.labelsMatch(volume.labels(), filters.get("label")))
        .filter(
            volume -> filters.getOrDefault("name", List.of("")).stream()
                .anyMatch(name -> Pattern.compile(name).matcher(volume.name()).find()))
        .filter(
            volume -> !filters.containsKey("dangling") || Bodies.isSet(filters, "dangling") == users(volume).isEmpty())
        .toList();
    response.json(200, VolumeListResponse.ADAPTER, VolumeListResponse.builder().volumes(found).build());
  }

  private List<String> users(VolumeInspect volume) {
    return engine.containers().list().stream()
        .filter(container -> container.mounts().use(Objects.requireNonNull(volume.name())))
        .map(Container::id)
        .toList();
  }

  private void remove(HttpRequest request, HttpResponse response) throws IOException {
    VolumeInspect known = engine.volumes().find(request.pathValue("name"));
    if (known == null && request.flag("force")) {
      response.empty(204);
      return;
    }
    VolumeInspect volume = volume(request);
    List<String> users = users(volume);
    if (!users.isEmpty()) {
      throw EngineError.conflict("remove " + volume.name() + ": volume is in use - [" + String.join(", ", users) + "]");
    }
    engine.volumes().remove(request.pathValue("name"));
    response.empty(204);
  }

  private void prune(HttpRequest request, HttpResponse response) throws IOException {
    boolean old = request.apiVersion().equals("1.41");
    Map<String, List<String>> filters = Bodies.filters(request,
        old ? List.of("label", "label!") : List.of("label", "label!", "all"));
    boolean all = old || Bodies.isSet(filters, "all");
    List<String> deleted = new ArrayList<>();
    long space = 0;
    for (VolumeInspect volume : engine.volumes().list()) {
      if ((all || VolumeStore.isAnonymous(volume))
          && volume.options().isEmpty()
          && Bodies.labelsAllow(volume.labels(), filters)
          && users(volume).isEmpty()) {
        String name = Objects.requireNonNull(volume.name());
        space += engine.volumes().size(name);
        engine.volumes().remove(name);
        deleted.add(name);
      }
    }
    response.json(
        200, VolumePruneResponse.ADAPTER,
        VolumePruneResponse.builder().volumesDeleted(deleted).spaceReclaimed(space).build());
  }
}
