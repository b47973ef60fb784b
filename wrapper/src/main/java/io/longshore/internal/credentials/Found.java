package io.longshore.internal.credentials;

import io.longshore.generated.engine.model.AuthConfig;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for a registry, or none.
 *
 * @param config null for none
 * @param origin who has them, or for none who was asked and does not: continues a message after "of" or "and"
 */
public record Found(@Nullable AuthConfig config, String origin) {
  /** Nothing was asked. */
  public static final Found NOTHING = new Found(null, "");

  @Override
  public String toString() {
    return "Found[" + (config == null ? "none" : "credentials") + ", " + origin + "]";
  }
}
