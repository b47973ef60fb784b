package io.longshore.internal.credentials;

import io.longshore.error.CancelledException;
import io.longshore.error.ConfigurationException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.Answered;
import io.longshore.internal.config.ConfigException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call sends to a registry through the engine, and what the registry's refusal means. */
public final class RegistryAccess {
  /** Engines pass the registry's words on with any status, so the words decide. */
  private static final Pattern REFUSED = Pattern.compile(
      "no basic auth credentials|\\bunauthorized\\b|authentication required|authorization failed|pull access denied"
          + "|access to the resource is denied|: denied$",
      Pattern.CASE_INSENSITIVE);

  private static final String GIVE = "give them to the call with auth(RegistryAuth.password(…)), or registryAuth(…) for a run";

  /** An empty object: older engines refuse a push without any header. */
  private static final String NOBODY = "e30=";

  private final String registry;
  private final Found found;

  private RegistryAccess(String registry, Found found) {
    this.registry = registry;
    this.found = found;
  }

  /** With what the program gave to the call. */
  public static RegistryAccess explicit(String registry, AuthConfig config) {
    return new RegistryAccess(registry, new Found(config, ""));
  }

  /**
   * With what the client's settings have.
   *
   * @param what the call, for messages
   */
  public static RegistryAccess lookedUp(
      String registry, CredentialSource source, Duration limit, BooleanSupplier closed, String what) {
    try {
      return new RegistryAccess(registry, source.find(registry, limit, closed));
    } catch (ConfigException e) {
      throw new ConfigurationException(what + ": " + e.getMessage(), e);
    } catch (CancellationException e) {
      throw new CancelledException(what + ": the client was closed while it looked for credentials", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(what + ": the thread was interrupted while it looked for credentials", e);
    }
  }

  /** The credentials themselves. */
  public @Nullable AuthConfig config() {
    return found.config();
  }

  /** The value of {@code X-Registry-Auth}; null for an anonymous call. */
  public @Nullable String header() {
    if (found.config() == null) {
      return null;
    }
    // The alphabet of URLs and padding: engines silently treat any other form as no credentials.
    return Base64.getUrlEncoder().encodeToString(Json.encode(AuthConfig.ADAPTER, found.config()).bytes());
  }

  /** The same for a call that engines refuse without the header. */
  public String requiredHeader() {
    String header = header();
    return header == null ? NOBODY : header;
  }

  /** The failure; if the registry, and not the engine, refuses the credentials, with what to do about that. */
  public EngineException explained(EngineException refused) {
    // Registries that hide private images report missing ones in the same way, and so do engines.
    if (refused instanceof NotFoundException || !REFUSED.matcher(refused.engineMessage()).find()) {
      return refused;
    }
    UnauthorizedException explained = new UnauthorizedException(Answered.again(refused), advice());
    explained.setStackTrace(refused.getStackTrace());
    return explained;
  }

  private String advice() {
    String origin = found.origin();
    if (found.config() != null) {
      return registry + " rejected the credentials" + (origin.isEmpty() ? "" : " of " + origin) + "; check them";
    }
    return registry + " requires credentials"
        + (origin.isEmpty() ? "; " : ", and " + origin + "; log in with '" + login() + "', or ") + GIVE;
  }

  private String login() {
    return registry.equals(RegistryName.HUB) ? "docker login" : "docker login " + registry;
  }
}
