package io.longshore.internal.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {
  private static @Nullable Instant parse(String text) {
    byte[] bytes = ("##" + text).getBytes(US_ASCII);
    return Stamps.parse(bytes, 2, Stamps.length(bytes, 2, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "2026-11-21T10:11:12.123456789Z",
      "2024-02-29T23:59:59.999999999Z",
      "1970-01-01T00:00:00.000000000Z",
      "0001-01-01T00:00:00.000000001Z",
      "2026-11-28T18:35:08.829135980+01:00",
      "2026-11-28T18:35:08.829135980-11:30",
      "2026-11-28T18:35:08.8291+00:00",
      "2026-11-28T18:35:08+05:45",
      "2026-11-28T18:35:08.8Z",
      "2026-11-28T18:35:08Z"
  })
  void aTimeIsRead(String time) {
    assertEquals(OffsetDateTime.parse(time).toInstant(), parse(time + " and more"));
    assertEquals(OffsetDateTime.parse(time).toInstant(), parse(time + " "));
  }

  @Test
  void whatHasAnotherShapeIsNoTime() {
    String time = "2026-11-21T10:11:12.123456789Z ";
    for (int i = 0; i < time.length(); i++) {
      String spoiled = time.substring(0, i) + "x" + time.substring(i + 1);
      assertNull(parse(spoiled), spoiled);
      assertNull(parse(time.substring(0, i)), "cut");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "2026-13-21T10:11:12.123456789Z ",
      "2026-02-29T10:11:12.123456789Z ",
      "2026-11-21T24:00:00.000000000Z ",
      "2026-11-21T10:11:60.000000000Z ",
      "2026-11-21T24:00:00.000000000+01:00 ",
      "2026-11-21T23:59:60.000000000+00:00 ",
      "2026-11-21T10:11:12.000000000+19:00 ",
      "2026-11-21T10:11:12.1234567890+01:00 ",
      "+1000000-11-21T10:11:12+01:00 ",
      "-2026-11-21T10:11:12+01:00 "
  })
  void aDayOrHourThatDoesNotExistIsNoTime(String time) {
    assertNull(parse(time));
  }
}
