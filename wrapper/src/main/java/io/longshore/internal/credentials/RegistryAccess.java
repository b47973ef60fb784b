package io.longshore.internal.credentials;

import io.longshore.error.CancelledException;
import io.longshore.error.ConfigurationException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamFailedException;
import io.longshore.error.TooManyRequestsException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
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
  /** Engines pass the registry's words on with any status, so the words decide, and among them its status. */
  private static final Pattern REFUSED = Pattern.compile(
      "no basic auth credentials|\\bunauthorized\\b|authentication required|authorization failed|pull access denied"
          + "|access to the resource is denied|(^|: )denied(:|$)|(: |\\bHTTP )40[13]\\b",
      Pattern.CASE_INSENSITIVE);

  private static final Pattern LIMITED = Pattern.compile(
      "\\btoomanyrequests\\b|(: |\\bHTTP )429\\b", Pattern.CASE_INSENSITIVE);

  /** Of a registry, in answers that engines pass on as failures of their own. */
  private static final Pattern MISSING = Pattern.compile("(^|: )(manifest unknown|name unknown"
      + "|repository name not known to registry)(:|$)");

  /** A web server that is not a registry, or a page of a proxy on the way. */
  private static final Pattern OTHER_SERVER = Pattern.compile(
      "error parsing HTTP \\d+ response body|invalid character '<'|unexpected media type text/html"
          + "|invalid checksum digest format|request to \\S+: 404\\b|[:,] <(!doctype )?html",
      Pattern.CASE_INSENSITIVE);

  private static final String GIVE = "give them to the call with auth(RegistryAuth.password(…)), registryAuth(…)"
      + " for a run, or auth(registry, …) for a build";

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
    return found.config() == null ? null : header(AuthConfig.ADAPTER, found.config());
  }

  /** Credentials as the value of a header. */
  public static <T> String header(JsonAdapter<T> adapter, T credentials) {
    // The alphabet of URLs and padding: engines silently treat any other form as no credentials.
    return Base64.getUrlEncoder().encodeToString(Json.encode(adapter, credentials).bytes());
  }

  /** The same for a call that engines refuse without the header. */
  public String requiredHeader() {
    String header = header();
    return header == null ? NOBODY : header;
  }

  /** The failure; if the registry, and not the engine, is its reason, of that kind and with what to do about it. */
  public EngineException explained(EngineException refused) {
    EngineException explained = ofRegistry(refused);
    if (explained != refused) {
      explained.setStackTrace(refused.getStackTrace());
    }
    return explained;
  }

  private EngineException ofRegistry(EngineException refused) {
    String words = refused.engineMessage();
    // Registries that hide private images report missing ones in the same way, and so do engines.
    if (refused instanceof NotFoundException) {
      return refused;
    }
    // Before the others: its page says what to do, and may hold any word.
    if (LIMITED.matcher(words).find()) {
      return new TooManyRequestsException(Answered.again(refused), limitAdvice());
    }
    if (REFUSED.matcher(words).find()) {
      return new UnauthorizedException(Answered.again(refused), advice());
    }
    if (MISSING.matcher(words).find()) {
      return new NotFoundException(Answered.again(refused));
    }
    if (OTHER_SERVER.matcher(words).find()) {
      String advice = registry + " did not answer as a registry does; check its name and port, and whether a proxy"
          + " answers in its place";
      if (refused instanceof ServerErrorException) {
        return new ServerErrorException(Answered.again(refused), advice);
      }
      if (refused instanceof StreamFailedException) {
        return new StreamFailedException(Answered.again(refused), advice);
      }
    }
    return refused;
  }

  private String limitAdvice() {
    return registry + " limits how often it is asked; try again later"
        + (found.config() == null ? ", or with credentials, which may raise the limit: " + GIVE : "");
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
