package io.longshore.internal.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Reads an engine's address as the docker CLI reads DOCKER_HOST, and also {@code http://} and {@code https://}, which
 * the CLI does not accept: see docs/decisions/0024-addresses.md. An address that the CLI accepts and this client cannot
 * reach passes here: the transport refuses it.
 */
public final class HostAddress {
  static final String DEFAULT_SOCKET = "unix:///var/run/docker.sock";

  private static final String EXAMPLES = ", such as unix:///var/run/docker.sock, tcp://127.0.0.1:2375 or https://docker.example.com";
  private static final int LONGEST = 4096;
  // The CLI's default even under TLS; 2376 is used only when no host is given at all.
  private static final int DEFAULT_PORT = 2375;
  private static final Pattern NO_MARK = Pattern.compile("(unix|tcp|ssh|npipe|https?)(:|//).*");
  private static final Pattern DOTS = Pattern.compile("(?i)(.*/)?(\\.|%2e){1,2}(/.*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");

  private HostAddress() {}

  /**
   * The address in full: scheme, and for tcp host and port.
   *
   * @param source who gave the address, for messages
   * @throws ConfigException if it is not a valid address; a user and password in it are not repeated
   */
  public static String parse(String text, String source) {
    Objects.requireNonNull(text, "text");
    String address = text.strip();
    if (address.isEmpty()) {
      // The CLI takes this for its default socket; a broken setting must not pick an engine.
      throw new ConfigException(source + " is blank; unset it or give an address" + EXAMPLES);
    }
    if (address.length() > LONGEST) {
      throw new ConfigException(
          source + " is too long for an address (" + address.length() + " characters)");
    }
    if (address.chars().anyMatch(c -> Text.isUnprintable((char) c))) {
      throw invalid(source, address, "it contains control characters");
    }
    int mark = address.indexOf("://");
    if (mark < 0 && NO_MARK.matcher(address).matches()) {
      // The CLI would look for a host called "unix".
      throw invalid(source, address, "the scheme must be followed by ://");
    }
    if (mark < 0 && impliedScheme(address).equals("tcp") && address.indexOf('/') >= 0) {
      // The CLI would look for a host called "var" for var/run/docker.sock.
      throw invalid(
          source, address,
          "write unix:///path for a socket, or tcp://host:port/path or https://host/path for a server");
    }
    String scheme = mark < 0 ? impliedScheme(address) : address.substring(0, mark);
    String rest = mark < 0 ? address : address.substring(mark + 3);
    if (rest.contains("://")) {
      throw invalid(source, address, "it names two schemes");
    }
    switch (scheme) {
      case "unix" :
        return unix(rest, source, address);
      case "tcp" :
        return tcp(rest, source, address);
      case "ssh" :
        refusePassword(rest, source);
        return address;
      case "npipe" :
        return address;
      case "http" :
      case "https" :
        return web(scheme, rest, source, address);
      default :
        throw invalid(source, address, "the scheme is not one of unix, tcp, http, https, ssh, npipe");
    }
  }

  private static String impliedScheme(String address) {
    return address.startsWith("/") || address.startsWith("./") ? "unix" : "tcp";
  }

  private static String unix(String path, String source, String address) {
    if (path.isEmpty()) {
      return DEFAULT_SOCKET;
    }
    try {
      Path unused = Path.of(path);
    } catch (InvalidPathException e) {
      throw invalid(source, address, "it is not a path");
    }
    return "unix://" + path;
  }

  private static String tcp(String rest, String source, String address) {
    Parts parts = Parts.of(rest, source, address);
    String host = parts.host.isEmpty() ? "localhost" : hostName(parts.host, source, address);
    int port = parts.port.isEmpty() ? DEFAULT_PORT : port(parts.port, source, address);
    return "tcp://" + host + ":" + port + parts.path;
  }

  private static String web(String scheme, String rest, String source, String address) {
    Parts parts = Parts.of(rest, source, address);
    if (parts.host.isEmpty()) {
      throw invalid(source, address, "the host name is missing");
    }
    String host = hostName(parts.host, source, address);
    return scheme + "://" + host + (parts.port.isEmpty() ? "" : ":" + port(parts.port, source, address)) + parts.path;
  }

  /** Parts of an address over TCP; host and port are empty if they are missing, and the path ends without a slash. */
  private record Parts(String host, String port, String path) {

    static Parts of(String rest, String source, String address) {
      if (rest.indexOf('@') >= 0) {
        // Not quoted: it may hold a password. The CLI drops it silently.
        throw new ConfigException(
            source + " contains a user name, which an engine takes in a header only: HttpHeaders of config.json, or"
                + " DockerClient.Builder.header(…); in a path, write %40 for @");
      }
      if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
        throw invalid(source, address, "nothing may follow the path, no ? and no #");
      }
      int slash = rest.indexOf('/');
      String authority = slash < 0 ? rest : rest.substring(0, slash);
      String path = slash < 0 ? "" : path(rest.substring(slash), source, address);
      if (authority.isEmpty() && !path.isEmpty()) {
        throw invalid(source, address, "the host name is missing");
      }
      int bracket = authority.lastIndexOf(']');
      int colon = authority.lastIndexOf(':');
      if (authority.indexOf(':') != colon && bracket < 0 || colon < bracket) {
        return new Parts(authority, "", path); // an IPv6 address, bare ones have no room for a port
      }
      return colon < 0
          ? new Parts(authority, "", path)
          : new Parts(authority.substring(0, colon), authority.substring(colon + 1), path);
    }

    private static String path(String path, String source, String address) {
      if (path.indexOf('\\') >= 0 || DOTS.matcher(path).matches()) {
        throw invalid(source, address, "the path may contain neither . and .. between slashes nor backslashes");
      }
      return path.replaceAll("/+$", "");
    }
  }

  private static String hostName(String host, String source, String address) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (IPV6.matcher(bare).matches()) {
      return "[" + bare + "]";
    }
    if (bracketed || !NAME.matcher(bare).matches()) {
      throw invalid(source, address, "the host name is not valid");
    }
    return bare;
  }

  private static int port(String port, String source, String address) {
    if (port.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(port);
      if (number >= 1 && number <= 65535) {
        return number;
      }
    }
    throw invalid(source, address, "the port is not between 1 and 65535");
  }

  private static void refusePassword(String rest, String source) {
    int at = rest.lastIndexOf('@');
    if (at >= 0 && rest.lastIndexOf(':', at) >= 0) {
      throw new ConfigException(
          source + " contains a password; use a key with ssh, as the docker CLI demands");
    }
  }

  private static ConfigException invalid(String source, String address, String why) {
    // Anything before an @ may be a password, wherever else the address is wrong.
    String shown = address.indexOf('@') < 0 ? " " + Text.quote(address) : "";
    return new ConfigException(source + " is not a usable address" + shown + ": " + why);
  }
}
