package io.longshore.internal.http;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** An answer that has been read to its end. */
public record Reply<T>(int status, Headers headers, @Nullable T body) {
  /** Whether the call changed anything: engines answer 304 if nothing had to change. */
  public boolean hasChanged() {
    return status != 304;
  }

  /** Podman has this API too and says so in every response; proxies keep that header, unlike {@code Server}. */
  public boolean isPodman() {
    return headers.get("Libpod-API-Version") != null;
  }
}
