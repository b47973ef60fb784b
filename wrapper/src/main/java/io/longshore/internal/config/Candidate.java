package io.longshore.internal.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address at which an engine may answer.
 *
 * @param source who named it, for messages: {@code DOCKER_HOST}, {@code context 'x' from
 *     DOCKER_CONTEXT}, {@code default socket}
 * @param host {@code unix:///path}, {@code tcp://host:port[/path]}, or {@code ssh://…} and {@code
 *     npipe://…} as given
 * @param tls null for plain connections; only ever set for tcp
 * @param explicit whether somebody named it; false for the places where engines usually are
 */
public record Candidate(String source, String host, @Nullable TlsFiles tls, boolean explicit) {

  static final String UNIX = "unix://";

  public Candidate {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(host, "host");
  }

  /** One that somebody named. */
  public Candidate(String source, String host, @Nullable TlsFiles tls) {
    this(source, host, tls, true);
  }

  /** The socket file of a unix address. */
  public Optional<Path> socket() {
    return host.startsWith(UNIX)
        ? Optional.of(Path.of(host.substring(UNIX.length())))
        : Optional.empty();
  }
}
