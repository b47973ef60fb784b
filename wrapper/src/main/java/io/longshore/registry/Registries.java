package io.longshore.registry;

import io.longshore.error.EngineException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.api.DistributionApi;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.AuthResponse;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registries that an engine reaches. Every call goes through the engine. Thread-safe. */
public final class Registries {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#registries()}.
   *
   * @param executor sends the requests
   */
  public Registries(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Checks credentials by a login of the engine to Docker Hub.
   *
   * @param auth the credentials
   * @return what the registry said: see {@link #login(String, RegistryAuth)}
   * @throws UnauthorizedException if the registry refuses the credentials
   * @throws EngineException if it cannot be reached
   */
  public AuthResponse login(RegistryAuth auth) {
    return login(RegistryAuth.DOCKER_HUB, auth);
  }

  /**
   * Checks credentials by a login of the engine to a registry; Docker's {@code SystemAuth}. Nothing is kept, neither by
   * the engine nor in a file: each pull still needs its credentials.
   *
   * @param registry host and port, such as {@code registry.example.com:5000}
   * @param auth the credentials
   * @return what the registry said. Its {@link AuthResponse#identityToken()} is a secret, empty for most
   *     registries. If there is one, {@link RegistryAuth#identityToken} makes credentials of it
   * @throws UnauthorizedException if the registry refuses the credentials
   * @throws EngineException if it cannot be reached, or is not a registry
   */
  public AuthResponse login(String registry, RegistryAuth auth) {
    RegistryAccess access = RegistryAccess.explicit(
        Check.text("registry", registry), Objects.requireNonNull(auth, "auth").config(registry));
    try {
      AuthResponse said = executor.forCall("login")
          .callNullable(SystemApi.systemAuth().body(auth.config(registry)).request().about(registry), Limits.ORDINARY);
      return said == null ? AuthResponse.builder().build() : said;
    } catch (UnauthorizedException e) {
      throw e;
    } catch (EngineException e) {
      // Engines report a refusal by a registry without TLS as a failure of their own.
      throw access.explained(e);
    }
  }

  /**
   * Asks a registry for an image without pulling it; Docker's {@code DistributionInspect}. Since API 1.30.
   *
   * @param reference the image, with a registry unless it is on Docker Hub, and with a tag or digest; {@code latest}
   *     without one
   * @return its digest, and the platforms that it exists for, which may be none if the engine does not read them
   * @throws io.longshore.error.NotFoundException if the registry does not have it, or hides it
   * @throws UnauthorizedException if the registry requires credentials, or rejects these
   * @throws EngineException if the registry cannot be reached
   */
  public DistributionInspect inspect(String reference) {
    return inspected(reference, null);
  }

  /**
   * Asks a registry for an image without pulling it, with these credentials; Docker's {@code DistributionInspect}.
   * Since API 1.30.
   *
   * @param reference the image, with a registry unless it is on Docker Hub, and with a tag or digest; {@code latest}
   *     without one
   * @param auth the credentials
   * @return its digest, and the platforms that it exists for, which may be none if the engine does not read them
   * @throws io.longshore.error.NotFoundException if the registry does not have it, or hides it
   * @throws UnauthorizedException if the registry rejects the credentials
   * @throws EngineException if the registry cannot be reached
   */
  public DistributionInspect inspect(String reference, RegistryAuth auth) {
    return inspected(reference, Objects.requireNonNull(auth, "auth"));
  }

  private DistributionInspect inspected(String reference, @Nullable RegistryAuth auth) {
    // First, so that nothing is looked up for a name that cannot be sent.
    DistributionApi.DistributionInspectOperation request = DistributionApi
        .distributionInspect(Check.text("reference", reference));
    ApiExecutor calls = executor.forCall("inspect");
    RegistryAccess access = calls.registryAccess(reference, auth == null ? null : auth::config);
    try {
      return calls.call(request.xRegistryAuth(access.header()).request());
    } catch (EngineException e) {
      throw access.explained(e);
    }
  }
}
