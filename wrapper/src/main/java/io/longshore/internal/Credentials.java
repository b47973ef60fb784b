package io.longshore.internal;

import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import java.util.regex.Pattern;

/** Recognizes a registry that requires credentials by its words, because engines pass it on with any status. */
public final class Credentials {
  private static final Pattern WANTED = Pattern.compile(
      "no basic auth credentials|\\bunauthorized\\b|authentication required|authorization failed|pull access denied"
          + "|access to the resource is denied|: denied$",
      Pattern.CASE_INSENSITIVE);

  private Credentials() {}

  /** Whether the registry, and not the engine, refuses. */
  public static boolean wanted(EngineException refused) {
    // Registries that hide private images report missing ones in the same way, and so do engines.
    return !(refused instanceof NotFoundException) && WANTED.matcher(refused.engineMessage()).find();
  }

  /** The same refusal, with what to do. */
  public static UnauthorizedException missing(EngineException refused, String registry, boolean given) {
    UnauthorizedException missing = new UnauthorizedException(
        Answered.again(refused),
        given
            ? registry + " rejected the credentials; check them"
            : registry
                + " requires credentials; give them with auth(RegistryAuth.password(…)) to a pull, and with registryAuth(…) to"
                + " a run");
    missing.setStackTrace(refused.getStackTrace());
    return missing;
  }
}
