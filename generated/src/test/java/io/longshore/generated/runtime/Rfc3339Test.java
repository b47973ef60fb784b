package io.longshore.generated.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the usual times by hand gives what {@link Instant#parse} gives. */
class Rfc3339Test {
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static String text(long second, int nano, int digits) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    String fraction = digits == 0 ? "" : "." + String.format("%09d", nano).substring(0, digits);
    return String.format(
        "%04d-%02d-%02dT%02d:%02d:%02d%sZ",
        time.getYear(), time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond(),
        fraction);
  }

  private static void assertAsParsed(String text) {
    assertEquals(Instant.parse(text), Rfc3339.parse(text), text);
  }

  @Test
  void randomTimesOfEveryPrecision() {
    Random random = new Random(3339);
    for (int i = 0; i < 20_000; i++) {
      long second = FIRST + (long) (random.nextDouble() * (LAST - FIRST));
      assertAsParsed(text(second, random.nextInt(1_000_000_000), i % 10));
    }
  }

  @Test
  void timesAtTheBordersOfMonthsAndYears() {
    for (int year : new int[] {0, 1, 4, 100, 400, 1600, 1900, 1969, 1970, 1972, 2000, 2024, 2025, 2038, 2100, 9999}) {
      for (int month = 1; month <= 12; month++) {
        long begin = LocalDateTime.of(year, month, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        for (int digits = 0; digits <= 9; digits++) {
          assertAsParsed(text(begin, 0, digits));
          assertAsParsed(text(begin, 999_999_999, digits));
          assertAsParsed(text(begin, 1, digits));
          if (begin > FIRST) {
            assertAsParsed(text(begin - 1, 999_999_999, digits));
          }
        }
      }
    }
    assertAsParsed("9999-12-31T23:59:59.999999999Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "Z", "2024", "2024-02-29", "2024-02-29T12:34Z", "2024-02-29T12:34:5Z", "2024-02-29T12:34:56", "12:34:56Z",
      "2024-02-29T12:34:56+00:00", "2024-02-29T12:34:56.5+02:00", "2024-02-29T12:34:56-05:30",
      "2024-02-29t12:34:56Z", "2024-02-29T12:34:56z", "2024-02-29 12:34:56Z",
      "2024-02-29T12:34:56.Z", "2024-02-29T12:34:56,5Z", "2024-02-29T12:34:56.0123456789Z", "2024-02-29T12:34:56.12 Z",
      "2024-02-29T12:34:56.-1Z", "2024-02-29T12:34:56ZZ", "2024-02-29T12:34:56 Z", "2024-02-29T12:34:560Z",
      "2024-02-29T24:00:00Z", "2024-02-29T23:59:60Z", "2024-02-29T12:34:60Z", "2024-02-29T12:60:00Z",
      "2024-02-29T25:00:00Z",
      "2023-02-29T12:34:56Z", "2024-02-30T12:34:56Z", "2024-13-01T12:34:56Z", "2024-00-01T12:34:56Z",
      "2024-01-00T12:34:56Z",
      "-024-02-29T12:34:56Z", "-0001-02-28T12:34:56Z", "+12024-02-29T12:34:56Z", "12024-02-29T12:34:56Z",
      "024-02-29T12:34:56Z",
      "2024/02/29T12:34:56Z", "2024-02-29T12-34-56Z", "2024-02-29T12.34.56Z", "2024-2-29T12:34:56.1Z",
      "２０２４-02-29T12:34:56Z", "٢٠٢٤-02-29T12:34:56Z", " 2024-02-29T12:34:56Z", "2024-02-29T12:34:56Z ",
      "yesterday", "yesterday at noon, maybeZ", "--------------------Z", "\u0000000-00-00T00:00:00Z"
  })
  void otherShapesAreLeftToOthers(String text) {
    assertNull(Rfc3339.parse(text));
  }

  @Test
  void aTimeWithAnythingWrongInItIsNeverTakenForAnother() {
    int taken = 0;
    for (String good : List.of("2024-02-29T12:34:56Z", "1999-12-31T23:59:59.987654321Z", "2000-01-01T00:00:00.5Z")) {
      assertNotNull(Rfc3339.parse(good));
      for (int at = 0; at <= good.length(); at++) {
        String before = good.substring(0, at);
        String after = good.substring(at);
        List<String> changed = new ArrayList<>(List.of(before, after));
        for (char c : "0123456789-+:.,TtZz /;aG\u0000\u0660\uff10".toCharArray()) {
          changed.add(before + c + after);
          changed.add(before + c + after.substring(Math.min(1, after.length())));
        }
        changed.add(before + after.substring(Math.min(1, after.length())));
        for (String text : changed) {
          Instant read = Rfc3339.parse(text);
          if (read != null) {
            assertEquals(Instant.parse(text), read, text);
            taken++;
          }
        }
      }
    }
    assertTrue(taken > 300, "only " + taken + " were taken");
  }

  private static Instant instant(String text, List<String> told) throws IOException {
    try (JsonInput in = new JsonInput(new StringReader('"' + text + '"'),
        (path, what) -> told.add(path + ": " + what))) {
      return in.instant();
    }
  }

  @ParameterizedTest
  @CsvSource({
      "2024-02-29T12:34:56.5Z, 2024-02-29T12:34:56.500Z",
      "2024-02-29T12:34:56+02:00, 2024-02-29T10:34:56Z",
      "2024-02-29T12:34:56.123456789-05:30, 2024-02-29T18:04:56.123456789Z",
      "2024-02-29t12:34:56Z, 2024-02-29T12:34:56Z",
      "2024-02-29T12:34:56z, 2024-02-29T12:34:56Z",
      "2024-02-29T24:00:00Z, 2024-03-01T00:00:00Z",
      "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
      "-0001-02-28T12:34:56Z, -0001-02-28T12:34:56Z",
      "+12024-02-29T12:34:56Z, +12024-02-29T12:34:56Z"
  })
  void unusualTimesAreReadAllTheSame(String text, Instant expected) throws IOException {
    List<String> told = new ArrayList<>();
    assertEquals(expected, instant(text, told));
    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "yesterday", "2024-02-30T00:00:00Z", "2024-02-29T12:34:60Z", "2024-02-29T12:34:56.0123456789Z",
      "12024-02-29T12:34:56Z",
      "2024-02-29", "2024-02-29T12:34:56", "２０２４-02-29T12:34:56Z", "Z"
  })
  void whatIsNoTimeIsNullAndTold(String text) throws IOException {
    List<String> told = new ArrayList<>();
    assertNull(instant(text, told));
    assertEquals(List.of("$: not an RFC 3339 time"), told);
    assertTrue(refused(text), "it is a time after all");
  }

  private static boolean refused(String text) {
    try {
      Instant.parse(text);
      return false;
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000000Z", "0001-01-01T00:00:00+00:00"})
  void neverIsNullAndNotTold(String text) throws IOException {
    List<String> told = new ArrayList<>();
    assertNull(instant(text, told));
    assertEquals(List.of(), told);
  }
}
