package io.longshore.generated.runtime;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes one type as JSON, streaming and without reflection. Stateless and thread-safe.
 *
 * @param <T> the Java type
 */
public abstract class JsonAdapter<T> {
  /** Strings; numbers and booleans are read as their text. */
  public static final JsonAdapter<String> STRING = new JsonAdapter<>() {
    @Override
    public @Nullable String read(JsonInput in) throws IOException {
      return in.string();
    }

    @Override
    public void write(JsonOutput out, String value) throws IOException {
      out.string(value);
    }
  };

  /** 64-bit integers. */
  public static final JsonAdapter<Long> LONG = new JsonAdapter<>() {
    @Override
    public @Nullable Long read(JsonInput in) throws IOException {
      return in.int64();
    }

    @Override
    public void write(JsonOutput out, Long value) throws IOException {
      out.int64(value);
    }
  };

  /** Floating-point numbers. */
  public static final JsonAdapter<Double> DOUBLE = new JsonAdapter<>() {
    @Override
    public @Nullable Double read(JsonInput in) throws IOException {
      return in.number();
    }

    @Override
    public void write(JsonOutput out, Double value) throws IOException {
      out.number(value);
    }
  };

  /** Booleans. */
  public static final JsonAdapter<Boolean> BOOLEAN = new JsonAdapter<>() {
    @Override
    public @Nullable Boolean read(JsonInput in) throws IOException {
      return in.bool();
    }

    @Override
    public void write(JsonOutput out, Boolean value) throws IOException {
      out.bool(value);
    }
  };

  /** RFC 3339 times; see {@link JsonInput#instant()} for what 'never' becomes. */
  public static final JsonAdapter<Instant> INSTANT = new JsonAdapter<>() {
    @Override
    public @Nullable Instant read(JsonInput in) throws IOException {
      return in.instant();
    }

    @Override
    public void write(JsonOutput out, Instant value) throws IOException {
      out.instant(value);
    }
  };

  /** Any JSON value as plain Java: {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}. */
  public static final JsonAdapter<Object> ANY = new JsonAdapter<>() {
    @Override
    public @Nullable Object read(JsonInput in) throws IOException {
      return in.any();
    }

    @Override
    public void write(JsonOutput out, Object value) throws IOException {
      out.any(value);
    }

    @Override
    public Object copy(Object value) {
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        return value;
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, item) -> copy.put(String.valueOf(name), item == null ? null : copy(item)));
        return Collections.unmodifiableMap(copy);
      }
      if (value instanceof Iterable<?> items) {
        List<@Nullable Object> copy = new ArrayList<>();
        items.forEach(item -> copy.add(item == null ? null : copy(item)));
        return Collections.unmodifiableList(copy);
      }
      throw JsonOutput.noJson(value);
    }
  };

  /** Created on first use; threads that use it at the same time may each create one, which does no harm. */
  private @Nullable JsonAdapter<List<T>> list;

  /** For subclasses. */
  protected JsonAdapter() {}

  /**
   * Reads one value.
   *
   * @param in where to read
   * @return the value, or null if the engine sent null
   * @throws IOException if the source fails or does not contain this type
   */
  public abstract @Nullable T read(JsonInput in) throws IOException;

  /**
   * Writes one value.
   *
   * @param out where to write
   * @param value what to write
   * @throws IOException if the destination fails
   */
  public abstract void write(JsonOutput out, T value) throws IOException;

  /**
   * Copies the mutable parts of a value, so that a model can keep it.
   *
   * @param value a list, a map, or an immutable value
   * @return an unmodifiable copy of lists and maps at any depth; other values unchanged
   * @throws IllegalArgumentException if the value has no JSON form
   */
  public T copy(T value) {
    return value;
  }

  /**
   * Lists of a type. A null list is read as null, which models return as an empty list.
   *
   * @param items reads and writes the items
   * @param <T> the items' type
   * @return the adapter
   */
  public static <T> JsonAdapter<List<T>> list(JsonAdapter<T> items) {
    JsonAdapter<List<T>> known = items.list;
    if (known == null) {
      known = new ListAdapter<>(items);
      items.list = known;
    }
    return known;
  }

  /**
   * Maps from strings to a type. A value that is null is kept: {@code {"80/tcp": null}} says something.
   *
   * @param values reads and writes the values
   * @param <T> the values' type
   * @return the adapter
   */
  public static <T> JsonAdapter<Map<String, T>> map(JsonAdapter<T> values) {
    return new MapAdapter<>(values);
  }

  private static final class ListAdapter<T> extends JsonAdapter<List<T>> {
    private final JsonAdapter<T> items;

    ListAdapter(JsonAdapter<T> items) {
      this.items = items;
    }

    @Override
    public @Nullable List<T> read(JsonInput in) throws IOException {
      if (!in.beginArray()) {
        return null;
      }
      if (!in.hasNext()) {
        in.endArray();
        return Collections.emptyList();
      }
      List<T> list = new ArrayList<>();
      while (in.hasNext()) {
        in.item();
        list.add(items.read(in));
      }
      in.endArray();
      return Collections.unmodifiableList(list);
    }

    @Override
    public List<T> copy(List<T> list) {
      List<T> copy = new ArrayList<>(list.size());
      for (T item : list) {
        copy.add(item == null ? null : items.copy(item));
      }
      return Collections.unmodifiableList(copy);
    }

    @Override
    public void write(JsonOutput out, List<T> list) throws IOException {
      out.beginArray();
      for (T item : list) {
        out.nullable(items, item);
      }
      out.endArray();
    }
  }

  private static final class MapAdapter<T> extends JsonAdapter<Map<String, T>> {
    private final JsonAdapter<T> values;

    MapAdapter(JsonAdapter<T> values) {
      this.values = values;
    }

    @Override
    public @Nullable Map<String, T> read(JsonInput in) throws IOException {
      if (!in.beginObject()) {
        return null;
      }
      if (!in.hasNext()) {
        in.endObject();
        return Collections.emptyMap();
      }
      Map<String, T> map = new LinkedHashMap<>();
      while (in.hasNext()) {
        in.item();
        String name = in.name();
        map.put(name, values.read(in));
      }
      in.endObject();
      return Collections.unmodifiableMap(map);
    }

    @Override
    public Map<String, T> copy(Map<String, T> map) {
      Map<String, T> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put(name, value == null ? null : values.copy(value)));
      return Collections.unmodifiableMap(copy);
    }

    @Override
    public void write(JsonOutput out, Map<String, T> map) throws IOException {
      out.beginObject();
      for (Map.Entry<String, T> entry : map.entrySet()) {
        out.name(entry.getKey());
        out.nullable(values, entry.getValue());
      }
      out.endObject();
    }
  }
}
