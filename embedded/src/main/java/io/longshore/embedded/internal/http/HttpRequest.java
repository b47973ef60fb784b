package io.longshore.embedded.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request. For the thread of its connection. */
public final class HttpRequest {
  private final String method;
  private final String path;
  private final boolean version10;
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, String> headers;
  private final InputStream body;
  private Map<String, String> pathValues = Map.of();
  private String apiVersion = "";

  private HttpRequest(
      String method, String path, boolean version10, Map<String, String> headers, InputStream body) {
    this.method = method;
    this.path = path;
    this.version10 = version10;
    this.headers = headers;
    this.body = body;
  }

  /** Reads a request's head; null when the peer closed between two requests. */
  static @Nullable HttpRequest read(Connection connection) throws IOException {
    List<String> head = connection.readHead();
    if (head == null) {
      return null;
    }
    String[] line = head.get(0).split(" ");
    if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
      throw HttpError.plain(400, "400 Bad Request");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : head.subList(1, head.size())) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw HttpError.plain(400, "400 Bad Request: malformed header");
      }
      headers.merge(header.substring(0, colon), header.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    String target = line[1];
    int mark = target.indexOf('?');
    HttpRequest request = new HttpRequest(
        line[0],
        decode(mark < 0 ? target : target.substring(0, mark), true),
        line[2].equals("HTTP/1.0"),
        headers,
        RequestBodyInput.of(connection, headers));
    if (mark >= 0) {
      request.parseQuery(target.substring(mark + 1));
    }
    return request;
  }

  private void parseQuery(String text) {
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), false);
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1), false);
      query.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
  }

  private static String decode(String text, boolean path) {
    try {
      return URLDecoder.decode(path ? text.replace("+", "%2B") : text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpError.plain(400, "400 Bad Request");
    }
  }

  /** The method, in capitals. */
  public String method() {
    return method;
  }

  /** The decoded path. */
  public String path() {
    return path;
  }

  /** Whether the peer speaks HTTP/1.0 and so no chunks. */
  boolean isVersion10() {
    return version10;
  }

  /** A header's value, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Whether a header's list of words holds a word, in any case. */
  public boolean headerHas(String name, String word) {
    String value = headers.get(name);
    return value != null
        && List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*")).contains(word);
  }

  /** The first value of a query parameter; empty when it is not given. */
  public String query(String name) {
    List<String> values = query.get(name);
    return values == null ? "" : values.get(0);
  }

  /** All values of a query parameter. */
  public List<String> queryAll(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** Whether a query parameter is given. */
  public boolean hasQuery(String name) {
    return query.containsKey(name);
  }

  /** A query parameter as an engine reads booleans: everything but nothing, 0, no, false and none is true. */
  public boolean flag(String name) {
    return switch (query(name).strip().toLowerCase(Locale.ROOT)) {
      case "", "0", "no", "false", "none" -> false;
      default -> true;
    };
  }

  /** What the path has at a place of the route's template. */
  public String pathValue(String name) {
    return pathValues.getOrDefault(name, "");
  }

  void pathValues(Map<String, String> values) {
    pathValues = values;
  }

  /** The API version that the path asks for. */
  public String apiVersion() {
    return apiVersion;
  }

  /** Returns the API version in the path. */
  public void apiVersion(String version) {
    apiVersion = version;
  }

  /** The body; empty when there is none. */
  public InputStream body() {
    return body;
  }
}
