package io.longshore.generated.runtime;

import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole JSON values from bytes and to bytes. */
public final class Json {
  private Json() {}

  /**
   * A value as JSON.
   *
   * @param bytes UTF-8
   * @param features the fields in it that not every API version has
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Encoded(byte[] bytes, List<Feature> features) {}

  /**
   * Writes a value.
   *
   * @param adapter writes it
   * @param value the value
   * @param <T> its type
   * @return the bytes and what they use
   * @throws IllegalArgumentException if the value contains something without a JSON form, such as NaN or half a
   *     surrogate pair
   */
  public static <T> Encoded encode(JsonAdapter<T> adapter, T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8.newEncoder())) {
      JsonOutput out = new JsonOutput(writer);
      adapter.write(out, value);
      out.flush();
      writer.flush();
      return new Encoded(bytes.toByteArray(), List.copyOf(out.features()));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a string contains half a surrogate pair, which no engine can be sent", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads exactly one value and closes the source.
   *
   * @param adapter reads it
   * @param in UTF-8 bytes
   * @param listener notified of what the spec does not know
   * @param <T> the value's type
   * @return the value, or null if the JSON is null
   * @throws IOException if the source fails, contains something else, or continues after the value
   */
  public static <T> @Nullable T decode(JsonAdapter<T> adapter, InputStream in, UnknownListener listener)
      throws IOException {
    return decode(adapter, new InputStreamReader(in, StandardCharsets.UTF_8), listener);
  }

  /**
   * Reads exactly one value and closes the source.
   *
   * @param adapter reads it
   * @param in characters
   * @param listener notified of what the spec does not know
   * @param <T> the value's type
   * @return the value, or null if the JSON is null
   * @throws IOException if the source fails, contains something else, or continues after the value
   */
  public static <T> @Nullable T decode(JsonAdapter<T> adapter, Reader in, UnknownListener listener)
      throws IOException {
    return decode(adapter, in, listener, Long.MAX_VALUE);
  }

  /**
   * Reads exactly one value and closes the source.
   *
   * @param adapter reads it
   * @param in characters
   * @param listener notified of what the spec does not know
   * @param limit how large the value may be; see {@link JsonLimitException}
   * @param <T> the value's type
   * @return the value, or null if the JSON is null
   * @throws IOException if the source fails, contains something else, or continues after the value
   */
  public static <T> @Nullable T decode(JsonAdapter<T> adapter, Reader in, UnknownListener listener, long limit)
      throws IOException {
    try (JsonInput input = new JsonInput(in, listener, limit)) {
      T value = adapter.read(input);
      input.endOfDocument();
      return value;
    } catch (IllegalStateException | NumberFormatException | MalformedJsonException | EOFException e) {
      // An IllegalStateException is gson's word for a value of another type than the one asked for, and a
      // NumberFormatException that of its older versions for an invalid escape.
      throw JsonInput.unexpected(e);
    }
  }

  /**
   * Reads exactly one value.
   *
   * @param adapter reads it
   * @param json UTF-8 bytes
   * @param <T> the value's type
   * @return the value, or null if the JSON is null
   * @throws IOException if the bytes contain something else or continue after the value
   */
  public static <T> @Nullable T decode(JsonAdapter<T> adapter, byte[] json) throws IOException {
    return decode(adapter, new ByteArrayInputStream(json), UnknownListener.IGNORE);
  }
}
