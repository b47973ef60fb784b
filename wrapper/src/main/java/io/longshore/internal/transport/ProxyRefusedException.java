package io.longshore.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy answered in place of the engine that it wants credentials (407), which OkHttp would call a fault of the protocol. */
public final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String scheme;

  ProxyRefusedException(@Nullable String scheme) {
    super("A proxy wants credentials");
    this.scheme = scheme == null ? "" : scheme;
  }

  /** How it wants them, in its own words, or an empty string. */
  public String scheme() {
    return scheme;
  }
}
