package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.DataUsage;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeUsageData;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What images, containers and volumes take. */
record UsageRoutes(Engine engine) {
  private static final List<String> TYPES = List.of("container", "image", "volume", "build-cache");

  void addTo(Router router) {
    router.add("GET", "/system/df", this::usage);
  }

  private void usage(HttpRequest request, HttpResponse response) throws IOException {
    List<String> asked = request.queryAll("type");
    for (String type : asked) {
      if (!TYPES.contains(type)) {
        throw EngineError.invalid("unknown object type: " + type);
      }
    }
    List<String> types = asked.isEmpty() ? TYPES : asked;
    DataUsage.Builder usage = DataUsage.builder().layersSize(0L);
    if (types.contains("image")) {
      ImageRoutes images = new ImageRoutes(engine);
      // Each image has a layer of its own.
      usage.layersSize(engine.images().list().stream().mapToLong(Image::size).sum());
      usage.images(
          engine.images().list().stream().map(each -> images.summary(each).toBuilder().sharedSize(0L).build())
              .toList());
    }
    if (types.contains("container")) {
      ContainerViews views = new ContainerViews(engine);
      usage.containers(engine.containers().list().stream().map(each -> views.summary(each, true)).toList());
    }
    if (types.contains("volume")) {
      usage.volumes(engine.volumes().list().stream().map(this::measured).toList());
    }
    if (types.contains("build-cache")) {
      usage.buildCache(List.of());
    }
    response.json(200, DataUsage.ADAPTER, usage.build());
  }

  private VolumeInspect measured(VolumeInspect volume) {
    String name = Objects.requireNonNull(volume.name());
    long users = engine.containers().list().stream().filter(each -> each.mounts().use(name)).count();
    return volume.toBuilder()
        .usageData(VolumeUsageData.builder().refCount(users).size(engine.volumes().size(name)).build())
        .build();
  }
}
