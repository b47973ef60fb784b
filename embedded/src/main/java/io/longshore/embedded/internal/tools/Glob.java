package io.longshore.embedded.internal.tools;

import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.ProcessFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns of file names: {@code *}, {@code ?} and {@code [a-z]}; a backslash quotes what follows it. */
public final class Glob {
  private static final Pattern SET = Pattern.compile("(?s)\\[([!^]?)(]?(?:\\[:\\w+:]|\\\\.|[^]\\\\])+)]");
  private static final Pattern KIND = Pattern
      .compile("\\[:(alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit):]");
  private static final Pattern WILD = Pattern.compile("(?s)(\\\\.|[^\\\\*?\\[])*[*?\\[].*");

  private Glob() {}

  /** A text that means itself. */
  public static String quoted(String text) {
    return text.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  private static String unquoted(String pattern) {
    return pattern.replaceAll("(?s)\\\\(.)", "$1");
  }

  /** The paths that match, sorted; nothing for what is not a pattern. */
  public static List<String> find(ProcessFiles files, String pattern) {
    if (!WILD.matcher(pattern).matches()) {
      return List.of();
    }
    List<String> found = new ArrayList<>(List.of(""));
    String[] parts = pattern.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      String separator = i + 1 < parts.length ? "/" : "";
      List<String> next = new ArrayList<>();
      for (String directory : found) {
        if (!WILD.matcher(parts[i]).matches()) {
          next.add(directory + unquoted(parts[i]) + separator);
          continue;
        }
        for (String name : list(files, directory)) {
          if (matches(parts[i], name) && (separator.isEmpty() || files.isFolder(directory + name))) {
            next.add(directory + name + separator);
          }
        }
      }
      found = next;
    }
    return found.stream().filter(files::exists).toList();
  }

  private static List<String> list(ProcessFiles files, String directory) {
    try {
      return files.list(directory.isEmpty() ? "." : directory);
    } catch (FileError e) {
      return List.of();
    }
  }

  /** Whether a name matches; a dot at its beginning must be in the pattern. */
  static boolean matches(String pattern, String name) {
    return (!name.startsWith(".") || pattern.startsWith(".")) && regex(pattern).matcher(name).matches();
  }

  /** A pattern as a regular expression. */
  public static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      Matcher set = SET.matcher(pattern).region(i, pattern.length());
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (c == '[' && set.lookingAt()) {
        regex.append(set.group(1).isEmpty() ? "[" : "[^").append(inside(set.group(2))).append(']');
        i = set.end() - 1;
      } else {
        i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** What stands between brackets, as in a regular expression. */
  static String inside(String set) {
    StringBuilder inside = new StringBuilder();
    for (int i = 0; i < set.length(); i++) {
      Matcher kind = KIND.matcher(set).region(i, set.length());
      if (kind.lookingAt()) {
        String name = kind.group(1);
        inside.append("\\p{").append(
            name.equals("xdigit") ? "XDigit" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        inside.append('}');
        i = kind.end() - 1;
      } else {
        i += set.charAt(i) == '\\' && i + 1 < set.length() ? 1 : 0;
        boolean range = set.charAt(i) == '-' && i > 0 && i + 1 < set.length();
        inside.append(range || Character.isLetterOrDigit(set.charAt(i)) ? "" : "\\").append(set.charAt(i));
      }
    }
    return inside.toString();
  }
}
