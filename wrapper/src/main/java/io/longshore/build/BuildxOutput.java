package io.longshore.build;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A place for the result, in the syntax of {@code docker buildx build --output}. */
final class BuildxOutput {
  /** The rest of what the command reads as a false is an archive. */
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "False", "FALSE");

  private BuildxOutput() {}

  /** Whether the command would print the result, where an archive is lost among its words. */
  static boolean isPrinted(String output) {
    if (output.equals("-")) {
      return true;
    }
    Map<String, String> fields = fields(output);
    String type = fields.getOrDefault("type", "");
    String dest = fields.getOrDefault("dest", "");
    boolean needsFile = type.equals("tar") || type.equals("oci") && !FALSE.contains(fields.getOrDefault("tar", ""));
    return dest.equals("-") || dest.isEmpty() && needsFile;
  }

  /** A line of comma-separated values, each a name with its value. The command refuses one that is not. */
  private static Map<String, String> fields(String output) {
    Map<String, String> fields = new HashMap<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < output.length(); i++) {
      char c = output.charAt(i);
      if (c == ',' && !quoted) {
        add(fields, field);
      } else if (c != '"') {
        field.append(c);
      } else if (quoted && output.startsWith("\"\"", i)) {
        field.append(c);
        i++;
      } else {
        quoted = !quoted;
      }
    }
    add(fields, field);
    return fields;
  }

  private static void add(Map<String, String> fields, StringBuilder field) {
    int equals = field.indexOf("=");
    if (equals >= 0) {
      fields.put(field.substring(0, equals).toLowerCase(Locale.ROOT).strip(), field.substring(equals + 1));
    }
    field.setLength(0);
  }
}
