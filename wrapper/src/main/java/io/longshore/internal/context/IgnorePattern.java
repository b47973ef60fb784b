package io.longshore.internal.context;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of an ignore file.
 *
 * @param exception whether what it matches is sent after all
 * @param text the pattern without the mark of an exception
 * @param paths which paths it matches
 */
record IgnorePattern(boolean exception, String text, Predicate<String> paths) {
  /** An exception for one path, whatever characters are in it. */
  static IgnorePattern keep(String path) {
    return new IgnorePattern(true, path, path::equals);
  }

  /**
   * Reads a line. The text is cleaned twice, as docker does, and so {@code /!a} is an exception.
   *
   * @return null if it has no pattern
   * @throws ExpressionReader.InvalidException if it is not a pattern
   */
  static @Nullable IgnorePattern of(String line, boolean windows) throws ExpressionReader.InvalidException {
    String text = line.startsWith("#") ? "" : strip(line);
    if (text.isEmpty()) {
      return null;
    }
    text = strip(text.startsWith("!") ? "!" + clean(strip(text.substring(1)), windows) : clean(text, windows));
    text = CleanPath.of(text);
    boolean exception = text.startsWith("!");
    if (exception) {
      text = text.substring(1);
    }
    String problem = text.isEmpty() ? "is an exception without a pattern" : GlobSyntax.problem(text);
    if (problem != null) {
      throw new ExpressionReader.InvalidException(problem);
    }
    return new IgnorePattern(exception, text, Glob.of(text));
  }

  private static String clean(String text, boolean windows) {
    if (text.isEmpty()) {
      return text;
    }
    String clean = CleanPath.of(windows ? text.replace('\\', '/') : text);
    return clean.length() > 1 && clean.startsWith("/") ? clean.substring(1) : clean;
  }

  /** Without the white space, as Unicode has it, around it. */
  private static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && white(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && white(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean white(char c) {
    return c >= '\t' && c <= '\r' || c == '\u0085' || Character.isSpaceChar(c);
  }

  boolean matches(String path) {
    return paths.test(path);
  }
}
