package io.longshore.internal.transport;

import java.io.IOException;

/**
 * A request that changes something was sent at least in part, and its answer is lost: it must not be sent again
 * blindly.
 */
public final class AnswerLostIOException extends IOException {

  private static final long serialVersionUID = 1L;

  AnswerLostIOException(String request, IOException cause) {
    super(
        request + " was sent, but its response was lost; the engine may have acted on it (" + cause.getMessage() + ")",
        cause);
  }
}
