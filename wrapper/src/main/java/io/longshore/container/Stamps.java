package io.longshore.container;

import io.longshore.generated.runtime.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time that an engine puts before each message of a log when it is asked to: UTC, nine digits, and a space. */
final class Stamps {
  private static final String SHAPE = "2006-01-02T15:04:05.000000000Z ";
  static final int LENGTH = SHAPE.length();

  private Stamps() {}

  /** The time in the first {@link #LENGTH} bytes; null where they hold none. */
  static @Nullable Instant parse(byte[] bytes, int length) {
    if (length < LENGTH || bytes[LENGTH - 1] != ' ') {
      return null;
    }
    // Latin-1 takes every byte as it is, and a wrong one is no part of a time.
    return Rfc3339.parse(new String(bytes, 0, LENGTH - 1, StandardCharsets.ISO_8859_1));
  }
}
