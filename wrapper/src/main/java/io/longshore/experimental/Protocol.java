package io.longshore.experimental;

import org.jspecify.annotations.Nullable;

/** A protocol on top of IP, by its number. Any number is allowed; those that Docker 1.8 knows have names. Immutable. */
public final class Protocol {
  /** ICMP, 1. */
  public static final Protocol ICMP = new Protocol(1, "icmp");

  /** TCP, 6. */
  public static final Protocol TCP = new Protocol(6, "tcp");

  /** UDP, 17. */
  public static final Protocol UDP = new Protocol(17, "udp");

  /** SCTP, 132. */
  public static final Protocol SCTP = new Protocol(132, "sctp");

  private static final int HIGHEST = 255;

  private final int number;
  private final String name;

  private Protocol(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /**
   * Returns the protocol with a number.
   *
   * @param number the IP protocol number, 0 to 255
   * @return the protocol
   * @throws IllegalArgumentException if it is not a valid IP protocol number
   */
  public static Protocol of(int number) {
    if (number < 0 || number > HIGHEST) {
      throw new IllegalArgumentException(
          "protocol " + number + " is not a valid IP protocol; the numbers go from 0 to " + HIGHEST
              + ", and TCP has 6");
    }
    return switch (number) {
      case 1 -> ICMP;
      case 6 -> TCP;
      case 17 -> UDP;
      case 132 -> SCTP;
      default -> new Protocol(number, Integer.toString(number));
    };
  }

  /**
   * Returns the number.
   *
   * @return the IP protocol number
   */
  public int number() {
    return number;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Protocol other && number == other.number;
  }

  @Override
  public int hashCode() {
    return Integer.hashCode(number);
  }

  /** Returns the name such as {@code tcp}, or the number if it has none. */
  @Override
  public String toString() {
    return name;
  }
}
