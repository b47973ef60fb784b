package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** The engine did not do within a deadline what it had to; the message names the deadline that passed. */
public class DeadlineException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public DeadlineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
