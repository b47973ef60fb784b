package io.longshore.generated.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.JsonSequence;
import io.longshore.testing.JsonMutator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recorded answers, changed by chance: reading one gives a value or an IOException, soon. A failure tells its seed. */
class FuzzedAnswersTest {
  private static final long EVERY_DAY = 20_261_128;
  private static final int ROUNDS = 40;
  private static final Duration HEAVY = Duration.ofSeconds(100);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long LIMIT = 1 << 20;

  private record Recorded(String file, JsonAdapter<?> adapter, byte[] json) {}

  @Test
  void aFewOfThemEveryDay() throws IOException {
    List<Recorded> recorded = recorded();
    for (int round = 0; round < ROUNDS; round++) {
      for (Recorded one : recorded) {
        read(one, EVERY_DAY + round);
      }
    }
  }

  @Test
  @Tag("heavy")
  void many() throws IOException {
    List<Recorded> recorded = recorded();
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    long end = System.nanoTime() + HEAVY.toNanos();
    long count = 0;
    while (System.nanoTime() - end < 0) {
      for (Recorded one : recorded) {
        read(one, seed + count++);
      }
    }
    System.out.println("fuzzed " + count + " answers, first seed " + seed);
  }

  private static List<Recorded> recorded() throws IOException {
    List<Recorded> all = new ArrayList<>();
    for (String file : RecordedAnswersFitTheModelsTest.examples().toList()) {
      ApiRequest<?> request = RecordedAnswersFitTheModelsTest.operation(file);
      Object value = RecordedAnswersFitTheModelsTest.value(file);
      byte[] json = value == null ? "null".getBytes(StandardCharsets.UTF_8)
          : Json.encode(JsonAdapter.ANY, value).bytes();
      all.add(new Recorded(file, request.answer().adapter(), json));
    }
    return all;
  }

  private static void read(Recorded recorded, long seed) {
    byte[] json = new JsonMutator(new Random(seed)).mutate(recorded.json);
    long start = System.nanoTime();
    try {
      decode(recorded.adapter, json);
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < 1000, () -> "a message of " + e.getMessage().length());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          recorded.file + " with the seed " + seed + ": " + new String(json, StandardCharsets.UTF_8), e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(SOON) < 0, () -> recorded.file + " with the seed " + seed + " took " + took);
  }

  private static <T> void decode(JsonAdapter<T> adapter, byte[] json) throws IOException {
    IOException failure = null;
    try {
      T value = Json.decode(adapter, json);
      if (value != null) {
        // Whoever gets a value looks at it, keeps it, and sends it back.
        value.toString();
        assertTrue(value.equals(adapter.copy(value)) && value.hashCode() == adapter.copy(value).hashCode());
        try {
          Json.encode(adapter, value);
        } catch (IllegalArgumentException e) {
          assertTrue(String.valueOf(e.getMessage()).contains("surrogate"), e::toString);
        }
      }
    } catch (IOException e) {
      failure = e;
    }
    try (JsonSequence<T> values = new JsonSequence<>(adapter, new ByteArrayInputStream(json), (path, what) -> {},
        LIMIT)) {
      T value = values.next();
      while (value != null) {
        value = values.next();
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
