package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.http.HttpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Words of Dockerfile instructions: where they end, and what quotes, backslashes and variables in them mean. */
final class ChangeWords {
  private final String word;
  private final Map<String, String> variables;
  private int at;

  private ChangeWords(String word, Map<String, String> variables) {
    this.word = word;
    this.variables = variables;
  }

  /** Takes words apart at spaces outside quotes; everything in them stays. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        word.append(c).append(text.charAt(++i));
        continue;
      }
      if (quote == 0 && Character.isWhitespace(c)) {
        add(words, word);
        continue;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** What a word means. */
  static String expand(String word, Map<String, String> variables) {
    return new ChangeWords(word, variables).until((char) 0);
  }

  private String until(char stop) {
    StringBuilder text = new StringBuilder();
    while (at < word.length() && (stop == 0 || word.charAt(at) != stop)) {
      char c = word.charAt(at++);
      switch (c) {
        case '\'' -> {
          int end = word.indexOf('\'', at);
          if (end < 0) {
            throw broken("unexpected end of statement while looking for matching single-quote");
          }
          text.append(word, at, end);
          at = end + 1;
        }
        case '"' -> quoted(text);
        case '$' -> text.append(variable());
        case '\\' -> {
          if (at < word.length()) {
            text.append(word.charAt(at++));
          }
        }
        default -> text.append(c);
      }
    }
    if (stop != 0 && at++ >= word.length()) {
      throw broken("syntax error: missing '" + stop + "'");
    }
    return text.toString();
  }

  private void quoted(StringBuilder text) {
    while (at < word.length()) {
      char c = word.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '$') {
        text.append(variable());
      } else if (c == '\\' && at < word.length() && "\"$\\".indexOf(word.charAt(at)) >= 0) {
        text.append(word.charAt(at++));
      } else {
        text.append(c);
      }
    }
    throw broken("unexpected end of statement while looking for matching double-quote");
  }

  /** The value of what follows a dollar sign: {@code X}, <code>{X}</code>, or with a default or an alternative. */
  private String variable() {
    boolean braces = at < word.length() && word.charAt(at) == '{';
    at += braces ? 1 : 0;
    int start = at;
    while (at < word.length() && isName(word.charAt(at), at == start)) {
      at++;
    }
    String name = word.substring(start, at);
    String value = variables.get(name);
    if (!braces) {
      return name.isEmpty() ? "$" : Objects.requireNonNullElse(value, "");
    }
    if (name.isEmpty()) {
      throw broken("syntax error: bad substitution");
    }
    boolean emptyIsUnset = at < word.length() && word.charAt(at) == ':';
    at += emptyIsUnset ? 1 : 0;
    char modifier = at < word.length() ? word.charAt(at++) : 0;
    boolean isSet = value != null && !(emptyIsUnset && value.isEmpty());
    if (modifier == '}' && !emptyIsUnset) {
      return Objects.requireNonNullElse(value, "");
    }
    if (modifier != '-' && modifier != '+') {
      throw broken(
          modifier == 0 ? "syntax error: missing '}'" : "unsupported modifier (" + modifier + ") in substitution");
    }
    String other = until('}');
    return modifier == '+' ? isSet ? other : "" : isSet ? Objects.requireNonNull(value) : other;
  }

  private static boolean isName(char c, boolean first) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !first && c >= '0' && c <= '9';
  }

  private HttpError broken(String why) {
    String shown = word.replace("\\", "\\\\").replace("\"", "\\\"");
    return new HttpError(400, "failed to process \"" + shown + "\": " + why);
  }
}
