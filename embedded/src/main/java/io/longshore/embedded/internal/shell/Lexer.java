package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.tools.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a script into words, operators and redirections, on demand; quotes and dollars stay in the words. */
final class Lexer {
  enum Kind {
    WORD,
    OPERATOR,
    REDIRECT,
    END
  }

  /** A piece of a script; a redirection with its target. */
  static final class Token {
    final Kind kind;
    final String text;
    final int descriptor;
    String target = "";

    Token(Kind kind, String text, int descriptor) {
      this.kind = kind;
      this.text = text;
      this.descriptor = descriptor;
    }

    boolean is(Kind wanted, String wantedText) {
      return kind == wanted && text.equals(wantedText);
    }
  }

  private static final Pattern OPERATOR = Pattern.compile("&&|\\|\\||;;|[;|&()\n]");
  private static final Pattern REDIRECT = Pattern.compile("(\\d*)(<<<|<<-|<<|<&|<>|>>|>&|>\\||<|>)");

  private final String script;
  private final List<Token> documents = new ArrayList<>();
  private final boolean more;
  private int at;

  Lexer(String script, boolean more) {
    this.script = script;
    this.more = more;
  }

  /** The script ends where it should not. */
  ShellError incomplete(String words) {
    return more ? new ShellError.Incomplete(words) : new ShellError(words);
  }

  Token next() {
    skipBlanks();
    if (at >= script.length()) {
      documents.forEach(this::readDocument);
      documents.clear();
      return new Token(Kind.END, "end of file", 0);
    }
    Matcher redirect = REDIRECT.matcher(script).region(at, script.length());
    if (redirect.lookingAt()) {
      at = redirect.end();
      return redirect(redirect.group(1), redirect.group(2));
    }
    if (script.startsWith("&>", at)) {
      throw new Refused("&>");
    }
    Matcher operator = OPERATOR.matcher(script).region(at, script.length());
    if (!operator.lookingAt()) {
      return new Token(Kind.WORD, word(), 0);
    }
    at = operator.end();
    if (operator.group().equals("\n")) {
      documents.forEach(this::readDocument);
      documents.clear();
    }
    return new Token(Kind.OPERATOR, operator.group(), 0);
  }

  private void skipBlanks() {
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (script.startsWith("\\\n", at)) {
        at += 2;
      } else if (c == '#') {
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
      } else {
        return;
      }
    }
  }

  private Token redirect(String number, String operator) {
    boolean input = operator.startsWith("<");
    if (number.length() > 1 || List.of("<<<", "<>", "<&", ">|").contains(operator)) {
      throw new Refused("the redirection " + number + operator);
    }
    int descriptor = number.isEmpty() ? (input ? 0 : 1) : Integer.parseInt(number);
    if (descriptor > 2 || input && descriptor > 0 || !input && descriptor == 0) {
      throw new Refused("the redirection " + number + operator);
    }
    skipBlanks();
    Token token = new Token(Kind.REDIRECT, operator, descriptor);
    token.target = word();
    if (token.target.isEmpty()) {
      throw new ShellError("syntax error: unexpected redirection");
    }
    if (operator.startsWith("<<")) {
      documents.add(token);
    }
    return token;
  }

  private void readDocument(Token token) {
    String end = token.target.replaceAll("[\\\\'\"]", "");
    boolean raw = !end.equals(token.target);
    StringBuilder body = new StringBuilder();
    while (at < script.length()) {
      int newline = script.indexOf('\n', at);
      String line = script.substring(at, newline < 0 ? script.length() : newline);
      String lineEnd = newline < 0 ? "" : "\n";
      at += line.length() + lineEnd.length();
      line = token.text.equals("<<-") ? line.replaceFirst("^\t+", "") : line;
      if (line.equals(end)) {
        token.target = raw ? "'" + body : "\"" + body;
        return;
      }
      body.append(line).append(lineEnd);
    }
    if (more) {
      throw incomplete("unterminated here-document");
    }
    token.target = raw ? "'" + body : "\"" + body;
  }

  private String word() {
    int start = at;
    try {
      while (at < script.length() && " \t\r\n;|&()<>".indexOf(script.charAt(at)) < 0) {
        at = end(script, at, false);
      }
    } catch (ShellError.Incomplete e) {
      throw incomplete(String.valueOf(e.getMessage()));
    }
    return script.substring(start, at);
  }

  /**
   * The index after the character, quotation or substitution that starts at an index.
   *
   * @param quoted whether it is between double quotes, where single quotes mean themselves
   */
  static int end(String text, int from, boolean quoted) {
    char c = text.charAt(from);
    if (c == '\\') {
      return Math.min(text.length(), from + 2);
    }
    if (c == '\'' && !quoted) {
      return afterQuote(text.indexOf('\'', from + 1));
    }
    if (c == '"' || c == '`') {
      int i = from + 1;
      while (i < text.length() && text.charAt(i) != c) {
        i = c == '`' && text.charAt(i) != '\\' ? i + 1 : end(text, i, true);
      }
      return afterQuote(i < text.length() ? i : -1);
    }
    if (c == '$' && from + 1 < text.length() && (text.charAt(from + 1) == '(' || text.charAt(from + 1) == '{')) {
      boolean braces = text.charAt(from + 1) == '{';
      int depth = 1;
      int i = from + 2;
      while (i < text.length() && depth > 0) {
        char next = text.charAt(i);
        depth += !braces && next == '(' ? 1 : next == (braces ? '}' : ')') ? -1 : 0;
        i = "(){}".indexOf(next) >= 0 ? i + 1 : end(text, i, quoted && braces);
      }
      if (depth > 0) {
        throw new ShellError.Incomplete("syntax error: unterminated substitution");
      }
      return i;
    }
    return from + 1;
  }

  private static int afterQuote(int quote) {
    if (quote < 0) {
      throw new ShellError.Incomplete("syntax error: unterminated quoted string");
    }
    return quote + 1;
  }
}
