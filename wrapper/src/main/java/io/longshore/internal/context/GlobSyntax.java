package io.longshore.internal.context;

import org.jspecify.annotations.Nullable;

/** Checks a pattern by the rules of Go's {@code filepath.Match}, which Docker asks before it uses one. */
final class GlobSyntax {
  private final String glob;
  private int at;

  private GlobSyntax(String glob) {
    this.glob = glob;
  }

  /** What is wrong with a pattern, or null. */
  static @Nullable String problem(String glob) {
    return new GlobSyntax(glob).problem();
  }

  private @Nullable String problem() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      if (c == '\\' && at++ == glob.length()) {
        return "ends with a backslash; write two to mean one";
      }
      if (c == '[' && !skipClass()) {
        return "has a '[' that begins no valid list of characters; write '\\[' to mean the bracket itself";
      }
    }
    return null;
  }

  /** To behind the closing bracket, which must follow at least one character or range. */
  private boolean skipClass() {
    if (peek() == '^') {
      at++;
    }
    for (boolean first = true; first || peek() != ']'; first = false) {
      if (!skipMember()) {
        return false;
      }
      if (peek() == '-') {
        at++;
        if (!skipMember()) {
          return false;
        }
      }
    }
    at++;
    return true;
  }

  private boolean skipMember() {
    if (peek() == '-' || peek() == ']') {
      return false;
    }
    if (peek() == '\\') {
      at++;
    }
    if (at >= glob.length()) {
      return false;
    }
    at += Character.charCount(glob.codePointAt(at));
    return at < glob.length();
  }

  private char peek() {
    return at < glob.length() ? glob.charAt(at) : '\0';
  }
}
