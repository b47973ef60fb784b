package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.files.Names;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Patterns of paths as Go reads them, and {@code .dockerignore}, which has {@code **} too. */
final class PathPattern {
  private static final Pattern SET = Pattern.compile("\\[(\\^?)((?:\\\\.|[^]\\\\])+)].*", Pattern.DOTALL);

  private PathPattern() {}

  /** Whether a path of {@code COPY} is one. */
  static boolean isOne(String path) {
    return path.matches("(?s)(?:\\\\.|[^\\\\*?\\[])*[*?\\[].*");
  }

  /** What it matches; null for one that is malformed and so matches nothing. */
  static @Nullable Pattern compile(String pattern, boolean doubleStars) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (doubleStars && pattern.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (doubleStars && pattern.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[') {
        var set = SET.matcher(pattern.substring(i));
        if (!set.matches()) {
          return null;
        }
        regex.append('[').append(set.group(1)).append(set.group(2).replaceAll("(?<!\\\\)[\\[&]", "\\\\$0")).append(']');
        i += set.end(2);
      } else {
        i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    try {
      return Pattern.compile(regex.toString());
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  /** Whether a {@code .dockerignore} excludes a file; one with a malformed line excludes nothing. */
  static boolean excludes(List<String> lines, String path) {
    boolean excluded = false;
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || line.startsWith("#")) {
        continue;
      }
      boolean back = text.startsWith("!");
      String clean = Names.clean(back ? text.substring(1).strip() : text).replaceFirst("^/(?=.)", "");
      Pattern pattern = compile(clean, true);
      if (pattern == null) {
        return false;
      }
      for (String part = path; !part.isEmpty(); part = part.substring(0, Math.max(0, part.lastIndexOf('/')))) {
        if (pattern.matcher(part).matches()) {
          excluded = !back;
          break;
        }
      }
    }
    return excluded;
  }
}
