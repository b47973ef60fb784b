package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * A change was sent and the connection broke before the response came: the engine may or may not have acted. The client
 * never sends such a request twice; check the resource before you try again. If a container was being created, the
 * client checks itself: the message says whether the container was removed, or what to look for.
 */
public class AnswerLostException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public AnswerLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
