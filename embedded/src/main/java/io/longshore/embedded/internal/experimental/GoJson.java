package io.longshore.embedded.internal.experimental;

import org.jspecify.annotations.Nullable;

/** Returns Go's error message for bytes that are not JSON. */
final class GoJson {
  private static final String LITERALS = "true false null";

  private final byte[] json;
  private int at;

  private GoJson(byte[] json) {
    this.json = json;
  }

  /** The decoder's words; null when the bytes are one JSON value. */
  static @Nullable String complaint(byte[] json) {
    try {
      GoJson reader = new GoJson(json);
      reader.value();
      if (reader.skipSpace() < json.length) {
        throw reader.unexpected("after top-level value");
      }
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private int skipSpace() {
    while (at < json.length && " \t\r\n".indexOf(json[at]) >= 0) {
      at++;
    }
    return at;
  }

  private char peek() {
    if (at == json.length) {
      throw new IllegalArgumentException("unexpected end of JSON input");
    }
    return (char) (json[at] & 0xff);
  }

  private IllegalArgumentException unexpected(String where) {
    char found = peek();
    String shown = found == '\n' ? "\\n" : found == '\r' ? "\\r" : found == '\t' ? "\\t" : String.valueOf(found);
    shown = found == '\'' || found == '\\' ? "\\" + found
        : found < ' ' && shown.length() == 1 ? "\\x%02x".formatted((int) found) : shown;
    return new IllegalArgumentException("invalid character '" + shown + "' " + where);
  }

  /** Takes a character of a set, or complains. */
  private char take(String allowed, String where) {
    if (allowed.indexOf(peek()) < 0) {
      throw unexpected(where);
    }
    return (char) json[at++];
  }

  private void value() {
    skipSpace();
    char first = peek();
    if (first == '{') {
      members('}', "after object key:value pair");
    } else if (first == '[') {
      members(']', "after array element");
    } else if (first == '"') {
      string();
    } else if (first == '-' || first >= '0' && first <= '9') {
      number();
    } else if ("tfn".indexOf(first) >= 0) {
      int from = LITERALS.indexOf(first);
      String literal = LITERALS.substring(from).split(" ")[0];
      for (char each : literal.toCharArray()) {
        take(String.valueOf(each), "in literal " + literal + " (expecting '" + each + "')");
      }
    } else {
      throw unexpected("looking for beginning of value");
    }
  }

  private void members(char end, String after) {
    at++;
    skipSpace();
    if (peek() == end) {
      at++;
      return;
    }
    do {
      if (end == '}') {
        skipSpace();
        if (peek() != '"') {
          throw unexpected("looking for beginning of object key string");
        }
        string();
        skipSpace();
        take(":", "after object key");
      }
      value();
      skipSpace();
    } while (take("," + end, after) == ',');
  }

  private void string() {
    at++;
    while (peek() != '"') {
      if (peek() < ' ') {
        throw unexpected("in string literal");
      }
      if (json[at++] == '\\' && take("bfnrt\\/\"u", "in string escape code") == 'u') {
        for (int i = 0; i < 4; i++) {
          take("0123456789abcdefABCDEF", "in \\u hexadecimal character escape");
        }
      }
    }
    at++;
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (take("0123456789", "in numeric literal") != '0') {
      digits();
    }
    if (at < json.length && peek() == '.') {
      at++;
      take("0123456789", "after decimal point in numeric literal");
      digits();
    }
    if (at < json.length && (peek() == 'e' || peek() == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      take("0123456789", "in exponent of numeric literal");
      digits();
    }
  }

  private void digits() {
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
  }
}
