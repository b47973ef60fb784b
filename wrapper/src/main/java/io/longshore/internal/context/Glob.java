package io.longshore.internal.context;

import java.util.function.Predicate;

/**
 * What a pattern of an ignore file matches. Docker makes a regular expression of it and gives that to Go, so what Go
 * reads in it counts: in brackets an asterisk is one of the pieces of its expression, and a backslash and a letter are
 * one of Go's classes. This class writes the same expression.
 */
final class Glob {
  private static final String SPECIAL = ".+()|{}$";

  private enum Kind {
    SAME, BEGINS, ENDS, EXPRESSION
  }

  private final String glob;
  private final StringBuilder expression = new StringBuilder("^");
  private Kind kind = Kind.SAME;
  private int at;

  private Glob(String glob) {
    this.glob = glob;
  }

  /** Whether a path of a context matches the pattern. */
  static Predicate<String> of(String glob) throws ExpressionReader.InvalidException {
    return new Glob(glob).compile();
  }

  private Predicate<String> compile() throws ExpressionReader.InvalidException {
    while (at < glob.length()) {
      int begin = at;
      int c = glob.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '*' -> asterisk(begin == 0);
        case '?' -> special("[^/]");
        case '\\' -> {
          int next = glob.codePointAt(at);
          at += Character.charCount(next);
          special("\\" + Character.toString(next));
        }
        case '[', ']' -> special(Character.toString(c));
        default -> expression.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").appendCodePoint(c);
      }
    }
    return switch (kind) {
      case SAME -> glob::equals;
      case BEGINS -> begins(glob.substring(0, glob.length() - 2));
      case ENDS -> ends(glob.substring(2));
      case EXPRESSION -> ExpressionReader.read(expression.append('$').toString())::matches;
    };
  }

  private static Predicate<String> begins(String prefix) {
    return path -> path.startsWith(prefix);
  }

  private static Predicate<String> ends(String suffix) {
    return path -> path.endsWith(suffix) || suffix.startsWith("/") && suffix.substring(1).equals(path);
  }

  private void special(String piece) {
    expression.append(piece);
    kind = Kind.EXPRESSION;
  }

  private void asterisk(boolean first) {
    if (!glob.startsWith("*", at)) {
      special("[^/]*");
      return;
    }
    at++;
    if (glob.startsWith("/", at)) {
      at++;
    }
    if (at < glob.length()) {
      special("(.*/)?");
    } else if (kind == Kind.SAME) {
      kind = Kind.BEGINS;
    } else {
      special(".*");
    }
    if (first) {
      kind = Kind.ENDS;
    }
  }
}
