package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.JsonTypes;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what requests carry, with the engine's words for what is wrong with it. */
final class Bodies {
  /** In seconds; far more than necessary, and within the range of {@code Instant}. */
  private static final long LATEST = 1_000_000_000_000L;

  private Bodies() {}

  /** The body as a model; null when it says null. */
  static <T> @Nullable T read(HttpRequest request, JsonAdapter<T> adapter) throws IOException {
    byte[] bytes = request.body().readAllBytes();
    if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      throw EngineError.invalid("invalid JSON: got EOF while reading request body");
    }
    return JsonTypes.read(adapter, bytes, "invalid JSON: ");
  }

  /** Texts as Go reads and writes them: null is the empty one, and keys are sorted. */
  static Map<String, String> texts(Map<String, String> read) {
    Map<String, String> texts = new TreeMap<>(read);
    texts.replaceAll((name, text) -> Objects.requireNonNullElse(text, ""));
    return texts;
  }

  /** The filters parameter, with known names only. */
  static Map<String, List<String>> filters(HttpRequest request, List<String> known) {
    Map<String, List<String>> filters = filters(request);
    for (String name : filters.keySet()) {
      if (!known.contains(name)) {
        throw EngineError.invalid("invalid filter '" + name + "'");
      }
    }
    return filters;
  }

  /** The filters parameter: its lists, or the old form of maps whose keys are the values. */
  static Map<String, List<String>> filters(HttpRequest request) {
    String text = request.query("filters");
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> filters = new LinkedHashMap<>();
    Map<String, Object> raw;
    try {
      raw = Json.decode(JsonAdapter.map(JsonAdapter.ANY), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      throw EngineError.invalid("invalid filter");
    }
    for (Map.Entry<String, Object> entry : (raw == null ? Map.<String, Object>of() : raw).entrySet()) {
      List<String> values = new ArrayList<>();
      if (entry.getValue() instanceof List<?> list) {
        list.forEach(value -> values.add(String.valueOf(value)));
      } else if (entry.getValue() instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              if (Boolean.TRUE.equals(value)) {
                values.add(String.valueOf(key));
              }
            });
      } else {
        throw EngineError.invalid("invalid filter");
      }
      filters.put(entry.getKey(), values);
    }
    return filters;
  }

  /** Whether a prune's filters by label allow to remove what has these labels. */
  static boolean labelsAllow(Map<String, String> labels, Map<String, List<String>> filters) {
    List<String> unwanted = filters.get("label!");
    return labelsMatch(labels, filters.get("label")) && (unwanted == null || !labelsMatch(labels, unwanted));
  }

  /** Whether one of a filter's values matches, if there are any. */
  static boolean anyMatch(Map<String, List<String>> filters, String name, Predicate<String> matches) {
    List<String> values = filters.getOrDefault(name, List.of());
    return values.isEmpty() || values.stream().anyMatch(matches);
  }

  /** Whether a filter that is a flag is set. */
  static boolean isSet(Map<String, List<String>> filters, String name) {
    return filters.getOrDefault(name, List.of()).stream().anyMatch(List.of("true", "1")::contains);
  }

  /** Whether labels match filters of the forms {@code key} and {@code key=value}; all must. */
  static boolean labelsMatch(Map<String, String> labels, @Nullable List<String> wanted) {
    if (wanted == null) {
      return true;
    }
    return wanted.stream()
        .allMatch(
            text -> {
              int equals = text.indexOf('=');
              return equals < 0
                  ? labels.containsKey(text)
                  : text.substring(equals + 1).equals(labels.get(text.substring(0, equals)));
            });
  }

  /** An integer as Go's strconv reads it. */
  static long integer(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw EngineError.failed("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    }
  }

  /** Seconds since the epoch with an optional fraction, as nanoseconds; null when nothing is given. */
  static java.time.@Nullable Instant time(String text) {
    if (text.isEmpty() || text.equals("0")) {
      return null;
    }
    String[] parts = text.split("\\.", 2);
    for (String part : parts) {
      if (!part.matches("[+-]?\\d{1,18}")) {
        throw EngineError.failed("strconv.ParseInt: parsing \"" + part + "\": invalid syntax");
      }
    }
    long nanos = parts.length < 2 ? 0 : Long.parseLong((parts[1] + "000000000").substring(0, 9));
    long seconds = Math.max(-LATEST, Math.min(LATEST, Long.parseLong(parts[0])));
    return java.time.Instant.ofEpochSecond(seconds, nanos);
  }
}
