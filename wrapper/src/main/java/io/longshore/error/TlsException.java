package io.longshore.error;

import org.jspecify.annotations.Nullable;

/** The TLS handshake failed: a certificate that is not trusted, missing or refused, or a server without TLS. */
public class TlsException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param message what went wrong and what to do
   * @param cause the cause, or null
   */
  public TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
