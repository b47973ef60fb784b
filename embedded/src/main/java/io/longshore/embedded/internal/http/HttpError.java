package io.longshore.embedded.internal.http;

/** A response other than success, as an exception. */
public final class HttpError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean plain;

  /**
   * An error in the engine's JSON form.
   *
   * @param status the HTTP status
   * @param message the engine's words
   */
  public HttpError(int status, String message) {
    this(status, message, false);
  }

  private HttpError(int status, String message, boolean plain) {
    super(message, null, false, false);
    this.status = status;
    this.plain = plain;
  }

  /** An error as Go's {@code http.Error} writes it: plain text and a newline. */
  public static HttpError plain(int status, String message) {
    return new HttpError(status, message, true);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Whether the answer is plain text. */
  public boolean isPlain() {
    return plain;
  }

  /** The engine's words. */
  public String words() {
    String words = getMessage();
    return words == null ? "" : words;
  }
}
