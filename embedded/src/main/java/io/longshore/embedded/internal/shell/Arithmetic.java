package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.tools.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in {@code $((…))}: C's operators on 64 bits; of assignments, one for the whole. */
final class Arithmetic {
  private static final Pattern TOKEN = Pattern.compile(
      "\\s*(0[xX][0-9a-fA-F]+|\\d+|[A-Za-z_]\\w*|\\+\\+|--|\\*\\*|<<=?|>>=?|<=|>=|==|!=|&&|\\|\\||[-+*/%&|^]=|[-+*/%<>&|^!~?:()=,])\\s*");
  private static final List<List<String>> LEVELS = List.of(
      List.of("||"), List.of("&&"), List.of("|"), List.of("^"), List.of("&"), List.of("==", "!="),
      List.of("<=", ">=", "<", ">"), List.of("<<", ">>"), List.of("+", "-"), List.of("*", "/", "%"));

  private static final Pattern ASSIGNMENT = Pattern.compile("([-+*/%&|^]|<<|>>)?=");

  private final Shell shell;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  Arithmetic(Shell shell, String text) {
    this.shell = shell;
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && token.region(end, text.length()).lookingAt()) {
      tokens.add(token.group(1));
      end = token.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new ShellError("arithmetic syntax error");
    }
    for (int i = 0; i < tokens.size(); i++) {
      String each = tokens.get(i);
      if (List.of("++", "--", "**", ",").contains(each) || i != 1 && ASSIGNMENT.matcher(each).matches()) {
        throw new Refused(each + " here in arithmetic");
      }
    }
  }

  long value() {
    if (tokens.isEmpty()) {
      return 0;
    }
    String operator = tokens.size() > 2 ? tokens.get(1) : "";
    boolean assigns = ASSIGNMENT.matcher(operator).matches();
    String name = tokens.get(0);
    if (assigns && !name.matches("[A-Za-z_]\\w*")) {
      throw new ShellError("arithmetic syntax error");
    }
    at = assigns ? 2 : 0;
    long value = choice();
    if (at < tokens.size()) {
      throw new ShellError("arithmetic syntax error");
    }
    if (assigns) {
      value = operator.length() == 1 ? value
          : apply(operator.substring(0, operator.length() - 1), variable(name), value);
      shell.set(name, String.valueOf(value));
    }
    return value;
  }

  private boolean take(String token) {
    boolean found = at < tokens.size() && tokens.get(at).equals(token);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw new ShellError("arithmetic syntax error");
    }
  }

  private long choice() {
    long test = binary(0);
    if (!take("?")) {
      return test;
    }
    long yes = choice();
    expect(":");
    long no = choice();
    return test != 0 ? yes : no;
  }

  private long binary(int level) {
    if (level == LEVELS.size()) {
      return single();
    }
    long left = binary(level + 1);
    while (at < tokens.size() && LEVELS.get(level).contains(tokens.get(at))) {
      String operator = tokens.get(at++);
      left = apply(operator, left, binary(level + 1));
    }
    return left;
  }

  private static long apply(String operator, long left, long right) {
    if (right == 0 && (operator.equals("/") || operator.equals("%"))) {
      throw new ShellError("divide by zero");
    }
    return switch (operator) {
      case "||" -> left != 0 || right != 0 ? 1 : 0;
      case "&&" -> left != 0 && right != 0 ? 1 : 0;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "==" -> left == right ? 1 : 0;
      case "!=" -> left != right ? 1 : 0;
      case "<=" -> left <= right ? 1 : 0;
      case ">=" -> left >= right ? 1 : 0;
      case "<" -> left < right ? 1 : 0;
      case ">" -> left > right ? 1 : 0;
      case "<<" -> left << right;
      case ">>" -> left >> right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      default -> left % right;
    };
  }

  private long single() {
    if (take("-")) {
      return -single();
    }
    if (take("+")) {
      return single();
    }
    if (take("!")) {
      return single() == 0 ? 1 : 0;
    }
    if (take("~")) {
      return ~single();
    }
    if (take("(")) {
      long value = choice();
      expect(")");
      return value;
    }
    String token = at < tokens.size() ? tokens.get(at++) : "";
    return token.matches("[A-Za-z_]\\w*") ? variable(token) : number(token);
  }

  private long variable(String name) {
    String value = Objects.requireNonNullElse(shell.valueOf(name), "").strip();
    return value.isEmpty() ? 0 : value.startsWith("-") ? -number(value.substring(1)) : number(value);
  }

  private static long number(String token) {
    if (!token.matches("\\w+")) {
      throw new ShellError("arithmetic syntax error");
    }
    try {
      boolean hex = token.matches("0[xX].+");
      return hex ? Long.parseLong(token.substring(2), 16) : Long.parseLong(token, token.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException e) {
      throw new ShellError("arithmetic syntax error: bad number " + token);
    }
  }
}
