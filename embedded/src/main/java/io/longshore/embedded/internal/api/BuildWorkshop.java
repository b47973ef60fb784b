package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.build.Workshop;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.engine.Registries;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a build that was asked for over HTTP uses. */
record BuildWorkshop(Engine engine, HttpRequest request, HttpResponse response, BuildStream stream)
    implements
      Workshop {
  @Override
  public Image base(String name) throws IOException {
    if (!request.flag("pull")) {
      try {
        return engine.images().get(name);
      } catch (EngineError e) {
        if (e.kind() != EngineError.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    Reference reference = Reference.parse(name);
    RegistryRoutes.admit(engine, login(reference.registry()), reference);
    boolean isNew = engine.images().pull(reference);
    ImageMakingRoutes.pulled(engine, stream, reference, isNew);
    ImageMakingRoutes.pullEnded(stream, isNew, reference.toString());
    return engine.images().get(name);
  }

  private Registries.@Nullable Login login(String registry) {
    String header = request.header("X-Registry-Config");
    try {
      Map<String, AuthConfig> configs = header == null ? null
          : Json.decode(JsonAdapter.map(AuthConfig.ADAPTER), Base64.getUrlDecoder().decode(header));
      AuthConfig config = configs == null ? null : configs.get(registry);
      return config == null ? null : RegistryRoutes.login(config);
    } catch (IOException | RuntimeException e) {
      // Engines take what they cannot read for nothing.
      return null;
    }
  }

  @Override
  public Container container(Image image, List<String> command, List<String> environment) {
    HostConfig host = HostConfig.builder()
        .networkMode(request.query("networkmode"))
        .extraHosts(request.hasQuery("extrahosts") ? request.queryAll("extrahosts") : null)
        .build();
    ContainerCreateRequest asked = ContainerCreateRequest.builder()
        .image(image.id())
        .entrypoint(List.of(""))
        .cmd(command)
        .env(environment.isEmpty() ? null : environment)
        .healthcheck(HealthConfig.builder().test(List.of("NONE")).build())
        .hostConfig(host)
        .build();
    HostConfig whole = ContainerRules.withDefaults(host);
    return engine.containers().create("", image, ContainerRules.merge(asked, image.config()), whole,
        ContainerRules.endpoints(asked), MountRules.mounts(whole));
  }

  @Override
  public void remove(Container container) {
    try {
      engine.containers().remove(container, true, true, container.name());
    } catch (EngineError e) {
      // Another request was faster.
    }
  }

  @Override
  public void print(String text) throws IOException {
    stream.send(BuildProgress.builder().stream(text).build());
  }

  @Override
  public void made(Image image) throws IOException {
    stream.send(BuildProgress.builder().aux(Map.of("ID", image.id())).build());
  }

  @Override
  public boolean isAbandoned() {
    return response.isPeerGone();
  }
}
