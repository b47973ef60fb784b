package io.longshore.generated.runtime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times as engines write them, read by hand: {@link Instant#parse} took a sixth of the time of reading a container. */
public final class Rfc3339 {
  private static final int SECONDS_END = 19;
  private static final int NANO_DIGITS = 9;

  private Rfc3339() {}

  /**
   * The time in a text like {@code 2006-01-02T15:04:05.000000000Z}.
   *
   * @param text UTC, with up to nine digits of a fraction or none
   * @return the time, or null for every other shape, right or wrong
   */
  public static @Nullable Instant parse(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END || text.charAt(end) != 'Z' || text.charAt(4) != '-' || text.charAt(7) != '-'
        || text.charAt(10) != 'T' || text.charAt(13) != ':' || text.charAt(16) != ':') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS_END);
    int nano = nano(text, end);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || nano < 0) {
      return null;
    }
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second, nano).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int nano(String text, int end) {
    if (end == SECONDS_END) {
      return 0;
    }
    int digits = end - SECONDS_END - 1;
    if (text.charAt(SECONDS_END) != '.' || digits == 0 || digits > NANO_DIGITS) {
      return -1;
    }
    int nano = number(text, SECONDS_END + 1, end);
    for (int i = digits; i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    return nano;
  }

  /** Negative if there is anything other than digits. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
