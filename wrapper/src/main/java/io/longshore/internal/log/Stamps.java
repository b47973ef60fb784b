package io.longshore.internal.log;

import io.longshore.generated.runtime.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The time that an engine puts before each message of a log when it is asked to, and a space. Mostly UTC with nine
 * digits, but some log drivers write the engine's own time zone, and some engines fewer digits or whole seconds.
 */
final class Stamps {
  private static final int SHORTEST = "2006-01-02T15:04:05Z ".length();
  static final int LONGEST = "2006-01-02T15:04:05.000000000+01:00 ".length();

  private Stamps() {}

  /** How long the time at the beginning of some bytes is, with its space; zero if no space comes soon enough. */
  static int length(byte[] bytes, int from, int end) {
    int last = Math.min(end, from + LONGEST);
    for (int i = from; i < last; i++) {
      if (bytes[i] == ' ') {
        return i - from + 1;
      }
      if (bytes[i] == '\n') {
        return 0;
      }
    }
    return 0;
  }

  /** The time in as many bytes as {@link #length} said; null if they contain none. */
  static @Nullable Instant parse(byte[] bytes, int from, int length) {
    if (length < SHORTEST || bytes[from] < '0' || bytes[from] > '9') {
      return null;
    }
    // Latin-1 keeps every byte, and a wrong one is not valid in a time.
    String text = new String(bytes, from, length - 1, StandardCharsets.ISO_8859_1);
    Instant utc = Rfc3339.parse(text);
    if (utc != null) {
      return utc;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
