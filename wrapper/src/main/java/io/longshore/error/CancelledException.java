package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** The call was ended by this program: its thread was interrupted, or the client was closed. */
public class CancelledException extends DockerException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public CancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
