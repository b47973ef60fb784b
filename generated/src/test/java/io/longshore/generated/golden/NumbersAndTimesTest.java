package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import golden.model.Crane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The many ways in which engines write numbers and times. */
class NumbersAndTimesTest {
  @ParameterizedTest
  @CsvSource({
      "0, 0",
      "-1, -1",
      "9223372036854775807, 9223372036854775807",
      "-9223372036854775808, -9223372036854775808",
      "9223372036854775808, 9223372036854775807",
      "18446744073709551615, 9223372036854775807",
      "-9223372036854775809, -9223372036854775808",
      "1e3, 1000",
      "12.0, 12",
      "1e400, 9223372036854775807",
      "1e-400, 0",
      "1e999999999, 9223372036854775807",
      "-1e999999999, -9223372036854775808",
      "1e-999999999, 0"
  })
  void integersAreClampedAndNeverTurnNegative(String number, long expected) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertEquals(expected, Wire.read(Crane.ADAPTER, "{\"Weight\":" + number + "}").weight());
          assertEquals(expected, Wire.read(Crane.ADAPTER, "{\"Weight\":\"" + number + "\"}").weight());
        });
  }

  @Test
  void numbersAndBooleansAndTextAreTakenForOneAnother() {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"ID\":7,\"Weight\":\"8\",\"Share\":\"0.5\",\"Names\":[true,1.5]}");
    assertEquals("7", crane.id());
    assertEquals(8L, crane.weight());
    assertEquals(0.5, crane.share());
    assertEquals(List.of("true", "1.5"), crane.names());
  }

  @ParameterizedTest
  @CsvSource({
      "2024-02-29T12:34:56Z, 2024-02-29T12:34:56Z",
      "2024-02-29T12:34:56.1Z, 2024-02-29T12:34:56.100Z",
      "2024-02-29T12:34:56.12Z, 2024-02-29T12:34:56.120Z",
      "2024-02-29T12:34:56.123Z, 2024-02-29T12:34:56.123Z",
      "2024-02-29T12:34:56.1234Z, 2024-02-29T12:34:56.123400Z",
      "2024-02-29T12:34:56.12345Z, 2024-02-29T12:34:56.123450Z",
      "2024-02-29T12:34:56.123456Z, 2024-02-29T12:34:56.123456Z",
      "2024-02-29T12:34:56.1234567Z, 2024-02-29T12:34:56.123456700Z",
      "2024-02-29T12:34:56.12345678Z, 2024-02-29T12:34:56.123456780Z",
      "2024-02-29T12:34:56.123456789Z, 2024-02-29T12:34:56.123456789Z",
      "2024-02-29T12:34:56+02:00, 2024-02-29T10:34:56Z",
      "2024-02-29T12:34:56.5-05:30, 2024-02-29T18:04:56.500Z",
      "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z"
  })
  void timesOfEveryPrecisionAndOffset(String text, Instant expected) {
    String json = "{\"Created\":\"" + text + "\"}";
    assertEquals(expected, Wire.read(Crane.ADAPTER, json).created());
    assertEquals(List.of(), Wire.reports(Crane.ADAPTER, json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000000Z", "0001-01-01T00:00:00+00:00"})
  void neverIsNullAndNothingToReport(String text) {
    String json = "{\"Created\":\"" + text + "\"}";
    assertNull(Wire.read(Crane.ADAPTER, json).created());
    assertEquals(List.of(), Wire.reports(Crane.ADAPTER, json));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "yesterday",
      "2024-02-30T00:00:00Z",
      "2024-02-29 12:34:56Z",
      "2024-02-29T12:34:56",
      "1709210096",
      "2024-02-29T12:34:56.1234567890Z",
      "Z"
  })
  void garbageIsNullAndReported(String text) {
    String json = "{\"Created\":\"" + text + "\"}";
    assertNull(Wire.read(Crane.ADAPTER, json).created());
    assertEquals(List.of("$.Created: not an RFC 3339 time"), Wire.reports(Crane.ADAPTER, json));
  }

  @Test
  void aNumberIsSetAsAnIntTooAndUnsetWithNull() {
    Crane.Builder crane = Crane.builder().weight(64 << 20).share(1);
    assertEquals("{\"Weight\":67108864,\"Share\":1.0}", Wire.write(Crane.ADAPTER, crane.build()));
    Long none = null;
    assertEquals("{}", Wire.write(Crane.ADAPTER, crane.weight(none).share(null).build()));
  }
}
