package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * The settings that say where the engine is cannot be used: an invalid address, a context that does not exist, a
 * certificate that cannot be read. Or the credentials in Docker's configuration cannot be used, and nothing was sent.
 * Or a library that this client needs is too old or missing on the class path: the message names it, and the lines of
 * the POM that add a newer one.
 */
public class ConfigurationException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what is wrong and what to do
   * @param cause the cause, or null
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
