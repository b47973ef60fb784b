package io.longshore.embedded.internal.toolbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a word of a script into the words that a program is given. */
final class Expansion {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*|[?$#@*0-9]");
  private static final Pattern BRACES = Pattern.compile("(?s)(#?)([A-Za-z_]\\w*|[?$#@*0-9])(:?[-+=?])?(.*)");

  private final Shell shell;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private final StringBuilder pattern = new StringBuilder();
  private boolean started;

  Expansion(Shell shell) {
    this.shell = shell;
  }

  /** The words, split where something unquoted was put in. */
  List<String> fields(String word) throws Exception {
    if (word.equals("\"$@\"")) {
      List<String> arguments = shell.arguments();
      return arguments.subList(Math.min(1, arguments.size()), arguments.size());
    }
    read(word, true);
    finish();
    return fields;
  }

  /** One word, never split. */
  String text(String word) throws Exception {
    read(word, false);
    return field.toString();
  }

  private void read(String word, boolean split) throws Exception {
    int at = 0;
    while (at < word.length()) {
      int end = Lexer.end(word, at);
      switch (word.charAt(at)) {
        case '\\' -> append(word.substring(at + 1, end));
        case '\'' -> append(word.substring(at + 1, end - 1));
        case '"' -> quoted(word.substring(at + 1, end - 1));
        case '$' -> {
          end = dollarEnd(word, at, end);
          put(dollar(word.substring(at, end)), split);
        }
        case '`' -> put(shell.substitute(word.substring(at + 1, end - 1)), split);
        default -> appendPattern(word.substring(at, end));
      }
      at = end;
    }
  }

  private static int dollarEnd(String word, int at, int end) {
    Matcher name = NAME.matcher(word).region(at + 1, word.length());
    return end == at + 1 && name.lookingAt() ? name.end() : end;
  }

  private void append(String text) {
    started = true;
    field.append(text);
    pattern.append(Glob.quoted(text));
  }

  /** Appends what may hold patterns of file names. */
  private void appendPattern(String text) {
    started = true;
    field.append(text);
    pattern.append(text.replace("\\", "\\\\"));
  }

  private void finish() {
    if (started) {
      List<String> found = Glob.find(shell.files(), pattern.toString());
      if (found.isEmpty()) {
        fields.add(field.toString());
      }
      fields.addAll(found);
    }
    field.setLength(0);
    pattern.setLength(0);
    started = false;
  }

  private void put(String value, boolean split) {
    if (!split) {
      append(value);
      return;
    }
    String[] parts = value.split("[ \t\n]+", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        finish();
      }
      if (!parts[i].isEmpty()) {
        appendPattern(parts[i]);
      }
    }
  }

  private void quoted(String text) throws Exception {
    started = true;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '\'' || c == '"' ? at + 1 : Lexer.end(text, at);
      if (c == '\\') {
        String escaped = text.substring(at + 1, end);
        append("$`\"\\\n".contains(escaped) ? escaped : "\\" + escaped);
      } else if (c == '$') {
        end = dollarEnd(text, at, end);
        append(dollar(text.substring(at, end)));
      } else if (c == '`') {
        append(shell.substitute(text.substring(at + 1, end - 1)));
      } else {
        append(text.substring(at, end));
      }
      at = end;
    }
  }

  private String dollar(String text) throws Exception {
    if (text.startsWith("$((")) {
      return String.valueOf(new Arithmetic(shell, text.substring(3, text.length() - 2)).value());
    }
    if (text.startsWith("$(")) {
      return shell.substitute(text.substring(2, text.length() - 1));
    }
    if (text.startsWith("${")) {
      return braces(text.substring(2, text.length() - 1));
    }
    return text.length() == 1 ? "$" : shell.get(text.substring(1));
  }

  private String braces(String inside) throws Exception {
    Matcher parts = BRACES.matcher(inside);
    if (!parts.matches()) {
      throw new IllegalArgumentException("syntax error: bad substitution");
    }
    String name = parts.group(2);
    if (!parts.group(1).isEmpty()) {
      return String.valueOf(shell.get(name).length());
    }
    String operator = parts.group(3) == null ? "" : parts.group(3);
    boolean isSet = shell.isSet(name) || !shell.get(name).isEmpty();
    String other = isSet == operator.endsWith("+") ? new Expansion(shell).text(parts.group(4)) : "";
    if (operator.endsWith("+")) {
      return isSet ? other : "";
    }
    if (!isSet && operator.endsWith("=")) {
      shell.set(name, other);
    }
    return isSet ? shell.get(name) : other;
  }

  /** Whole numbers with + - * / %, comparisons, parentheses and variables. */
  private static final class Arithmetic {
    private final Shell shell;
    private final String text;
    private int at;

    Arithmetic(Shell shell, String text) {
      this.shell = shell;
      this.text = text;
    }

    long value() {
      long value = sum();
      skip();
      if (at < text.length()) {
        throw new IllegalArgumentException("arithmetic syntax error");
      }
      return value;
    }

    private void skip() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private boolean take(char c) {
      skip();
      boolean found = at < text.length() && text.charAt(at) == c;
      at += found ? 1 : 0;
      return found;
    }

    private long sum() {
      long value = product();
      while (true) {
        if (take('+')) {
          value += product();
        } else if (take('-')) {
          value -= product();
        } else {
          return value;
        }
      }
    }

    private long product() {
      long value = single();
      while (true) {
        if (take('*')) {
          value *= single();
        } else if (take('/')) {
          value /= divisor();
        } else if (take('%')) {
          value %= divisor();
        } else {
          return value;
        }
      }
    }

    private long divisor() {
      long divisor = single();
      if (divisor == 0) {
        throw new IllegalArgumentException("divide by zero");
      }
      return divisor;
    }

    private long single() {
      if (take('-')) {
        return -single();
      }
      if (take('(')) {
        long value = sum();
        if (!take(')')) {
          throw new IllegalArgumentException("arithmetic syntax error");
        }
        return value;
      }
      take('$');
      Matcher word = Pattern.compile("\\d+|[A-Za-z_]\\w*").matcher(text).region(at, text.length());
      if (!word.lookingAt()) {
        throw new IllegalArgumentException("arithmetic syntax error");
      }
      at = word.end();
      String found = word.group();
      String number = Character.isDigit(found.charAt(0)) ? found : shell.get(found);
      return number.isEmpty() ? 0 : Long.parseLong(number);
    }
  }
}
