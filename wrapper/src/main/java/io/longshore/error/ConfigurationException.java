package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * The settings that say where the engine is cannot be used: an address of a wrong form, a context that does not exist, a
 * certificate that cannot be read. Or a library that this client works with is too old on the class path, or missing: the
 * message names it, and the line of the pom that brings a newer one.
 */
public class ConfigurationException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param message what is wrong and what to do
   * @param cause the cause, or null
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
