package io.longshore.embedded.internal.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions of POSIX, basic and extended, in the words of {@link Pattern}. */
final class PosixRegex {
  private static final Pattern SET = Pattern.compile("\\[(\\^?)(](?:\\[:\\w+:]|[^]])*|(?:\\[:\\w+:]|[^]])+)]");
  private static final Pattern REPEAT = Pattern.compile("\\{\\d+(,\\d*)?}");

  private final String text;
  private final boolean extended;
  private final StringBuilder java = new StringBuilder();
  private int at;
  private int depth;
  /** Whether nothing stands before that could be repeated. */
  private boolean atStart = true;
  private boolean repeated;

  private PosixRegex(String text, boolean extended) {
    this.text = text;
    this.extended = extended;
  }

  /** Translates one; refuses what the two understand in different ways. */
  static String toJava(String text, boolean extended) {
    return new PosixRegex(text, extended).translate();
  }

  private String translate() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '[') {
        set();
      } else if (c == '\\') {
        at++;
        escape();
      } else if (c == '.') {
        atom(".");
      } else if (c == '^' && (extended || atStart)) {
        put("^", true);
      } else if (c == '$' && (extended || endsHere())) {
        put("$", true);
      } else if (c == '*' && (extended || !atStart) || extended && "+?{()|".indexOf(c) >= 0) {
        operator(c);
      } else {
        atom(Pattern.quote(String.valueOf(c)));
      }
      at++;
    }
    if (depth > 0) {
      throw bad();
    }
    return java.toString();
  }

  private boolean endsHere() {
    return at + 1 == text.length() || text.startsWith("\\)", at + 1) || text.startsWith("\\|", at + 1);
  }

  private void put(String piece, boolean start) {
    java.append(piece);
    atStart = start;
    repeated = false;
  }

  private void atom(String piece) {
    put(piece, false);
  }

  private IllegalArgumentException bad() {
    return new IllegalArgumentException("bad regex '" + text + "'");
  }

  private void set() {
    Matcher set = SET.matcher(text).region(at, text.length());
    if (!set.lookingAt()) {
      throw bad();
    }
    if (set.group().contains("[.") || set.group().contains("[=")) {
      throw new Refused("the regular expression " + set.group());
    }
    atom((set.group(1).isEmpty() ? "[" : "[^") + Glob.inside(set.group(2).replace("\\", "\\\\")) + "]");
    at = set.end() - 1;
  }

  private void escape() {
    if (at == text.length()) {
      throw bad();
    }
    char c = text.charAt(at);
    if (!extended && "+?{()|".indexOf(c) >= 0) {
      operator(c);
    } else if (c == '<' || c == '>') {
      put(c == '<' ? "\\b(?=\\w)" : "\\b(?<=\\w)", false);
    } else if ("wWsSbB".indexOf(c) >= 0 || Character.isDigit(c) && c != '0') {
      atom("\\" + c);
    } else if (Character.isLetterOrDigit(c)) {
      throw new Refused("the regular expression \\" + c);
    } else {
      atom(Pattern.quote(String.valueOf(c)));
    }
  }

  private void operator(char c) {
    if (c == '(') {
      depth++;
      put("(", true);
    } else if (c == ')' && depth > 0) {
      depth--;
      put(")", false);
    } else if (c == '|') {
      put("|", true);
    } else if (c == ')') {
      atom("\\)");
    } else {
      repeat(c);
    }
  }

  private void repeat(char c) {
    String piece = String.valueOf(c);
    if (c == '{') {
      Matcher braces = REPEAT.matcher(extended ? text : text.replace("\\}", "} "));
      if (!braces.region(at, braces.regionEnd()).lookingAt()) {
        if (!extended) {
          throw bad();
        }
        atom("\\{");
        return;
      }
      piece = braces.group();
      at = braces.end() - (extended ? 1 : 0);
    }
    if (atStart || repeated) {
      throw new Refused("the regular expression " + text + ": a repetition of nothing, or of a repetition");
    }
    java.append(piece);
    repeated = true;
  }
}
