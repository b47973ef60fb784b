package io.longshore.registry;

import io.longshore.internal.config.Environment;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a client gets credentials for registries from, unless a call brings its own. A function of the program's own is
 * one too: {@code registry -> registry.equals("registry.example.com") ? auth : null}.
 */
@FunctionalInterface
public interface RegistryCredentials {
  /**
   * Finds the credentials for a registry. A client asks for each call that needs them, before it sends anything, in the
   * thread that makes the call. An exception ends the call.
   *
   * @param registry host and port as in the image reference, such as {@code registry.example.com:5000}, or
   *     {@link RegistryAuth#DOCKER_HUB}
   * @return the credentials; null for an anonymous call
   */
  @Nullable
  RegistryAuth find(String registry);

  /**
   * Returns no credentials for any registry: files are not read, and programs are not started.
   *
   * @return the function
   */
  static RegistryCredentials none() {
    return registry -> null;
  }

  /**
   * Reads the credentials of the docker command, from {@code config.json} in the directory {@code DOCKER_CONFIG} or
   * {@code ~/.docker}. Clients do this by default. The file is read anew for each call, so a {@code docker login}
   * counts at once. The {@code auths} of the variable {@code DOCKER_AUTH_CONFIG}, which has the form of the file, come
   * before all of the file.
   *
   * <p>A registry in {@code credHelpers} has a helper of its own. Other registries are looked up with the helper in
   * {@code credsStore}, and without one in {@code auths}. A helper is a program {@code docker-credential-NAME} in
   * {@code PATH}. It is started without a shell, and killed with its children if the thread is interrupted, the client
   * is closed, or it takes longer than {@link io.longshore.Timeouts#answer()}.
   *
   * <p>The docker command ignores a helper that fails, and {@code auths} that it cannot decode, and continues
   * anonymously without a word. Here the call throws {@link io.longshore.error.ConfigurationException} if the file
   * names the registry: in {@code credHelpers}, or in {@code auths}, where {@code docker login} leaves a key for it
   * beside a {@code credsStore}. If only the {@code credsStore} fails and the file does not name the registry, the call
   * continues anonymously and logs a warning. A helper that answers that it has no credentials has not failed: the call
   * is anonymous.
   *
   * <p>No message and no log has what a helper says, nor a value from the file.
   *
   * @return the function; it throws {@link io.longshore.error.ConfigurationException} as described, or if the file
   *     cannot be read
   */
  static RegistryCredentials fromConfig() {
    return new DockerConfigCredentials(Environment.system(), null);
  }

  /**
   * Reads the credentials of the docker command as {@link #fromConfig()} does, from another directory; Docker's
   * {@code --config}. The variable {@code DOCKER_AUTH_CONFIG} does not count.
   *
   * @param directory the one that contains {@code config.json}
   * @return the function
   */
  static RegistryCredentials fromConfig(Path directory) {
    return new DockerConfigCredentials(Environment.system(), Objects.requireNonNull(directory, "directory"));
  }
}
