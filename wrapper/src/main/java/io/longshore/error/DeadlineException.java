package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** A call took longer than its timeout; the message names the timeout. */
public class DeadlineException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public DeadlineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
