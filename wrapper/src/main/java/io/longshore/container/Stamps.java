package io.longshore.container;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The time that an engine puts before each message of a log when it is asked to: UTC, nine digits, and a space. */
final class Stamps {
  static final int LENGTH = "2006-01-02T15:04:05.000000000Z ".length();

  private Stamps() {}

  /** The time in the first {@link #LENGTH} bytes; null where they hold none. */
  static @Nullable Instant parse(byte[] bytes, int length) {
    if (length < LENGTH || bytes[LENGTH - 1] != ' ' || bytes[LENGTH - 2] != 'Z') {
      return null;
    }
    try {
      return Instant.parse(new String(bytes, 0, LENGTH - 1, StandardCharsets.ISO_8859_1));
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
