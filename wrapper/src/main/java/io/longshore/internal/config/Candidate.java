package io.longshore.internal.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address at which an engine may answer.
 *
 * @param source where it came from, for messages: {@code DOCKER_HOST}, {@code context 'x' from
 *     DOCKER_CONTEXT}, {@code default socket}
 * @param host {@code unix:///path}, {@code tcp://host:port[/path]}, {@code https://host[:port][/path]} or the same with
 *     http, or {@code ssh://…} and {@code npipe://…} as given
 * @param tls null for plain connections; always set for https, and otherwise for tcp only
 * @param explicit whether it was configured; false for the default addresses
 */
public record Candidate(String source, String host, @Nullable TlsFiles tls, boolean explicit) {

  static final String UNIX = "unix://";
  /** Part of the source of each of Podman's sockets. */
  static final String PODMAN = "Podman socket";
  /** The source of an address that the program itself gave; the environment is then ignored. */
  private static final String PROGRAM = "host";

  public Candidate {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(host, "host");
  }

  /** One that was configured. */
  public Candidate(String source, String host, @Nullable TlsFiles tls) {
    this(source, host, tls, true);
  }

  /**
   * One that the program gave.
   *
   * @param directory of the TLS files; null for none
   * @param ownContext whether the program has its own TLS context
   */
  public static Candidate ofProgram(String host, @Nullable Path directory, boolean ownContext) {
    String address = HostAddress.parse(host, PROGRAM);
    boolean https = address.startsWith("https://");
    if (directory != null && ownContext) {
      throw new ConfigException(
          "tls and sslContext are both set; a context has its certificates already: set one of them");
    }
    if ((directory != null || ownContext) && !https && !address.startsWith("tcp://")) {
      throw new ConfigException(
          (ownContext ? "sslContext" : "tls") + " is set and the host is " + address
              + "; TLS is for tcp://… and https://… only");
    }
    TlsFiles without = https && !ownContext ? TlsFiles.JVM : null;
    return new Candidate(PROGRAM, address, directory == null ? without : TlsFiles.given(directory, https));
  }

  /** Whether the program gave it, rather than its environment. */
  public boolean byProgram() {
    return source.equals(PROGRAM);
  }

  /** Whether it is one of Podman's default addresses. */
  public boolean isPodman() {
    return !explicit && source.contains(PODMAN);
  }

  /** The socket file of a unix address. */
  public Optional<Path> socket() {
    return host.startsWith(UNIX)
        ? Optional.of(Path.of(host.substring(UNIX.length())))
        : Optional.empty();
  }
}
