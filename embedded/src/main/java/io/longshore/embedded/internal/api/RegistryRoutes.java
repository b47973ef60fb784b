package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.ImageFormat;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.engine.Registries;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.engine.model.AuthResponse;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.generated.engine.model.OciPlatform;
import io.longshore.generated.runtime.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of registries and needs no image here. */
record RegistryRoutes(Engine engine) {
  void addTo(Router router) {
    router.add("POST", "/auth", this::auth).add("GET", "/distribution/{name...}/json", this::inspect);
  }

  private void auth(HttpRequest request, HttpResponse response) throws IOException {
    AuthConfig sent = Objects.requireNonNullElseGet(
        Bodies.read(request, AuthConfig.ADAPTER), () -> AuthConfig.builder().build());
    String address = Objects.requireNonNullElse(sent.serveraddress(), "").replaceFirst("^https?://", "")
        .replaceFirst("/.*$", "");
    String registry = address.equals("index.docker.io") ? "" : address;
    if (!engine.registries().admits(registry, login(sent))) {
      throw EngineError
          .failed("login attempt to http://" + registry + "/v2/ failed with status: 401 Unauthorized");
    }
    response.json(200, AuthResponse.ADAPTER,
        AuthResponse.builder().status("Login Succeeded").identityToken("").build());
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    Reference name = Reference.parse(request.pathValue("name"));
    admit(engine, login(request), name);
    byte[] manifest = engine.images().manifest(name);
    DistributionInspect image = DistributionInspect.builder()
        .descriptor(d -> d.mediaType(ImageFormat.MANIFEST).digest(ImageFormat.digest(manifest)).size(manifest.length))
        .platforms(List.of(OciPlatform.builder().architecture(Platforms.ARCHITECTURE).os(Platforms.OS).build()))
        .build();
    response.json(200, DistributionInspect.ADAPTER, image);
  }

  /** Fails unless the image's registry lets somebody in. */
  static void admit(Engine engine, Registries.@Nullable Login login, Reference name) {
    String registry = name.registry();
    String image = registry.isEmpty() ? name.repository() : name.repository().substring(registry.length() + 1);
    engine.registries().admit(registry, login,
        "Head \"http://" + registry + "/v2/" + image + "/manifests/" + name.tag().replace("@", "") + "\": ");
  }

  /** Who sent a request; null if it does not say. */
  static Registries.@Nullable Login login(HttpRequest request) {
    String header = request.header("X-Registry-Auth");
    try {
      AuthConfig sent = header == null ? null : Json.decode(AuthConfig.ADAPTER, Base64.getUrlDecoder().decode(header));
      return sent == null || sent.equals(AuthConfig.builder().build()) ? null : login(sent);
    } catch (IOException | RuntimeException e) {
      // Engines take what they cannot read for nothing.
      return null;
    }
  }

  static Registries.Login login(AuthConfig sent) {
    return new Registries.Login(Objects.requireNonNullElse(sent.username(), ""),
        Objects.requireNonNullElse(sent.password(), ""));
  }
}
