package io.longshore.generated.runtime;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the engines' form: unset values are not written. Remembers the written fields that not every API version has.
 * Not thread-safe.
 */
public final class JsonOutput {
  private final JsonWriter writer;
  private final Set<Feature> features = new LinkedHashSet<>();

  /**
   * Writes characters.
   *
   * @param out where to; it is flushed by {@link #flush()} and never closed here
   */
  public JsonOutput(Writer out) {
    writer = new JsonWriter(out);
    writer.setHtmlSafe(false);
    writer.setSerializeNulls(true);
  }

  /**
   * Starts an object.
   *
   * @throws IOException if the destination fails
   */
  public void beginObject() throws IOException {
    writer.beginObject();
  }

  /**
   * Ends an object.
   *
   * @throws IOException if the destination fails
   */
  public void endObject() throws IOException {
    writer.endObject();
  }

  /**
   * Starts an array.
   *
   * @throws IOException if the destination fails
   */
  public void beginArray() throws IOException {
    writer.beginArray();
  }

  /**
   * Ends an array.
   *
   * @throws IOException if the destination fails
   */
  public void endArray() throws IOException {
    writer.endArray();
  }

  /**
   * Writes a member's name.
   *
   * @param name the name
   * @throws IOException if the destination fails
   */
  public void name(String name) throws IOException {
    writer.name(name);
  }

  /**
   * Writes a string.
   *
   * @param value the string
   * @throws IOException if the destination fails
   */
  public void string(String value) throws IOException {
    writer.value(value);
  }

  /**
   * Writes an integer.
   *
   * @param value the integer
   * @throws IOException if the destination fails
   */
  public void int64(long value) throws IOException {
    writer.value(value);
  }

  /**
   * Writes a floating-point number.
   *
   * @param value the number; JSON has no infinities and no NaN
   * @throws IOException if the destination fails
   */
  public void number(double value) throws IOException {
    writer.value(value);
  }

  /**
   * Writes a boolean.
   *
   * @param value the boolean
   * @throws IOException if the destination fails
   */
  public void bool(boolean value) throws IOException {
    writer.value(value);
  }

  /**
   * Writes a time in the RFC 3339 form, in UTC.
   *
   * @param value the time
   * @throws IOException if the destination fails
   */
  public void instant(Instant value) throws IOException {
    writer.value(value.toString());
  }

  /**
   * Writes a value, or null if there is none: inside lists and maps null has a meaning.
   *
   * @param adapter writes the value
   * @param value the value, or null
   * @param <T> its type
   * @throws IOException if the destination fails
   */
  public <T> void nullable(JsonAdapter<T> adapter, @Nullable T value) throws IOException {
    if (value == null) {
      writer.nullValue();
    } else {
      adapter.write(this, value);
    }
  }

  /**
   * Writes plain Java, as {@link JsonInput#any()} returns it.
   *
   * @param value a map with string keys, a list, a string, a number, a boolean or null
   * @throws IOException if the destination fails
   * @throws IllegalArgumentException if the value is of another type
   */
  public void any(@Nullable Object value) throws IOException {
    if (value == null) {
      writer.nullValue();
    } else if (value instanceof String text) {
      writer.value(text);
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Boolean bool) {
      writer.value(bool);
    } else if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writer.name(String.valueOf(entry.getKey()));
        any(entry.getValue());
      }
      writer.endObject();
    } else if (value instanceof Iterable<?> items) {
      writer.beginArray();
      for (Object item : items) {
        any(item);
      }
      writer.endArray();
    } else {
      throw noJson(value);
    }
  }

  static IllegalArgumentException noJson(Object value) {
    return new IllegalArgumentException(
        value.getClass().getName() + " has no JSON form; use maps, lists, strings, numbers and booleans");
  }

  /**
   * Writes the members that were unknown when the object was read.
   *
   * @param unknown names and values
   * @throws IOException if the destination fails
   */
  public void unknown(Map<String, @Nullable Object> unknown) throws IOException {
    for (Map.Entry<String, @Nullable Object> entry : unknown.entrySet()) {
      writer.name(entry.getKey());
      any(entry.getValue());
    }
  }

  /**
   * Remembers that a field was written that not every API version has.
   *
   * @param field the field, such as {@code HostConfig.Annotations}
   * @param since the first API version that has it, or null
   * @param until the last API version that has it, or null
   */
  public void feature(String field, @Nullable String since, @Nullable String until) {
    features.add(Feature.of(field, since, until));
  }

  /** Returns what {@link #feature} was called with, each once. */
  Set<Feature> features() {
    return features;
  }

  /**
   * Flushes everything that was written.
   *
   * @throws IOException if the destination fails
   */
  public void flush() throws IOException {
    writer.flush();
  }
}
