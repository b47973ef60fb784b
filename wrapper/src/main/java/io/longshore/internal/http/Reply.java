package io.longshore.internal.http;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** An answer that has been read to its end. */
public record Reply<T>(int status, Headers headers, @Nullable T body) {
  /** Whether the call changed anything: engines answer 304 if all was so already. */
  public boolean hasChanged() {
    return status != 304;
  }

  /** Podman speaks this API too and says so in every answer; a proxy leaves that be, unlike {@code Server}. */
  public boolean isPodman() {
    return headers.get("Libpod-API-Version") != null;
  }
}
