package io.longshore.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A kept connection turned out to be closed by the engine before any byte of the request was sent: safe to try again.
 */
public final class StaleConnectionException extends IOException {

  private static final long serialVersionUID = 1L;

  StaleConnectionException(@Nullable IOException cause) {
    super("The engine closed the connection before the request was sent; the engine did not see the request", cause);
  }
}
