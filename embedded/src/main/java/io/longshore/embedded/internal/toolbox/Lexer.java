package io.longshore.embedded.internal.toolbox;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script into words and operators; quotes and dollars stay in the words. */
final class Lexer {
  /** A piece of a script. */
  record Token(boolean isWord, String text) {}

  private static final String[] OPERATORS = {"&&", "||", ";;", ";", "|", "&", "(", ")", "\n"};

  private final String script;
  private int at;

  private Lexer(String script) {
    this.script = script;
  }

  static List<Token> tokens(String script) {
    return new Lexer(script).read();
  }

  private List<Token> read() {
    List<Token> tokens = new ArrayList<>();
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (script.startsWith("\\\n", at)) {
        at += 2;
      } else if (c == '#') {
        while (at < script.length() && script.charAt(at) != '\n') {
          at++;
        }
      } else {
        String operator = operator();
        tokens.add(operator.isEmpty() ? new Token(true, word()) : new Token(false, operator));
        at += operator.length();
      }
    }
    return tokens;
  }

  private String operator() {
    for (String operator : OPERATORS) {
      if (script.startsWith(operator, at)) {
        return operator;
      }
    }
    return "";
  }

  /** A word ends at white space and operators, but for {@code >&2}. */
  private String word() {
    int start = at;
    while (at < script.length()) {
      char c = script.charAt(at);
      boolean inRedirect = c == '&' && at > start && (script.charAt(at - 1) == '>' || script.charAt(at - 1) == '<');
      if (" \t\r\n;|()".indexOf(c) >= 0 || c == '&' && !inRedirect) {
        break;
      }
      boolean redirectNext = (c == '>' || c == '<') && at > start && !script.substring(start, at).matches("\\d?[<>]?");
      if (redirectNext) {
        break;
      }
      skipOne();
    }
    return script.substring(start, at);
  }

  private void skipOne() {
    at = end(script, at);
  }

  /** The index after the character, quotation or substitution that starts at an index. */
  static int end(String text, int from) {
    char c = text.charAt(from);
    if (c == '\\') {
      return Math.min(text.length(), from + 2);
    }
    if (c == '\'' || c == '`') {
      return closing(text, from + 1, c);
    }
    if (c == '"') {
      int i = from + 1;
      while (i < text.length() && text.charAt(i) != '"') {
        i = text.charAt(i) == '\'' ? i + 1 : end(text, i);
      }
      return unlessOver(text, i);
    }
    if (c == '$' && from + 1 < text.length() && (text.charAt(from + 1) == '(' || text.charAt(from + 1) == '{')) {
      char open = text.charAt(from + 1);
      char close = open == '(' ? ')' : '}';
      int depth = 1;
      int i = from + 2;
      while (i < text.length() && depth > 0) {
        char next = text.charAt(i);
        depth += next == open ? 1 : next == close ? -1 : 0;
        i = next == open || next == close ? i + 1 : end(text, i);
      }
      if (depth > 0) {
        throw new IllegalArgumentException("syntax error: unterminated substitution");
      }
      return i;
    }
    return from + 1;
  }

  private static int closing(String text, int from, char quote) {
    return unlessOver(text, text.indexOf(quote, from) < 0 ? text.length() : text.indexOf(quote, from));
  }

  private static int unlessOver(String text, int quote) {
    if (quote >= text.length()) {
      throw new IllegalArgumentException("syntax error: unterminated quoted string");
    }
    return quote + 1;
  }
}
