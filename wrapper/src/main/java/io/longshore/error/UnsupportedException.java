package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** The engine does not support the call; the message names its API version and the one that is needed. */
public class UnsupportedException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public UnsupportedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
