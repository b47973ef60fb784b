package io.longshore.container;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The time that an engine puts before each message of a log when it is asked to: UTC, nine digits, and a space. */
final class Stamps {
  private static final String SHAPE = "2006-01-02T15:04:05.000000000Z ";
  static final int LENGTH = SHAPE.length();

  private Stamps() {}

  /** The time in the first {@link #LENGTH} bytes; null where they hold none. */
  static @Nullable Instant parse(byte[] bytes, int length) {
    if (length < LENGTH || !hasShape(bytes)) {
      return null;
    }
    try {
      // By hand: Instant.parse took most of the time of reading a long log.
      return LocalDateTime.of(
              number(bytes, 0, 4),
              number(bytes, 5, 7),
              number(bytes, 8, 10),
              number(bytes, 11, 13),
              number(bytes, 14, 16),
              number(bytes, 17, 19),
              number(bytes, 20, 29))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean hasShape(byte[] bytes) {
    for (int i = 0; i < LENGTH; i++) {
      if (isDigit(SHAPE.charAt(i)) ? !isDigit(bytes[i]) : bytes[i] != SHAPE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  private static int number(byte[] bytes, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }
}
