package io.longshore.internal.http;

import java.io.IOException;
import java.util.Objects;

/** The caller's own stream failed while it was being sent: no fault of the connection. */
final class BodySourceException extends IOException {
  private static final long serialVersionUID = 1L;

  BodySourceException(IOException cause) {
    super(cause);
  }

  String reason() {
    return Failures.reason(Objects.requireNonNull(getCause()));
  }
}
