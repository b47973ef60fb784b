package io.longshore.internal.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an engine listens. {@code toString} gives the form that {@code DOCKER_HOST} takes. */
public sealed interface EngineAddress {

  int PLAIN_PORT = 2375;
  int TLS_PORT = 2376;

  /** A unix domain socket; the path is absolute. */
  record Unix(Path path) implements EngineAddress {
    public Unix {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("The socket path is not absolute: '" + path + "'");
      }
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /** Plain TCP: no encryption and no authentication. An IPv6 host stands without brackets. */
  record Tcp(String host, int port) implements EngineAddress {
    public Tcp {
      checkPort(port, host + ":" + port);
    }

    @Override
    public String toString() {
      return hostAndPort(host, port);
    }
  }

  /** TLS over TCP. An IPv6 host stands without brackets. */
  record Tls(String host, int port, TlsMaterial tls) implements EngineAddress {
    public Tls {
      checkPort(port, host + ":" + port);
    }

    @Override
    public String toString() {
      return hostAndPort(host, port);
    }
  }

  /**
   * Reads the text of {@code DOCKER_HOST}.
   *
   * <p>As in the docker CLI, {@code tcp://} speaks TLS exactly when there is TLS material, and a unix socket never does.
   * A port left out becomes 2375, or 2376 with TLS.
   *
   * @throws IllegalArgumentException naming the text, when it is no address this library can reach
   */
  static EngineAddress parse(@Nullable String dockerHost, @Nullable TlsMaterial tls) {
    if (dockerHost == null || dockerHost.isBlank()) {
      throw new IllegalArgumentException("The engine address is empty; use unix:///path or tcp://host:port");
    }
    if (dockerHost.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("The engine address contains a control character: '" + printable(dockerHost) + "'");
    }
    int split = dockerHost.indexOf("://");
    if (split < 0) {
      throw invalid(dockerHost, "it has no scheme; write unix:///path or tcp://host:port");
    }
    String scheme = dockerHost.substring(0, split);
    String rest = dockerHost.substring(split + 3);
    return switch (scheme) {
      case "unix" -> unix(dockerHost, rest);
      case "tcp" -> tls == null ? plain(dockerHost) : secure(dockerHost, tls);
      case "http" -> {
        if (tls != null) {
          throw invalid(dockerHost, "http is not encrypted, but TLS material is given; write tcp:// or https://");
        }
        yield plain(dockerHost);
      }
      case "https" -> {
        if (tls == null) {
          throw invalid(dockerHost, "https needs certificates; set DOCKER_CERT_PATH");
        }
        yield secure(dockerHost, tls);
      }
      case "npipe", "ssh" -> throw invalid(dockerHost, scheme + " is not supported yet; use unix:// or tcp://");
      default -> throw invalid(dockerHost, "the scheme '" + scheme + "' is not supported; use unix:// or tcp://");
    };
  }

  private static Unix unix(String text, String rest) {
    if (!rest.startsWith("/")) {
      throw invalid(text, "a unix socket needs an absolute path, as in unix:///var/run/docker.sock");
    }
    try {
      return new Unix(Path.of(rest));
    } catch (InvalidPathException e) {
      throw invalid(text, e.getReason());
    }
  }

  private static Tcp plain(String text) {
    URI uri = hostUri(text);
    return new Tcp(host(uri), port(text, uri, PLAIN_PORT));
  }

  private static Tls secure(String text, TlsMaterial tls) {
    URI uri = hostUri(text);
    return new Tls(host(uri), port(text, uri, TLS_PORT), tls);
  }

  private static URI hostUri(String text) {
    URI uri;
    try {
      uri = new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw invalid(text, e.getReason());
    }
    if (uri.getHost() == null) {
      throw invalid(text, "it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "Not an engine address: user names and passwords are not supported (host '" + uri.getHost() + "')");
    }
    String path = uri.getRawPath();
    if (!path.isEmpty() && !path.equals("/") || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid(text, "nothing may follow the port");
    }
    return uri;
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String text, URI uri, int otherwise) {
    if (uri.getPort() == -1) {
      return otherwise;
    }
    checkPort(uri.getPort(), text);
    return uri.getPort();
  }

  private static void checkPort(int port, String text) {
    if (port < 1 || port > 65535) {
      throw invalid(text, "the port is not within 1 to 65535");
    }
  }

  private static String hostAndPort(String host, int port) {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("Not an engine address: '" + text + "': " + reason);
  }
}
