package io.longshore.embedded.internal.toolbox;

import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.ProcessFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns of file names: {@code *}, {@code ?} and {@code [a-z]}; a backslash quotes what follows it. */
final class Glob {
  private static final Pattern WILD = Pattern.compile("(?s)(\\\\.|[^\\\\*?\\[])*[*?\\[].*");

  private Glob() {}

  /** A text that means itself. */
  static String quoted(String text) {
    return text.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  private static String unquoted(String pattern) {
    return pattern.replaceAll("(?s)\\\\(.)", "$1");
  }

  /** The paths that match, sorted; nothing for what is no pattern. */
  static List<String> find(ProcessFiles files, String pattern) {
    if (!WILD.matcher(pattern).matches()) {
      return List.of();
    }
    List<String> found = new ArrayList<>(List.of(""));
    String[] parts = pattern.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      String separator = i + 1 < parts.length ? "/" : "";
      List<String> next = new ArrayList<>();
      for (String folder : found) {
        if (!WILD.matcher(parts[i]).matches()) {
          next.add(folder + unquoted(parts[i]) + separator);
          continue;
        }
        for (String name : list(files, folder)) {
          if (matches(parts[i], name) && (separator.isEmpty() || files.isFolder(folder + name))) {
            next.add(folder + name + separator);
          }
        }
      }
      found = next;
    }
    return found.stream().filter(files::exists).toList();
  }

  private static List<String> list(ProcessFiles files, String folder) {
    try {
      return files.list(folder.isEmpty() ? "." : folder);
    } catch (FileError e) {
      return List.of();
    }
  }

  /** Whether a name matches; a dot at its beginning has to be in the pattern. */
  static boolean matches(String pattern, String name) {
    if (name.startsWith(".") && !pattern.startsWith(".")) {
      return false;
    }
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = pattern.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[").replace("&", "\\&");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
      } else {
        i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    return name.matches(regex.toString());
  }
}
