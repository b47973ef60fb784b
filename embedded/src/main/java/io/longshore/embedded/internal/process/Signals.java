package io.longshore.embedded.internal.process;

import io.longshore.embedded.internal.EngineError;
import java.util.List;
import java.util.Locale;

/** Signals by name and number. */
public final class Signals {
  private static final List<String> NAMES = List.of(
      "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
      "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
      "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /** Whether an image may name it as its stop signal; engines take any number here. */
  public static boolean isKnown(String text) {
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text) > 0;
    }
    String name = name(text);
    return name.matches("SIGRTM(IN(\\+\\d+)?|AX(-\\d+)?)") || name.length() > 3 && NAMES.contains(name.substring(3));
  }

  /** The full name of what a user asked for on kill; empty means SIGKILL. */
  public static String parse(String text, String container) {
    if (text.isEmpty()) {
      return "SIGKILL";
    }
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number == 0) {
        return "SIGKILL";
      }
      if (number >= NAMES.size() && (number < 34 || number > 64)) {
        throw EngineError
            .invalid("cannot kill container: " + container + ": the linux daemon does not support signal " + number);
      }
      return number < NAMES.size() ? "SIG" + NAMES.get(number) : "SIGRT" + number;
    }
    String name = name(text);
    if (!NAMES.contains(name.substring(3)) || name.length() == 3) {
      throw EngineError.invalid("cannot kill container: " + container + ": invalid signal: " + text);
    }
    return name;
  }

  /** A name with its SIG, in capitals; a number as its name. */
  public static String name(String text) {
    if (text.matches("\\d{1,2}") && Integer.parseInt(text) < NAMES.size()) {
      return "SIG" + NAMES.get(Integer.parseInt(text));
    }
    String name = text.toUpperCase(Locale.ROOT);
    return name.startsWith("SIG") ? name : "SIG" + name;
  }

  /** A full name's number; −1 when there is none. */
  public static String number(String name) {
    return name.startsWith("SIGRT") ? name.substring(5) : String.valueOf(NAMES.indexOf(name.substring(3)));
  }
}
