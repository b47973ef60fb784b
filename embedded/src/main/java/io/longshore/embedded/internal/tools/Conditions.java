package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.process.RunningProgram;
import java.util.List;
import java.util.Set;

/** What {@code test} and {@code [} decide. */
final class Conditions {
  private static final Set<String> BINARY = Set.of("=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge",
      "-nt", "-ot", "-ef");

  private final ProcessContext process;
  private final List<String> words;
  private int at;

  private Conditions(ProcessContext process, List<String> words) {
    this.process = process;
    this.words = words;
  }

  /** Returns 0 for true, 1 for false, 2 for what is not a condition. */
  static int test(ProcessContext process, List<String> words) {
    try {
      Conditions conditions = new Conditions(process, words);
      boolean holds = !words.isEmpty() && conditions.either();
      if (conditions.at < words.size()) {
        throw new IllegalArgumentException(words.get(conditions.at) + ": unknown operand");
      }
      return holds ? 0 : 1;
    } catch (IllegalArgumentException e) {
      process.stderr().print("sh: " + e.getMessage() + "\n");
      return 2;
    }
  }

  private String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead) : "";
  }

  private int left() {
    return words.size() - at;
  }

  private boolean either() {
    boolean holds = both();
    while (peek(0).equals("-o")) {
      at++;
      holds |= both();
    }
    return holds;
  }

  private boolean both() {
    boolean holds = not();
    while (peek(0).equals("-a")) {
      at++;
      holds &= not();
    }
    return holds;
  }

  private boolean not() {
    boolean binary = left() > 2 && BINARY.contains(peek(1));
    if (peek(0).equals("!") && left() > 1 && !binary) {
      at++;
      return !not();
    }
    if (binary) {
      String first = words.get(at);
      String operator = words.get(at + 1);
      at += 3;
      return binary(first, operator, words.get(at - 1));
    }
    if (peek(0).equals("(") && left() > 1) {
      at++;
      boolean holds = either();
      if (!peek(0).equals(")")) {
        throw new IllegalArgumentException("closing paren expected");
      }
      at++;
      return holds;
    }
    if (left() == 0) {
      throw new IllegalArgumentException("argument expected");
    }
    String operator = words.get(at++);
    boolean unary = operator.matches("-[a-zA-Z]") && left() > 0 && !(left() > 1 && peek(0).matches("-[ao]"));
    return unary ? unary(operator, words.get(at++)) : !operator.isEmpty();
  }

  private boolean unary(String operator, String word) {
    return switch (operator) {
      case "-n" -> !word.isEmpty();
      case "-z" -> word.isEmpty();
      case "-t" -> process.isTerminal();
      case "-e", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-p", "-c" -> isFile(operator, word);
      case "-b", "-g", "-k", "-u", "-G", "-O", "-S", "-N" -> throw new Refused("test " + operator);
      default -> throw new IllegalArgumentException(operator + ": unknown operand");
    };
  }

  private boolean isFile(String operator, String path) {
    boolean asLink = operator.equals("-L") || operator.equals("-h");
    FileStat stat;
    try {
      stat = ((RunningProgram) process).files().stat(path, !asLink);
    } catch (FileError e) {
      return false;
    }
    return switch (operator) {
      case "-f" -> stat.kind() == FileKind.FILE;
      case "-d" -> stat.isFolder();
      case "-p" -> stat.kind() == FileKind.FIFO;
      case "-c" -> stat.kind() == FileKind.DEVICE;
      case "-s" -> stat.size() > 0;
      case "-x" -> (stat.mode() & 0111) != 0;
      default -> !asLink || stat.kind() == FileKind.LINK;
    };
  }

  private static boolean binary(String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "<" -> left.compareTo(right) < 0;
      case ">" -> left.compareTo(right) > 0;
      case "-eq" -> number(left) == number(right);
      case "-ne" -> number(left) != number(right);
      case "-lt" -> number(left) < number(right);
      case "-le" -> number(left) <= number(right);
      case "-gt" -> number(left) > number(right);
      case "-ge" -> number(left) >= number(right);
      default -> throw new Refused("test " + operator);
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + ": bad number");
    }
  }
}
