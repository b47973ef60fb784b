package io.longshore.internal.credentials;

import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.ConfigException;
import io.longshore.internal.config.DockerConfig;
import io.longshore.internal.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Credentials as the docker command finds them; the file is read for each call, since people log in meanwhile. */
public final class ConfigCredentials implements CredentialSource {
  private static final System.Logger LOG = System.getLogger(ConfigCredentials.class.getName());

  /** Credentials themselves, in the form of the file: CI services set it. */
  private static final String VARIABLE = "DOCKER_AUTH_CONFIG";

  private final Environment env;
  private final @Nullable Path directory;

  /**
   * Reads nothing yet.
   *
   * @param env for the helpers, and for the directory unless there is one
   * @param directory the one with config.json, and nothing else is read; null for the environment's
   */
  public ConfigCredentials(Environment env, @Nullable Path directory) {
    this.env = env;
    this.directory = directory == null ? null : directory.toAbsolutePath();
  }

  @Override
  public Found find(String registry, Duration limit, BooleanSupplier closed) throws InterruptedException {
    if (directory == null) {
      AuthConfig auth = CredentialFile.parse(VARIABLE, env.get(VARIABLE).orElse("")).auth(registry);
      if (auth != null) {
        return new Found(auth, VARIABLE);
      }
    }
    Path where = directory == null ? DockerConfig.directory(env) : directory;
    if (where == null) {
      return new Found(null, "neither DOCKER_CONFIG nor a home directory is set");
    }
    Path file = where.resolve("config.json");
    CredentialFile config = CredentialFile.read(file);
    String name = config.helper(registry);
    if (name.isEmpty()) {
      AuthConfig auth = config.auth(registry);
      return new Found(auth,
          auth == null ? file + (Files.exists(file) ? " has none for it" : " does not exist") : file.toString());
    }
    CredentialHelper helper = new CredentialHelper(name, env);
    try {
      AuthConfig auth = helper.get(registry, limit, closed);
      return new Found(auth, auth == null ? helper + ", which " + file + " names, has none for it" : helper.toString());
    } catch (HelperFailure e) {
      String failed = helper + ", which " + file + " names, " + e.getMessage();
      if (config.names(registry)) {
        throw new ConfigException(
            failed + (helper.hasName() ? "; '" + helper + " get' with " + registry + " as its input shows why" : "")
                + ". Credentials that are given to the call need no helper");
      }
      LOG.log(System.Logger.Level.WARNING, "{0}; {1} is asked without credentials", failed, registry);
      return new Found(null, failed);
    }
  }
}
