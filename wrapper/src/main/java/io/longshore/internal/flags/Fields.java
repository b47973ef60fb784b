package io.longshore.internal.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values that consist of fields with commas between them, such as {@code type=bind,source=/a,target=/b}; quotes around
 * a field let it contain commas. Messages never show a value, which may be a password for a mount.
 */
final class Fields {
  private Fields() {}

  /** A field: a key, and its value if it has one. */
  record Field(String key, String value, boolean hasValue) {}

  /**
   * Splits the fields into keys and values.
   *
   * @param flags keys that need no value
   */
  static List<Field> of(String text, Set<String> flags) {
    List<Field> fields = new ArrayList<>();
    for (String field : split(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      if (equals < 0 && !flags.contains(key)) {
        throw new IllegalArgumentException(
            "field " + (fields.size() + 1) + " is not a key with a value; write key=value");
      }
      fields.add(new Field(key, equals < 0 ? "" : field.substring(equals + 1), equals >= 0));
    }
    return fields;
  }

  static IllegalArgumentException unexpected(String key) {
    return new IllegalArgumentException("the key '" + key + "' is unknown");
  }

  /** The fields, as in a file of comma-separated values. */
  static List<String> split(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled || c != '"') {
          field.append(c);
          i += doubled ? 1 : 0;
        } else {
          quoted = false;
        }
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
        start = true;
        continue;
      } else if (c == '"') {
        if (!start) {
          throw new IllegalArgumentException("a quote must be around a whole field");
        }
        quoted = true;
      } else {
        field.append(c);
      }
      start = false;
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    fields.add(field.toString());
    return fields;
  }
}
