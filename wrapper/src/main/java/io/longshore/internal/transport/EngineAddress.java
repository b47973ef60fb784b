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

  /** A unix domain socket; the path is absolute. */
  record Unix(Path path) implements EngineAddress {
    public Unix {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("The socket path is not absolute: '" + path + "'");
      }
    }

    /** The host is a placeholder: the sockets know the path. Short, because OkHttp makes it canonical again for every call. */
    @Override
    public HttpUrl url() {
      return Authority.url("http", "d", 80);
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /** Plain TCP: no encryption and no authentication. An IPv6 host stands without brackets. */
  record Tcp(String host, int port) implements EngineAddress {
    /** Checks that there is a URL, so that no request fails for want of one. */
    public Tcp {
      Authority.url("http", host, port);
    }

    @Override
    public HttpUrl url() {
      return Authority.url("http", host, port);
    }

    @Override
    public String toString() {
      return Authority.text(host, port);
    }
  }

  /** TLS over TCP. An IPv6 host stands without brackets. */
  record Tls(String host, int port, TlsMaterial tls) implements EngineAddress {
    /** Checks that there is a URL, so that no request fails for want of one. */
    public Tls {
      Authority.url("https", host, port);
    }

    @Override
    public HttpUrl url() {
      return Authority.url("https", host, port);
    }

    @Override
    public String toString() {
      return Authority.text(host, port);
    }
  }

  /**
   * Reads an address in full, as the configuration gives it: {@code unix:///path} or {@code tcp://host:port}.
   *
   * <p>As in the docker CLI, {@code tcp://} speaks TLS exactly when there is TLS material, and a unix socket never does.
   *
   * @throws IllegalArgumentException naming the text and what to write, when it is no address this library can reach
   */
  static EngineAddress parse(String text, @Nullable TlsMaterial tls) {
    int split = text.indexOf("://");
    String scheme = split < 0 ? "" : text.substring(0, split);
    return switch (scheme) {
      case "unix" -> unix(text, text.substring(split + 3));
      case "tcp" -> tcp(text, text.substring(split + 3), tls);
      case "npipe", "ssh" -> throw invalid(text, scheme + " is not supported yet; use unix:// or tcp://");
      default -> throw invalid(text, "write unix:///path or tcp://host:port");
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
    if (!parts.matches()) {
      throw invalid(text, "write tcp://host:port, with IPv6 addresses in brackets");
    }
    String bracketed = parts.group("ipv6");
    String host = bracketed == null ? parts.group("name") : bracketed;
    if (!parts.group("more").isEmpty()) {
      throw invalid(text, "nothing may follow the port; write tcp://" + rest.substring(0, parts.start("more")));
    }
    if (host.contains("%")) {
      throw invalid(text, "zones of IPv6 addresses are not supported; write an address without one, or a host name");
    }
    int port = Integer.parseInt(parts.group("port"));
    try {
      return tls == null ? new Tcp(host, port) : new Tls(host, port, tls);
    } catch (IllegalArgumentException e) {
      throw invalid(text, e.getMessage() + "; write tcp://host:port");
    }
  }

  private static IllegalArgumentException invalid(String text, @Nullable String reason) {
    return new IllegalArgumentException("Not an engine address: '" + text + "': " + reason);
  }

  /** Host and port of an address. */
  final class Authority {
    private static final Pattern FORM =
        Pattern.compile("(?:\\[(?<ipv6>[^\\]/?#@]+)]|(?<name>[^\\s:/?#@\\[\\]]+)):(?<port>[0-9]{1,5})(?<more>(?:/.*)?)");

    private Authority() {}

    private static HttpUrl url(String scheme, String host, int port) {
      return new HttpUrl.Builder().scheme(scheme).host(host).port(port).build();
    }

    private static String text(String host, int port) {
      return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
