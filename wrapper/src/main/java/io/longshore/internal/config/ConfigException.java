package io.longshore.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * The configuration cannot be used as it stands. The message names the variable or file, never a
 * file's content.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
