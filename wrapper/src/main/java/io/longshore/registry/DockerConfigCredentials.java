package io.longshore.registry;

import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.Environment;
import io.longshore.internal.credentials.ConfigCredentials;
import io.longshore.internal.credentials.CredentialSource;
import io.longshore.internal.credentials.Found;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.TimeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The docker command's credentials: for a client, and for a program that asks by itself. */
final class DockerConfigCredentials implements RegistryCredentials, CredentialSource {
  private final ConfigCredentials config;

  DockerConfigCredentials(Environment env, @Nullable Path directory) {
    config = new ConfigCredentials(env, directory);
  }

  @Override
  public Found find(String registry, Duration limit, BooleanSupplier closed) throws InterruptedException {
    return config.find(registry, limit, closed);
  }

  @Override
  public @Nullable RegistryAuth find(String registry) {
    AuthConfig found = RegistryAccess
        .lookedUp(registry, config, TimeLimits.DEFAULTS.answer(), () -> false, "credentials for " + registry)
        .config();
    return found == null ? null : new RegistryAuth(found);
  }
}
