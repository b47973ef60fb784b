package io.longshore.internal.http;

import io.longshore.error.UnsupportedException;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * An engine that answered, and what it said of itself.
 *
 * @param transport the connections to it
 * @param newest the newest API version that it speaks; null if it did not report one
 * @param experimental whether it serves the experimental networking API; null until it was checked
 * @param podman whether it is Podman, which begins some answers only when there is something to send
 */
record Engine(Transport transport, @Nullable ApiVersion newest, @Nullable Boolean experimental, boolean podman) {
  String where() {
    return transport.address().toString();
  }

  Engine withExperimental(boolean served) {
    return new Engine(transport, newest, served, podman);
  }

  /** The version to speak if none is pinned. */
  ApiVersion negotiated() {
    if (newest == null) {
      throw new UnsupportedException(
          "the server at " + where()
              + " does not report an API version: it is not a Docker engine, or it is an experimental network server,"
              + " which docker.experimental() is for. Check the address and its path; if it is an engine, pin the API"
              + " version",
          null);
    }
    if (Dialect.OLDEST.isAfter(newest)) {
      throw new UnsupportedException(
          "the engine at " + where() + " speaks API " + newest + " at most; this client speaks " + Dialect.OLDEST
              + " to "
              + Dialect.NEWEST + (newest.equals(Dialect.EXPERIMENTAL_VERSION) ? docker18() : ""),
          null);
    }
    return newest.isAfter(Dialect.NEWEST) ? Dialect.NEWEST : newest;
  }

  private String docker18() {
    return Boolean.FALSE.equals(experimental)
        ? ". It is Docker 1.8 without experimental networks, which only its experimental build has: use a newer engine"
        : ". It is Docker 1.8: its experimental networks are at docker.experimental()";
  }
}
