package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * A change was sent and the connection broke before its answer came: the engine may or may not have acted. The client never
 * sends such a request twice; look at the resource before doing it again. For a container that was to be made the client looks itself:
 * the message says whether it was removed again, or what to look for.
 */
public class AnswerLostException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public AnswerLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
