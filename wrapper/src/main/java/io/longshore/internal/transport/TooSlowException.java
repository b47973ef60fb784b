package io.longshore.internal.transport;

import java.net.SocketTimeoutException;

/** A body came, a little now and then, but not enough of it in time. */
public final class TooSlowException extends SocketTimeoutException {

  private static final long serialVersionUID = 1L;

  TooSlowException() {
    super("the response came too slowly");
  }
}
