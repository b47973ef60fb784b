package io.longshore.registry;

import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.credentials.RegistryName;
import io.longshore.internal.options.Check;
import java.util.Objects;

/** Credentials for a registry. Immutable; {@link #toString()} shows no secret. */
public final class RegistryAuth {
  /** What engines call Docker Hub. */
  public static final String DOCKER_HUB = RegistryName.HUB;

  private final AuthConfig config;

  RegistryAuth(AuthConfig config) {
    this.config = config;
  }

  /**
   * Returns credentials of a user name and a password or access token.
   *
   * @param username the name
   * @param password the password or token
   * @return the credentials
   */
  public static RegistryAuth password(String username, String password) {
    Objects.requireNonNull(password, "password");
    return new RegistryAuth(
        AuthConfig.builder().username(Check.text("username", username)).password(password).build());
  }

  /**
   * Returns credentials of a token that a registry issued in exchange for a password.
   *
   * @param token the token
   * @return the credentials
   */
  public static RegistryAuth identityToken(String token) {
    return new RegistryAuth(AuthConfig.builder().identitytoken(Check.text("token", token)).build());
  }

  /**
   * Returns the credentials as an engine takes them in a body. The result contains the secret; its {@code toString}
   * does not.
   *
   * @param server the registry that they are for
   * @return what to send
   */
  public AuthConfig config(String server) {
    return config.toBuilder().serveraddress(server).build();
  }

  @Override
  public String toString() {
    return "RegistryAuth[" + (config.username() == null ? "token" : config.username()) + "]";
  }
}
