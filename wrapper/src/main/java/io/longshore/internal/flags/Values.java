package io.longshore.internal.flags;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, sizes, times and truth values as the docker command reads them. */
public final class Values {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|\\d+)");
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+) ?(?:([kmgtp])(?:i?b)?|b)?");
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private Values() {}

  /** A whole number, also in the hexadecimal form. */
  public static long integer(String text) {
    return integer(text, "");
  }

  /** A whole number of some unit, which is not written. */
  public static long integer(String text, String unit) {
    try {
      if (INTEGER.matcher(text).matches()) {
        return Long.decode(text);
      }
    } catch (NumberFormatException e) {
      // Too large, or octal with an 8.
    }
    throw wrong(text, "write a whole number" + (unit.isEmpty() ? "" : " of " + unit));
  }

  /** CPUs in billionths: a decimal number or a fraction, which must be exact. */
  public static long nano(String text) {
    String[] parts = text.split("/", 2);
    try {
      BigDecimal cpus = new BigDecimal(parts[0]);
      BigDecimal over = parts.length == 1 ? BigDecimal.ONE : new BigDecimal(parts[1]);
      return cpus.multiply(BILLION).divide(over).longValueExact();
    } catch (NumberFormatException e) {
      throw wrong(text, "write a decimal number such as 1.5");
    } catch (ArithmeticException e) {
      throw wrong(text, "engines count in billionths of a CPU; write a decimal number with up to nine digits");
    }
  }

  /** A whole number that fits an int. */
  public static int number(String text) {
    long value = integer(text);
    if (value != (int) value) {
      throw wrong(text, "it is too large");
    }
    return (int) value;
  }

  /** A number of bytes. */
  public static long size(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw wrong(text, "write bytes, or a number and b, k, m, g, t or p, such as 512m");
    }
    int power = size.group(2) == null ? 0 : "kmgtp".indexOf(size.group(2)) + 1;
    return (long) (Double.parseDouble(size.group(1)) * (1L << (10 * power)));
  }

  /** A time such as {@code 1m30s}. */
  public static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = TIME.matcher(text);
    int at = 0;
    while (at < text.length() && part.find(at) && part.start() == at) {
      sum = sum.plusNanos(Math.round(Double.parseDouble(part.group(1)) * nanos(part.group(2))));
      at = part.end();
    }
    if (at < text.length() || text.isEmpty()) {
      if (text.equals("0")) {
        return sum;
      }
      throw wrong(text, "write a time with its unit: ms, s, m or h, such as 1m30s");
    }
    return sum;
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 1e3;
    };
  }

  /** A truth value. */
  public static boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw wrong(text, "write true or false");
    };
  }

  /** What is wrong with a value that is no secret. */
  public static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("'" + text + "' cannot be used; " + expected);
  }
}
