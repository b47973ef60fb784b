package io.longshore.internal.transport;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where an engine listens. {@code toString} gives the form that {@code DOCKER_HOST} takes. */
public sealed interface EngineAddress {

  /** What the URLs of requests start with. */
  HttpUrl url();

  /** The path below which the engine is, encoded and without a slash at its end; empty if there is none. */
  default String base() {
    return url().encodedPath().replaceFirst("/+$", "");
  }

  /** A unix domain socket; the path is absolute. */
  record Unix(Path path) implements EngineAddress {
    public Unix {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("The socket path is not absolute: '" + path + "'");
      }
    }

    /**
     * The host is a placeholder: the sockets know the path. Short, because OkHttp makes it canonical again for every
     * call.
     */
    @Override
    public HttpUrl url() {
      return Authority.url("http", "d", 80);
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /** Plain TCP: no encryption and no authentication. */
  record Tcp(HttpUrl url, String text) implements EngineAddress {
    /** {@code tcp://host:port}; an IPv6 host has no brackets. */
    public Tcp(String host, int port) {
      this(Authority.url("http", host, port), Authority.text(host, port));
    }

    public String host() {
      return url.host();
    }

    public int port() {
      return url.port();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** TLS over TCP. */
  record Tls(HttpUrl url, String text, TlsMaterial tls) implements EngineAddress {
    /** {@code tcp://host:port}; an IPv6 host has no brackets. */
    public Tls(String host, int port, TlsMaterial tls) {
      this(Authority.url("https", host, port), Authority.text(host, port), tls);
    }

    public String host() {
      return url.host();
    }

    public int port() {
      return url.port();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads an address in full, as the configuration gives it: {@code unix:///path}, {@code tcp://host:port}, or
   * {@code http://host} and {@code https://host} with a port or the scheme's own. All but sockets may have a path,
   * below which a proxy serves the engine.
   *
   * <p>As in the docker CLI, {@code tcp://} speaks TLS exactly when there is TLS material, and a unix socket never
   * does. {@code https://} always does and {@code http://} never.
   *
   * @throws IllegalArgumentException naming the text and what to write, if this library cannot reach such an address
   */
  static EngineAddress parse(String text, @Nullable TlsMaterial tls) {
    int split = text.indexOf("://");
    String scheme = split < 0 ? "" : text.substring(0, split);
    return switch (scheme) {
      case "unix" -> unix(text, text.substring(split + 3));
      case "tcp" -> tcp(text, text.substring(split + 3), tls);
      case "http", "https" -> web(text, scheme, text.substring(split + 3), tls);
      case "npipe", "ssh" -> throw invalid(text, scheme + " is not supported yet; use unix://, tcp:// or https://");
      default -> throw invalid(text, "write unix:///path, tcp://host:port or https://host");
    };
  }

  private static Unix unix(String text, String path) {
    if (!path.startsWith("/")) {
      throw invalid(text, "a unix socket needs an absolute path, as in unix:///var/run/docker.sock");
    }
    try {
      return new Unix(Path.of(path));
    } catch (InvalidPathException e) {
      throw invalid(text, e.getReason());
    }
  }

  private static EngineAddress tcp(String text, String rest, @Nullable TlsMaterial tls) {
    Matcher parts = Authority.FORM.matcher(rest);
    if (!parts.matches() || parts.group("port") == null) {
      throw invalid(text, "write tcp://host:port, with IPv6 addresses in brackets");
    }
    HttpUrl url = Authority.url(text, tls == null ? "http" : "https", parts, "tcp://host:port");
    return tls == null ? new Tcp(url, text) : new Tls(url, text, tls);
  }

  private static EngineAddress web(String text, String scheme, String rest, @Nullable TlsMaterial tls) {
    Matcher parts = Authority.FORM.matcher(rest);
    if (!parts.matches()) {
      throw invalid(text, "write " + scheme + "://host or " + scheme + "://host:port, with IPv6 addresses in brackets");
    }
    if (scheme.equals("https") != (tls != null)) {
      throw invalid(text, "https:// goes with TLS and http:// without");
    }
    HttpUrl url = Authority.url(text, scheme, parts, scheme + "://host");
    return tls == null ? new Tcp(url, text) : new Tls(url, text, tls);
  }

  private static IllegalArgumentException invalid(String text, @Nullable String reason) {
    return new IllegalArgumentException("Not an engine address: '" + text + "': " + reason);
  }

  /** Host, port and path of an address. */
  final class Authority {
    private static final Pattern FORM = Pattern.compile(
        "(?:\\[(?<ipv6>[^\\]/?#@]+)]|(?<name>[^\\s:/?#@\\[\\]]+))(?::(?<port>[0-9]{1,5}))?(?<path>(?:/[^?#]*)?)");

    private Authority() {}

    private static HttpUrl url(String text, String scheme, Matcher parts, String form) {
      String ipv6 = parts.group("ipv6");
      String host = ipv6 == null ? parts.group("name") : ipv6;
      if (host.contains("%")) {
        throw invalid(text, "zones of IPv6 addresses are not supported; write an address without one, or a host name");
      }
      String port = parts.group("port");
      String path = parts.group("path");
      try {
        int number = port == null ? HttpUrl.defaultPort(scheme) : Integer.parseInt(port);
        return url(scheme, host, number).newBuilder().encodedPath(path.isEmpty() ? "/" : path).build();
      } catch (IllegalArgumentException e) {
        throw invalid(text, e.getMessage() + "; write " + form);
      }
    }

    private static HttpUrl url(String scheme, String host, int port) {
      return new HttpUrl.Builder().scheme(scheme).host(host).port(port).build();
    }

    private static String text(String host, int port) {
      return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
