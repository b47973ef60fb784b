package io.longshore.embedded.internal.http;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds values of the wrong type in a body. The generated models are lenient, a number is taken for a string; an
 * engine's decoder is not. What was read is written again and compared by type, so that the spec stays the only place
 * of types.
 */
public final class JsonTypes {
  private JsonTypes() {}

  /**
   * Reads a body; null when it says null.
   *
   * @param refusal stands before the complaint, which is in the words of Go's decoder
   */
  public static <T> @Nullable T read(JsonAdapter<T> adapter, byte[] body, String refusal) {
    @Nullable
    String complaint;
    try {
      T value = Json.decode(adapter, body);
      complaint = value == null ? null
          : compare("", Json.decode(JsonAdapter.ANY, body),
              Json.decode(JsonAdapter.ANY, Json.encode(adapter, value).bytes()));
      if (complaint == null) {
        return value;
      }
    } catch (IOException | RuntimeException e) {
      complaint = String.valueOf(e.getMessage()).lines().findFirst().orElse("no JSON");
    }
    throw EngineError.invalid(refusal + complaint);
  }

  private static @Nullable String compare(String path, @Nullable Object sent, @Nullable Object understood) {
    if (sent == null || understood == null) {
      return null;
    }
    if (sent instanceof Map<?, ?> map && understood instanceof Map<?, ?> other) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String complaint = compare(path + "." + entry.getKey(), entry.getValue(), other.get(entry.getKey()));
        if (complaint != null) {
          return complaint;
        }
      }
      return null;
    }
    if (sent instanceof List<?> list && understood instanceof List<?> other && list.size() == other.size()) {
      for (int i = 0; i < list.size(); i++) {
        String complaint = compare(path, list.get(i), other.get(i));
        if (complaint != null) {
          return complaint;
        }
      }
      return null;
    }
    return kind(sent).equals(kind(understood))
        ? null
        : "json: cannot unmarshal " + kind(sent) + " into Go struct field " + path + " of type " + goType(understood);
  }

  /** What Go's decoder calls a value. */
  private static String kind(Object value) {
    return value instanceof Map<?, ?>
        ? "object"
        : value instanceof List<?>
            ? "array"
            : value instanceof Boolean ? "bool" : value instanceof Number ? "number" : "string";
  }

  private static String goType(Object value) {
    return value instanceof Number ? "int64" : kind(value);
  }
}
