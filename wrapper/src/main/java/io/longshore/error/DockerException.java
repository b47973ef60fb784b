package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that goes wrong between this client and an engine. Messages say what to do next and never hold a
 * secret. Wrong arguments are not here: they are {@link IllegalArgumentException} or {@link NullPointerException}, thrown
 * before anything is sent.
 */
public class DockerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * For subclasses and for failures of no kind of their own.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public DockerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
