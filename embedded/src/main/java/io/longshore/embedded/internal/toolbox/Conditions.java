package io.longshore.embedded.internal.toolbox;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.engine.ContainerProcess.ProgramContext;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import java.util.List;

/** What {@code test} and {@code [} decide. */
final class Conditions {
  private Conditions() {}

  /** Returns 0 for true, 1 for false, 2 for what is no condition. */
  static int test(ProcessContext process, List<String> words) {
    if (!words.isEmpty() && words.get(0).equals("!")) {
      int code = test(process, words.subList(1, words.size()));
      return code > 1 ? code : 1 - code;
    }
    try {
      return switch (words.size()) {
        case 0 -> 1;
        case 1 -> words.get(0).isEmpty() ? 1 : 0;
        case 2 -> unary(process, words.get(0), words.get(1)) ? 0 : 1;
        case 3 -> binary(words.get(0), words.get(1), words.get(2)) ? 0 : 1;
        default -> throw new IllegalArgumentException("too many arguments");
      };
    } catch (NumberFormatException e) {
      return complain(process, "bad number");
    } catch (IllegalArgumentException e) {
      return complain(process, String.valueOf(e.getMessage()));
    }
  }

  private static int complain(ProcessContext process, String words) {
    process.stderr().print("sh: " + words + "\n");
    return 2;
  }

  private static boolean unary(ProcessContext process, String operator, String word) {
    return switch (operator) {
      case "-n" -> !word.isEmpty();
      case "-z" -> word.isEmpty();
      case "-t" -> process.isTerminal();
      case "-e", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-p", "-c" -> isFile(process, operator, word);
      default -> throw new IllegalArgumentException(operator + ": unknown operand");
    };
  }

  private static boolean isFile(ProcessContext process, String operator, String path) {
    boolean asLink = operator.equals("-L") || operator.equals("-h");
    FileStat stat;
    try {
      stat = ((ProgramContext) process).files().stat(path, !asLink);
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
      case "-eq" -> Long.parseLong(left) == Long.parseLong(right);
      case "-ne" -> Long.parseLong(left) != Long.parseLong(right);
      case "-lt" -> Long.parseLong(left) < Long.parseLong(right);
      case "-le" -> Long.parseLong(left) <= Long.parseLong(right);
      case "-gt" -> Long.parseLong(left) > Long.parseLong(right);
      case "-ge" -> Long.parseLong(left) >= Long.parseLong(right);
      default -> throw new IllegalArgumentException(operator + ": unknown operand");
    };
  }
}
