package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.model.Crane;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.JsonLimitException;
import io.longshore.generated.runtime.JsonSequence;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends JSON can fill neither the memory nor the time of whoever reads it. */
class LimitsOfJsonTest {
  private static final int LIMIT = 64 * 1024;
  private static final String MILLION = "9".repeat(1_000_000);

  @ParameterizedTest
  @ValueSource(strings = {"Weight", "Share", "Created", "Running"})
  void aNumberOfAMillionDigitsIsRefusedAtOnce(String field) {
    for (String number : new String[] {MILLION, '"' + MILLION + '"', "-" + MILLION, "\"0." + MILLION + '"',
        "1e" + MILLION}) {
      if (field.equals("Created") && number.startsWith("\"")) {
        continue; // No time, and told as such.
      }
      IOException e = assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> assertThrows(IOException.class, () -> crane(number, field)));
      assertTrue(e.getMessage().length() < 500, () -> "a message of " + e.getMessage().length());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "\"1e999999999\""})
  void aFarExponentIsReadAtOnce(String number) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertNotNull(crane(number, "Weight").weight());
          assertEquals(1, crane(number, "New").unknownFields().size());
        });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"ID\":\" | a | string",
      "{\"ID\":\" | \\u0041 | string",
      "{\" | k | string",
      "{\"New\":\" | a | string",
      "{\"New\":{\" | k | string",
      "{\"Weight\":\" | 9 | string",
      "{\"Names\":[\"\" | ,\"\" | value",
      "{\"Names\":[null | ,null | value",
      "{\"New\":[0 | ,0 | value",
      "{\"New\":[[] | ,[] | value",
      "{\"New\":[{} | ,{} | value",
      "{\"A\":0 | ,\"A\":0 | value",
      "{\"Labels\":{\"a\":\"\" | ,\"a\":\"\" | value",
      "{ | ' ' | value",
      "' ' | ' ' | value"
  })
  void whatHasNoEndIsRefused(String start, String again, String what) throws IOException {
    JsonLimitException whole = assertThrows(
        JsonLimitException.class,
        () -> Json.decode(
            Crane.ADAPTER,
            new InputStreamReader(endless(start, again), StandardCharsets.UTF_8),
            UnknownListener.IGNORE,
            LIMIT));
    assertTrue(whole.getMessage().startsWith("a " + what), whole.getMessage());
    try (JsonSequence<Crane> values = new JsonSequence<>(Crane.ADAPTER, endless("{}" + start, again),
        UnknownListener.IGNORE, LIMIT)) {
      assertNotNull(values.next());
      JsonLimitException next = assertThrows(JsonLimitException.class, values::next);
      assertTrue(next.getMessage().startsWith("a " + what), next.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Parent\":", "{\"New\":[", "{\"New\":{\"a\":", "["})
  void nestingWithoutEndIsRefused(String again) {
    IOException e = assertThrows(
        IOException.class, () -> Json.decode(Crane.ADAPTER, endless("", again), UnknownListener.IGNORE));
    assertTrue(e.getMessage().length() < 500, () -> "a message of " + e.getMessage().length());
  }

  @Test
  void eachValueOfASequenceHasTheLimitForItself() throws IOException {
    String value = "{\"ID\":\"" + "a".repeat(LIMIT / 3) + "\"}";
    try (JsonSequence<Crane> values = new JsonSequence<>(Crane.ADAPTER, endless("", value + "\n"),
        UnknownListener.IGNORE, LIMIT)) {
      for (int i = 0; i < 50; i++) {
        assertEquals(LIMIT / 3, values.next().id().length());
      }
    }
  }

  @Test
  void whatIsWithinTheLimitIsRead() throws IOException {
    String json = "{\"ID\":\"" + "a".repeat(LIMIT / 3) + "\",\"New\":\"" + "b".repeat(LIMIT / 3) + "\"}";
    assertEquals(
        LIMIT / 3,
        Json.decode(
            Crane.ADAPTER,
            new InputStreamReader(bytes(json), StandardCharsets.UTF_8),
            UnknownListener.IGNORE,
            LIMIT)
            .id()
            .length());
    assertNull(Json.decode(JsonAdapter.STRING, bytes("null"), UnknownListener.IGNORE));
  }

  @Test
  void aMessageHoldsNoLongKeys() {
    String json = "{\"Labels\":{\"" + "k".repeat(100_000) + "\":[]}}";
    IOException e = assertThrows(IOException.class,
        () -> Json.decode(Crane.ADAPTER, json.getBytes(StandardCharsets.UTF_8)));
    assertTrue(e.getMessage().length() < 500, () -> "a message of " + e.getMessage().length());
    assertTrue(e.getMessage().contains("$.Labels.kkk"), e.getMessage());
  }

  private static Crane crane(String value, String field) throws IOException {
    return Json.decode(Crane.ADAPTER, ("{\"" + field + "\":" + value + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream endless(String start, String again) {
    byte[] bytes = again.repeat(1 + 4096 / again.length()).getBytes(StandardCharsets.UTF_8);
    int part = bytes.length / again.length() * again.length();
    InputStream rest = new InputStream() {
      private int at;

      @Override
      public int read() {
        int next = bytes[at];
        at = (at + 1) % part;
        return next;
      }
    };
    return new SequenceInputStream(bytes(start), rest);
  }
}
