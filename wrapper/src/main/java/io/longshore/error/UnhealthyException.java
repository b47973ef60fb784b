package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * A container will not become healthy: its health check failed too often, it is not running, or it has no health check.
 * The message says which, with exit codes, and without what the check has printed.
 */
public class UnhealthyException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public UnhealthyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
