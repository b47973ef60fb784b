package io.longshore.progress;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment says of the terminal. */
final class TerminalSetting {
  private TerminalSetting() {}

  /** Whether standard output is a terminal that knows escape codes. */
  static boolean isTerminal() {
    return isTerminal(System.getenv(), System.console());
  }

  static boolean isTerminal(Map<String, String> environment, @Nullable Console console) {
    String kind = environment.getOrDefault("TERM", "");
    return !kind.isEmpty() && !kind.equals("dumb") && console != null && isInteractive(console);
  }

  /** From JDK 22 on every program has a console, and it has to be asked. */
  private static boolean isInteractive(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Reads a size from the environment; what is not a number does not count. */
  static int size(@Nullable String value, int otherwise, int least, int most) {
    try {
      return value == null ? otherwise : Math.max(least, Math.min(most, Integer.parseInt(value.strip())));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  static int inRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + value + "; it goes from " + least + " to " + most);
    }
    return value;
  }
}
