package io.longshore.experimental;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses what this API would misunderstand, before anything is sent. */
final class Valid {
  private static final Pattern ID = Pattern.compile("[a-zA-Z_0-9-]+");
  private static final Pattern CONTROL = Pattern.compile("\\p{IsControl}");
  private static final int SHOWN = 100;
  private static final int HIGHEST_PORT = 65_535;

  private Valid() {}

  /** An id for a path, of this call or of the call that undoes it. */
  static String id(String what, String value) {
    notEmpty(what, value);
    if (!ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          shown(what, value) + " is not a valid id: this API allows only letters, digits, '_' and '-' in its paths."
              + " Give the id that create or list returned");
    }
    return value;
  }

  /** A name for a body. */
  static String name(String what, String value) {
    return printable(what, notEmpty(what, value));
  }

  /** A word that ends up in a file such as {@code /etc/hosts}, where white space separates words. */
  static String word(String what, String value) {
    name(what, value);
    if (value.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(shown(what, value) + " contains white space; give one word");
    }
    return value;
  }

  /**
   * The filter that asks for a name.
   *
   * @return null if no filter can express it: the whole list must be searched
   */
  static @Nullable String filterName(String what, String value) {
    filtering(what, value);
    return ID.matcher(printable(what, value)).matches() ? value : null;
  }

  /** The beginning of an id for a filter. */
  static String filterId(String what, String value) {
    filtering(what, value);
    return id(what, value);
  }

  static int port(String what, int value) {
    if (value < 0 || value > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          what + " " + value + " is not a valid port; ports go from 0 to " + HIGHEST_PORT);
    }
    return value;
  }

  private static void filtering(String what, String value) {
    if (Objects.requireNonNull(value, what).isBlank()) {
      throw new IllegalArgumentException(
          what + " is empty: an empty filter matches nothing, not everything; call list() for everything");
    }
  }

  private static String notEmpty(String what, String value) {
    if (Objects.requireNonNull(value, what).isBlank()) {
      throw new IllegalArgumentException(what + " is empty; give at least one visible character");
    }
    return value;
  }

  private static String printable(String what, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          shown(what, value) + " contains line ends or other control characters; leave them out");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          shown(what, value) + " contains half a surrogate pair, which no engine can be sent");
    }
    return value;
  }

  private static String shown(String what, String value) {
    String text = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    return what + " '" + CONTROL.matcher(text).replaceAll("?") + "'";
  }
}
