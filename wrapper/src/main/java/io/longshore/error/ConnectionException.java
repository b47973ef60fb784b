package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** The engine could not be reached, or the connection broke. */
public class ConnectionException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
