package io.longshore.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy requires credentials (407), which OkHttp would report as a protocol error. */
public final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String scheme;

  ProxyRefusedException(@Nullable String scheme) {
    super("A proxy requires credentials");
    this.scheme = scheme == null ? "" : scheme;
  }

  /** How to authenticate, in its own words, or an empty string. */
  public String scheme() {
    return scheme;
  }
}
