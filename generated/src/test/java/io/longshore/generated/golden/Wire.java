package io.longshore.generated.golden;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes over the wire, as text. */
public final class Wire {
  private Wire() {}

  /** Reads text that has to be fine and not null. */
  public static <T> T read(JsonAdapter<T> adapter, String json) {
    try {
      return Objects.requireNonNull(Json.decode(adapter, json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads text and returns what the listener is told, each as {@code path: what}. */
  public static List<String> reports(JsonAdapter<?> adapter, String json) {
    List<String> reports = new ArrayList<>();
    listen(adapter, json, (path, what) -> reports.add(path + ": " + what));
    return reports;
  }

  private static <T> @Nullable T listen(JsonAdapter<T> adapter, String json, UnknownListener listener) {
    try {
      return Json.decode(adapter, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes. */
  public static <T> String write(JsonAdapter<T> adapter, T value) {
    return new String(Json.encode(adapter, value).bytes(), StandardCharsets.UTF_8);
  }
}
