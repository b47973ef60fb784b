package io.longshore.build;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.credentials.RegistryName;
import io.longshore.registry.RegistryAuth;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The credentials for the registries of one build's base images, looked up when they are needed. Thread-safe. */
final class BaseAccess {
  /** Docker Hub's own name for the host, which BuildKit asks with. */
  private static final String HUB_HOST = "registry-1.docker.io";

  private final BuildLimit limit;
  private final Map<String, RegistryAuth> given;
  private final Map<String, RegistryAccess> known = new ConcurrentHashMap<>();
  private final Map<String, RuntimeException> failed = new ConcurrentHashMap<>();

  BaseAccess(BuildLimit limit, Map<String, RegistryAuth> given) {
    this.limit = limit;
    this.given = Map.copyOf(given);
  }

  /** For a registry's host. One that cannot be told is looked for once: BuildKit asks again and again. */
  RegistryAccess of(String host) {
    String registry = host.equals(HUB_HOST) || RegistryName.isHub(host) ? RegistryName.HUB : host;
    RegistryAccess access = known.get(registry);
    RuntimeException before = failed.get(registry);
    if (before != null) {
      throw before;
    }
    if (access == null) {
      RegistryAuth auth = given.get(registry);
      String anyImage = registry.equals(RegistryName.HUB) ? "image" : registry + "/image";
      try {
        access = limit.calls().registryAccess(anyImage, auth == null ? null : auth::config);
      } catch (CancelledException e) {
        // BuildKit gave up this question, and may ask again.
        throw e;
      } catch (RuntimeException e) {
        failed.put(registry, e);
        throw e;
      }
      known.put(registry, access);
    }
    return access;
  }

  /** Why credentials could not be told; the first reason of several. */
  @Nullable
  RuntimeException failure() {
    return failed.values().stream().findFirst().orElse(null);
  }

  /** The value of {@code X-Registry-Config}, for the given credentials and those of some images; null for none. */
  @Nullable
  String header(Collection<String> images) {
    Map<String, AuthConfig> configs = new LinkedHashMap<>();
    given.forEach((registry, auth) -> configs.put(registry, auth.config(registry)));
    for (String image : images) {
      String registry = RegistryName.of(image);
      AuthConfig config = of(registry).config();
      if (config != null) {
        configs.put(registry, config);
      }
    }
    return configs.isEmpty() ? null : RegistryAccess.header(JsonAdapter.map(AuthConfig.ADAPTER), configs);
  }

  /**
   * The access of the registry that a failure speaks of, or of the only one.
   *
   * @param image the base image of the step that failed; empty if it is not known
   */
  @Nullable
  RegistryAccess of(String image, String failure) {
    if (!image.isEmpty() && image.indexOf('$') < 0) {
      try {
        return of(RegistryName.of(image));
      } catch (DockerException e) {
        return null;
      }
    }
    for (Map.Entry<String, RegistryAccess> each : known.entrySet()) {
      if (failure.contains(each.getKey().equals(RegistryName.HUB) ? "docker.io" : each.getKey())) {
        return each.getValue();
      }
    }
    return known.size() == 1 ? known.values().iterator().next() : null;
  }
}
