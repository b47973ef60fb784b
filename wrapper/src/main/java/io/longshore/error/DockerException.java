package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of all failures between this client and an engine. Messages say what to do next and never contain a
 * secret. Wrong arguments throw {@link IllegalArgumentException} or {@link NullPointerException} instead, before
 * anything is sent.
 */
public class DockerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * For subclasses, and for failures without a class of their own.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public DockerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
