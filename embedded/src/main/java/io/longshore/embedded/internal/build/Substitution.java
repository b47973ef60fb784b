package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import java.util.Map;

/** Takes quotes and escapes off a word of a Dockerfile and puts values in place of its variables. */
final class Substitution {
  private static final String UNEXPECTED = "unexpected end of statement while looking for matching ";

  private final String word;
  private final char escape;
  private final Map<String, String> values;
  private int at;

  private Substitution(String word, char escape, Map<String, String> values) {
    this.word = word;
    this.escape = escape;
    this.values = values;
  }

  /** What a word means. */
  static String of(String word, char escape, Map<String, String> values) {
    try {
      return new Substitution(word, escape, values).until('\0');
    } catch (EngineError e) {
      String quoted = word.replace("\\", "\\\\").replace("\"", "\\\"");
      throw EngineError.invalid("failed to process \"" + quoted + "\": " + e.words());
    }
  }

  private boolean isAtEnd() {
    return at >= word.length();
  }

  private String until(char stop) {
    StringBuilder meant = new StringBuilder();
    while (!isAtEnd()) {
      char c = word.charAt(at++);
      if (c == stop && stop != '\0') {
        return meant.toString();
      }
      if (c == '\'') {
        meant.append(single());
      } else if (c == '"') {
        meant.append(twice());
      } else if (c == '$') {
        meant.append(variable());
      } else if (c != escape) {
        meant.append(c);
      } else if (!isAtEnd()) {
        meant.append(word.charAt(at++));
      }
    }
    if (stop != '\0') {
      throw EngineError.invalid(UNEXPECTED + stop);
    }
    return meant.toString();
  }

  private String single() {
    int end = word.indexOf('\'', at);
    if (end < 0) {
      throw EngineError.invalid(UNEXPECTED + "single-quote");
    }
    String quoted = word.substring(at, end);
    at = end + 1;
    return quoted;
  }

  private String twice() {
    StringBuilder meant = new StringBuilder();
    while (!isAtEnd()) {
      char c = word.charAt(at++);
      if (c == '"') {
        return meant.toString();
      }
      if (c == '$') {
        meant.append(variable());
        continue;
      }
      if (c == escape && !isAtEnd() && ("\"$" + escape).indexOf(word.charAt(at)) >= 0) {
        c = word.charAt(at++);
      }
      meant.append(c);
    }
    throw EngineError.invalid(UNEXPECTED + "double-quote");
  }

  private String name() {
    int start = at;
    while (!isAtEnd() && String.valueOf(word.charAt(at)).matches(at == start ? "[A-Za-z_]" : "\\w")) {
      at++;
    }
    return word.substring(start, at);
  }

  private String variable() {
    if (isAtEnd() || word.charAt(at) != '{') {
      String name = name();
      return name.isEmpty() ? "$" : values.getOrDefault(name, "");
    }
    at++;
    String name = name();
    if (name.isEmpty() || isAtEnd()) {
      throw EngineError.invalid(isAtEnd() ? "syntax error: missing '}'" : "${}: bad substitution");
    }
    char modifier = word.charAt(at++);
    if (modifier == '}') {
      return values.getOrDefault(name, "");
    }
    boolean notEmpty = modifier == ':' && !isAtEnd();
    if (notEmpty) {
      modifier = word.charAt(at++);
    }
    if ("+-?".indexOf(modifier) < 0) {
      throw EngineError.invalid("unsupported modifier (" + modifier + ") in substitution");
    }
    String other = until('}');
    String value = values.get(name);
    boolean isSet = value != null && !(notEmpty && value.isEmpty());
    if (modifier == '+') {
      return isSet ? other : "";
    }
    if (!isSet && modifier == '?') {
      throw EngineError.invalid(name + ": " + (other.isEmpty() ? "parameter is not set or is empty" : other));
    }
    return isSet && value != null ? value : other;
  }
}
