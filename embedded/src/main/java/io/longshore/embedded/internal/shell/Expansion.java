package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.tools.Glob;
import io.longshore.embedded.internal.tools.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a word of a script into the words that a program is given. Each character has a mark that says where it comes
 * from.
 */
final class Expansion {
  /** Means itself. */
  private static final char QUOTED = 'q';
  /** Stands in the script: may be part of a pattern. */
  private static final char LITERAL = 'l';
  /** Was put in: may be split and part of a pattern. */
  private static final char SPLIT = 's';
  /** No character, but there is a word, be it empty. */
  private static final char EMPTY = 'e';
  /** No character, but the word ends here. */
  private static final char BREAK = 'b';

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*|[-?$!#@*0-9]");
  private static final Pattern BRACES = Pattern
      .compile("(?s)(#?)([A-Za-z_]\\w*|\\d+|[?$!#@*-])(:?[-+=?]|%%?|##?)?(.*)");

  private final Shell shell;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder marks = new StringBuilder();

  Expansion(Shell shell) {
    this.shell = shell;
  }

  /** The words, split where something unquoted was put in, and the files whose names match. */
  List<String> fields(String word) throws Exception {
    read(word, LITERAL);
    List<String> fields = new ArrayList<>();
    String separators = shell.separators();
    int start = -1;
    boolean afterBlank = false;
    for (int i = 0; i <= text.length(); i++) {
      char mark = i < text.length() ? marks.charAt(i) : BREAK;
      boolean separates = mark == SPLIT && separators.indexOf(text.charAt(i)) >= 0;
      if (mark != BREAK && !separates) {
        start = start < 0 ? i : start;
        afterBlank = false;
        continue;
      }
      boolean blank = mark == BREAK || Character.isWhitespace(text.charAt(i));
      if (start >= 0) {
        addField(fields, start, i);
        afterBlank = blank;
      } else if (!blank) {
        if (!afterBlank) {
          fields.add("");
        }
        afterBlank = false;
      }
      start = -1;
    }
    return fields;
  }

  private void addField(List<String> fields, int start, int end) {
    List<String> found = shell.has('f') ? List.of() : Glob.find(shell.files(), pattern(start, end));
    if (found.isEmpty()) {
      fields.add(plain(start, end));
    }
    fields.addAll(found);
  }

  private String plain(int start, int end) {
    StringBuilder plain = new StringBuilder();
    for (int i = start; i < end; i++) {
      plain.append(marks.charAt(i) == EMPTY ? "" : marks.charAt(i) == BREAK ? " " : text.substring(i, i + 1));
    }
    return plain.toString();
  }

  private String pattern(int start, int end) {
    StringBuilder pattern = new StringBuilder();
    for (int i = start; i < end; i++) {
      String c = text.substring(i, i + 1);
      boolean quoted = marks.charAt(i) == QUOTED || c.equals("\\");
      pattern.append(marks.charAt(i) == EMPTY ? "" : quoted ? Glob.quoted(c) : c);
    }
    return pattern.toString();
  }

  /** One word, never split. */
  String text(String word) throws Exception {
    read(word, LITERAL);
    return plain(0, text.length());
  }

  /** One word as a pattern. */
  String pattern(String word) throws Exception {
    read(word, LITERAL);
    return pattern(0, text.length());
  }

  /**
   * The text of a here-document, or of an arithmetic expression: as between double quotes, which mean themselves in it.
   */
  String document(String body) throws Exception {
    quoted(body, true);
    return plain(0, text.length());
  }

  private void put(String value, char mark) {
    text.append(value);
    marks.append(String.valueOf(mark).repeat(value.length()));
  }

  private void mark(char mark) {
    put("\0", mark);
  }

  private void read(String word, char literal) throws Exception {
    int at = 0;
    if (word.matches("(?s)~(/.*)?") && literal == LITERAL) {
      put(shell.get("HOME"), QUOTED);
      at = 1;
    } else if (word.matches("(?s)~\\w.*") && literal == LITERAL) {
      throw new Refused("the home directories of others: " + word);
    }
    while (at < word.length()) {
      int end = Lexer.end(word, at, false);
      switch (word.charAt(at)) {
        case '\\' -> put(word.startsWith("\n", at + 1) ? "" : word.substring(at + (end - at > 1 ? 1 : 0), end), QUOTED);
        case '\'' -> {
          mark(EMPTY);
          put(word.substring(at + 1, end - 1), QUOTED);
        }
        case '"' -> {
          String inside = word.substring(at + 1, end - 1);
          if (!inside.equals("$@") && !inside.equals("${@}")) {
            mark(EMPTY);
          }
          quoted(inside, false);
        }
        case '$' -> {
          if (word.startsWith("'", at + 1)) {
            throw new Refused("$'…'");
          }
          end = dollarEnd(word, at, end);
          dollar(word.substring(at, end), SPLIT);
        }
        case '`' -> put(shell.substitute(inBackticks(word.substring(at + 1, end - 1))), SPLIT);
        default -> put(word.substring(at, end), literal);
      }
      at = end;
    }
  }

  private static String inBackticks(String script) {
    return script.replaceAll("\\\\([\\\\`$])", "$1");
  }

  private static int dollarEnd(String word, int at, int end) {
    Matcher name = NAME.matcher(word).region(at + 1, word.length());
    return end == at + 1 && name.lookingAt() ? name.end() : end;
  }

  private void quoted(String inside, boolean document) throws Exception {
    int at = 0;
    while (at < inside.length()) {
      char c = inside.charAt(at);
      int end = c == '"' ? at + 1 : Lexer.end(inside, at, true);
      if (c == '\\') {
        String escaped = inside.substring(at + 1, end);
        boolean special = !escaped.isEmpty() && ("$`\\\n" + (document ? "" : "\"}")).contains(escaped);
        put(escaped.equals("\n") ? "" : special ? escaped : "\\" + escaped, QUOTED);
      } else if (c == '$') {
        end = dollarEnd(inside, at, end);
        dollar(inside.substring(at, end), QUOTED);
      } else if (c == '`') {
        put(shell.substitute(inBackticks(inside.substring(at + 1, end - 1))), QUOTED);
      } else {
        put(inside.substring(at, end), QUOTED);
      }
      at = end;
    }
  }

  private void dollar(String what, char mark) throws Exception {
    if (what.startsWith("$((") && what.endsWith("))")) {
      String expression = new Expansion(shell).document(what.substring(3, what.length() - 2));
      put(String.valueOf(new Arithmetic(shell, expression).value()), mark);
    } else if (what.startsWith("$(")) {
      put(shell.substitute(what.substring(2, what.length() - 1)), mark);
    } else if (what.startsWith("${")) {
      braces(what.substring(2, what.length() - 1), mark);
    } else if (what.length() == 1) {
      put("$", mark == QUOTED ? QUOTED : LITERAL);
    } else {
      value(what.substring(1), mark);
    }
  }

  private void value(String name, char mark) {
    List<String> arguments = shell.arguments();
    if (!name.equals("@") && !name.equals("*")) {
      put(shell.get(name), mark);
    } else if (mark == QUOTED && name.equals("*")) {
      put(String.join(shell.separators().isEmpty() ? "" : shell.separators().substring(0, 1), arguments), QUOTED);
    } else {
      for (int i = 0; i < arguments.size(); i++) {
        if (i > 0) {
          mark(BREAK);
        }
        if (mark == QUOTED) {
          mark(EMPTY);
        }
        put(arguments.get(i), mark);
      }
    }
  }

  private void braces(String inside, char mark) throws Exception {
    Matcher parts = BRACES.matcher(inside);
    if (inside.equals("#")) {
      value("#", mark);
      return;
    }
    if (!parts.matches()) {
      throw new ShellError("syntax error: bad substitution");
    }
    String name = parts.group(2);
    String operator = parts.group(3) == null ? "" : parts.group(3);
    String word = parts.group(4);
    boolean length = !parts.group(1).isEmpty();
    if (operator.isEmpty() && !word.isEmpty() || length && !operator.isEmpty() || length && name.matches("[@*]")) {
      throw new Refused("${" + inside + "}");
    }
    if (length) {
      put(String.valueOf(shell.get(name).codePointCount(0, shell.get(name).length())), mark);
    } else if (operator.isEmpty()) {
      value(name, mark);
    } else if (operator.startsWith("%") || operator.startsWith("#")) {
      put(stripped(shell.get(name), operator, new Expansion(shell).pattern(word)), mark);
    } else {
      orElse(name, operator, word, mark);
    }
  }

  private void orElse(String name, String operator, String word, char mark) throws Exception {
    String value = shell.valueOf(name);
    boolean isSet = value != null && !(operator.startsWith(":") && value.isEmpty());
    char kind = operator.charAt(operator.length() - 1);
    if (kind != '+' && isSet) {
      value(name, mark);
      return;
    }
    if (kind == '?') {
      String words = new Expansion(shell).text(word);
      throw new ShellError(name + ": " + (words.isEmpty() ? "parameter not set" : words));
    }
    if (kind == '=') {
      shell.set(name, new Expansion(shell).text(word));
      value(name, mark);
    } else if (kind == '-' || isSet) {
      if (mark == QUOTED) {
        quoted(word.replaceAll("(?<!\\\\)\"", ""), false);
      } else {
        read(word, SPLIT);
      }
    }
  }

  /** A value without the shortest or longest piece at its beginning or end that matches. */
  private static String stripped(String value, String operator, String pattern) {
    Pattern regex = Glob.regex(pattern);
    boolean suffix = operator.startsWith("%");
    boolean longest = operator.length() == 2;
    for (int i = 0; i <= value.length(); i++) {
      int cut = suffix == longest ? i : value.length() - i;
      String piece = suffix ? value.substring(cut) : value.substring(0, cut);
      if (regex.matcher(piece).matches()) {
        return suffix ? value.substring(0, cut) : value.substring(cut);
      }
    }
    return value;
  }
}
