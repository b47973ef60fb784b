package io.longshore.embedded.internal.http;

import java.io.IOException;

/** Ends an answer whose fault has happened. */
final class FaultError extends IOException {
  private static final long serialVersionUID = 1L;

  FaultError(FaultRule rule) {
    super("injected: " + rule.kind());
  }
}
