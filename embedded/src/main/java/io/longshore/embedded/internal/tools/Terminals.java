package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import java.util.List;

/** The program {@code stty}, as far as it prints sizes. */
final class Terminals {
  private Terminals() {}

  static int stty(ProcessContext process) {
    if (!process.isTerminal()) {
      return Tools.complain(process, "standard input: Inappropriate ioctl for device");
    }
    if (!process.arguments().equals(List.of("size"))) {
      return Tools.refused(process);
    }
    if (process.terminalRows() == 0 && process.terminalColumns() == 0) {
      return Tools.complain(process, "standard input");
    }
    return Tools.print(process, process.terminalRows() + " " + process.terminalColumns());
  }
}
