package io.longshore.internal.options;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of arguments, each with a message that says what to do. */
public final class Check {
  private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6_SHAPE = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  private static final Pattern FULL_ID = Pattern.compile("[0-9a-f]{64}");
  private static final int SHORT_ID = 12;
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Check() {}

  /** A text that is not blank and fits on a line. */
  public static String text(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    return line(name, value);
  }

  /** Options as the program has set them. */
  public static <T> T filled(T options, Consumer<? super T> by) {
    Objects.requireNonNull(by, "options").accept(options);
    return options;
  }

  /** A program and its arguments. */
  public static List<String> words(String name, String... words) {
    Objects.requireNonNull(words, name);
    for (int i = 0; i < words.length; i++) {
      if (words[i] == null) {
        throw new NullPointerException("word " + (i + 1) + " of the " + name + " is null");
      }
    }
    return List.of(words);
  }

  /** A container's id or name; engines show names with a leading slash that is not part of them. */
  public static String container(String value) {
    Objects.requireNonNull(value, "the container is null; give its id or name");
    return value.length() > 1 && value.charAt(0) == '/' ? value.substring(1) : value;
  }

  /** Whether a text is a whole id, as create returns it, and not a name. */
  public static boolean isFullId(String id) {
    return FULL_ID.matcher(id).matches();
  }

  /** A container in messages: the name that the program uses, and the beginning of its id. */
  public static String shown(String id, @Nullable String name) {
    String shortId = isFullId(id) ? id.substring(0, SHORT_ID) : id;
    return name == null ? shortId : name + " (" + shortId + ")";
  }

  /** A text that may be empty and fits on a line. */
  public static String line(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(name + " contains a line break or a NUL character");
    }
    return value;
  }

  /** A port that a container can listen on. */
  public static int port(String name, int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(name + " is " + port + "; ports go from 1 to 65535");
    }
    return port;
  }

  /** Rows or columns of a terminal. */
  public static int terminalSize(String name, int value) {
    if (value < 1 || value > 65_535) {
      throw new IllegalArgumentException(name + " is " + value + "; a terminal has from 1 to 65535");
    }
    return value;
  }

  /** A numeric address. */
  public static String ipAddress(String name, String value) {
    return ipAddress(name, text(name, value), "");
  }

  /** An address to listen on, or an empty text: an engine listens everywhere if it cannot parse the address. */
  public static String listenAddress(String name, String value) {
    Objects.requireNonNull(value, name);
    return value.isEmpty() ? value : ipAddress(name, value, ", or leave it empty for all addresses");
  }

  private static String ipAddress(String name, String value, String or) {
    if (!IPV4.matcher(value).matches() && !isIpv6(value)) {
      throw new IllegalArgumentException(
          name + " is '" + value + "'; write an IP address in digits, such as 127.0.0.1" + or);
    }
    return value;
  }

  private static boolean isIpv6(String value) {
    if (!IPV6_SHAPE.matcher(value).matches()) {
      return false;
    }
    try {
      // A text with a colon is never looked up as a name.
      InetAddress.getByName(value);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** A count or a size. */
  public static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + "; it cannot be negative");
    }
    return value;
  }

  /** A time to wait; zero means at once. */
  public static Duration notNegative(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it goes from zero to " + LONGEST.toDays() + " days");
    }
    return value;
  }

  /** A time to wait for something to happen. */
  public static Duration positive(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isZero()) {
      throw new IllegalArgumentException(name + " is zero; give it some time");
    }
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
    }
    return notNegative(name, value);
  }

  /** The whole seconds for an engine to wait: at least as long as the caller wants. */
  public static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }

  /** A time in the unit that engines have for CPU time. */
  public static long micros(String name, Duration value) {
    long nanos = notNegative(name, value).toNanos();
    if (nanos % 1000 != 0) {
      throw new IllegalArgumentException(name + " is " + value + "; engines count in whole microseconds");
    }
    return nanos / 1000;
  }
}
