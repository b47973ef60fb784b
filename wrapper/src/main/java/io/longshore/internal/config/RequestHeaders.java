package io.longshore.internal.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Configured headers for every request. Their values are secrets: nothing here shows one. */
public final class RequestHeaders {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final int LONGEST = 64 * 1024;

  /** Headers that frame a message, describe its body or name the client belong to the client. */
  private static final Set<String> OWN = Set.of(
      "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
      "keep-alive",
      "te", "trailer", "transfer-encoding", "upgrade", "user-agent");

  private RequestHeaders() {}

  /** Whether the client sets this header itself and does not allow changes. */
  public static boolean isOwn(String name) {
    return OWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Checks a header that can be sent.
   *
   * @throws ConfigException naming the header, and never its value
   */
  public static void check(String name, String value, String source) {
    if (!TOKEN.matcher(name).matches()) {
      throw new ConfigException(source + " has " + Text.quote(name) + ", which is not a valid header name");
    }
    if (value.length() > LONGEST || value.chars().anyMatch(c -> c != '\t' && c < ' ' || c == 0x7f)) {
      throw new ConfigException(
          source + " contains a value for " + Text.quote(name)
              + " that cannot be sent: line breaks and control characters are not"
              + " allowed, nor more than " + LONGEST + " characters");
    }
  }

  /**
   * Those of the configuration file that may be sent: as with the CLI, they change none that the client sets itself.
   */
  static Map<String, String> ofFile(Map<String, String> headers, String source) {
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          check(name, value, source);
          if (!isOwn(name)) {
            kept.put(name, value);
          }
        });
    return kept;
  }
}
