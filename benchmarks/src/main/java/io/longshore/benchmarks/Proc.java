package io.longshore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of this process. */
final class Proc {

  private static final double TICKS_PER_SECOND = 100;
  // Of /proc/self/stat, counted from the state, which is the first field after the command's name in parentheses.
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private Proc() {}

  /** A line of /proc/self/status in KiB, such as VmHWM, the most memory that was ever resident. */
  static long kib(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(field + ":")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("the kernel does not tell " + field);
  }

  /** The CPU seconds of all children that have ended and were waited for. */
  static double childrenSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
