package io.longshore.internal.context;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a regular expression of those that {@link Glob} writes, as Go reads it. What follows a backslash or is in
 * brackets comes from the pattern, so all of Go's classes and escapes can be in it; of the operators, only those that
 * {@code Glob} writes.
 */
final class ExpressionReader {
  private static final IntPredicate NOTHING = c -> false;

  /** What is wrong with the expression. */
  static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidException(String reason) {
      super(reason);
    }
  }

  private final int[] text;
  private final List<Expression.Step> steps = new ArrayList<>();
  private int at;

  private ExpressionReader(String text) {
    this.text = text.codePoints().toArray();
  }

  static Expression read(String text) throws InvalidException {
    ExpressionReader reader = new ExpressionReader(text);
    int group = 0;
    while (reader.at < reader.text.length) {
      int c = reader.text[reader.at++];
      switch (c) {
        case '^' -> reader.steps.add(Expression.Step.of(Expression.Kind.BEGIN));
        case '$' -> reader.steps.add(Expression.Step.of(Expression.Kind.END));
        case '.' -> reader.consume(any -> any != '\n');
        case '(' -> {
          group = reader.steps.size();
          reader.steps.add(Expression.Step.of(Expression.Kind.OPTIONAL));
        }
        case ')' -> {
          reader.at++; // Glob only writes groups that are optional.
          int length = reader.steps.size() - group - 1;
          reader.steps.set(group, new Expression.Step(Expression.Kind.OPTIONAL, NOTHING, length));
        }
        case '[' -> reader.consume(reader.set());
        case '\\' -> reader.escaped();
        default -> reader.consume(same -> same == c);
      }
    }
    return new Expression(reader.steps);
  }

  private void consume(IntPredicate accepts) {
    boolean many = peek() == '*';
    at += many ? 1 : 0;
    steps.add(new Expression.Step(many ? Expression.Kind.MANY : Expression.Kind.ONE, accepts, 0));
  }

  private int peek() {
    return at < text.length ? text[at] : -1;
  }

  /** After a backslash outside of brackets. */
  private void escaped() throws InvalidException {
    switch (peek()) {
      case 'A' -> position(Expression.Kind.BEGIN);
      case 'z' -> position(Expression.Kind.END);
      case 'b' -> position(Expression.Kind.BOUNDARY);
      case 'B' -> position(Expression.Kind.NO_BOUNDARY);
      case 'Q' -> quoted();
      default -> {
        IntPredicate set = namedSet();
        int c = set == null ? escape() : 0;
        consume(set == null ? same -> same == c : set);
      }
    }
  }

  private void position(Expression.Kind kind) {
    at++;
    steps.add(Expression.Step.of(kind));
  }

  /** From {@code \Q} to {@code \E}, or to the end. */
  private void quoted() {
    for (at++; at < text.length; at++) {
      if (text[at] == '\\' && at + 1 < text.length && text[at + 1] == 'E') {
        at += 2;
        return;
      }
      int c = text[at];
      steps.add(new Expression.Step(Expression.Kind.ONE, same -> same == c, 0));
    }
  }

  /** The set that a letter after a backslash stands for, or null. */
  private @Nullable IntPredicate namedSet() throws InvalidException {
    int letter = peek();
    if (letter != 'p' && letter != 'P') {
      IntPredicate set = CharacterSets.perl(letter);
      at += set == null ? 0 : 1;
      return set;
    }
    at++;
    IntPredicate category = CharacterSets.category(peek());
    if (category == null) {
      throw new InvalidException("has '\\" + (char) letter + "' without a known category of characters");
    }
    at++;
    return letter == 'p' ? category : category.negate();
  }

  /** The character that is escaped. */
  private int escape() throws InvalidException {
    int c = peek();
    at++;
    switch (c) {
      case 'a' :
        return 7;
      case 'f' :
        return '\f';
      case 'n' :
        return '\n';
      case 'r' :
        return '\r';
      case 't' :
        return '\t';
      case 'v' :
        return 0x0b;
      case 'x' :
        int high = Character.digit(Math.max(0, peek()), 16);
        at++;
        int low = Character.digit(Math.max(0, peek()), 16);
        at++;
        if (high < 0 || low < 0) {
          throw unknown('x');
        }
        return high * 16 + low;
      default :
        if (c >= '0' && c <= '7') {
          return octal(c);
        }
        if (c >= 0x80 || c < 0 || Character.isLetterOrDigit(c)) {
          throw unknown(c);
        }
        return c;
    }
  }

  private int octal(int first) throws InvalidException {
    if (first != '0' && (peek() < '0' || peek() > '7')) {
      throw unknown(first);
    }
    int value = first - '0';
    for (int more = 0; more < 2 && peek() >= '0' && peek() <= '7'; more++) {
      value = value * 8 + text[at++] - '0';
    }
    return value;
  }

  private static InvalidException unknown(int c) {
    return new InvalidException(
        "has '\\" + Character.toString(Math.max(' ', c))
            + "', which has no meaning; write '\\\\' for a backslash, and '/'"
            + " between directories");
  }

  /** After an opening bracket. A caret does not leave out {@code /}, as docker's does not. */
  private IntPredicate set() throws InvalidException {
    boolean not = peek() == '^';
    at += not ? 1 : 0;
    IntPredicate set = NOTHING;
    for (boolean first = true; first || peek() != ']'; first = false) {
      set = set.or(member());
    }
    at++;
    return not ? set.negate() : set;
  }

  private IntPredicate member() throws InvalidException {
    if (peek() == '[' && at + 1 < text.length && text[at + 1] == ':') {
      String rest = new String(text, at + 2, text.length - at - 2);
      int end = rest.indexOf(":]");
      if (end >= 0) {
        IntPredicate posix = CharacterSets.posix(rest.substring(0, end));
        if (posix == null) {
          throw new InvalidException("has an unknown class of characters, '[:" + rest.substring(0, end) + ":]'");
        }
        at += 2 + rest.codePointCount(0, end) + 2;
        return posix;
      }
    }
    if (peek() == '\\') {
      at++;
      IntPredicate named = namedSet();
      if (named != null) {
        return named;
      }
      at--;
    }
    int low = single();
    if (peek() != '-' || at + 1 >= text.length || text[at + 1] == ']') {
      return c -> c == low;
    }
    at++;
    int high = single();
    if (high < low) {
      throw new InvalidException("has a range of characters whose end is before its beginning");
    }
    return c -> c >= low && c <= high;
  }

  private int single() throws InvalidException {
    if (at >= text.length) {
      throw new InvalidException("has a '[' without a ']'");
    }
    int c = text[at++];
    return c == '\\' ? escape() : c;
  }
}
