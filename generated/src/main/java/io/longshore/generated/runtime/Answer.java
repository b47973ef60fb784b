package io.longshore.generated.runtime;

import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to read the response of an operation. Immutable.
 *
 * @param <T> the response's type in Java
 */
public final class Answer<T> {
  /** The forms of a response. */
  public enum Form {
    /** No body, or an empty one. */
    EMPTY,
    /** One JSON value. */
    JSON,
    /** A string: plain text, or a JSON string if the response's content type says JSON. */
    TEXT,
    /** A stream of bytes. */
    STREAM
  }

  private final Form form;
  private final @Nullable JsonAdapter<T> adapter;
  private final @Nullable StreamKind stream;
  private final @Nullable Function<String, T> text;

  private Answer(
      Form form, @Nullable JsonAdapter<T> adapter, @Nullable StreamKind stream, @Nullable Function<String, T> text) {
    this.form = form;
    this.text = text;
    this.adapter = adapter;
    this.stream = stream;
  }

  /**
   * Returns a response without a body.
   *
   * @return how to read it
   */
  public static Answer<Void> empty() {
    return new Answer<>(Form.EMPTY, null, null, null);
  }

  /**
   * Returns a response of one JSON value.
   *
   * @param adapter reads the value
   * @param <T> its type
   * @return how to read it
   */
  public static <T> Answer<T> json(JsonAdapter<T> adapter) {
    return new Answer<>(Form.JSON, adapter, null, null);
  }

  /**
   * Returns a response that is a string.
   *
   * @return how to read it
   */
  public static Answer<String> text() {
    return new Answer<>(Form.TEXT, JsonAdapter.STRING, null, Function.identity());
  }

  /**
   * Returns a response that is a stream of bytes.
   *
   * @param kind the kind of stream, in the spec's word
   * @return how to read it
   */
  public static Answer<InputStream> stream(String kind) {
    return new Answer<>(Form.STREAM, null, StreamKind.of(kind), null);
  }

  /**
   * Returns a response that is a stream of JSON values.
   *
   * @param adapter reads each value
   * @param <T> the values' type
   * @return how to read it
   */
  public static <T> Answer<T> sequence(JsonAdapter<T> adapter) {
    return new Answer<>(Form.STREAM, adapter, StreamKind.JSON, null);
  }

  /**
   * Returns the form.
   *
   * @return the form
   */
  public Form form() {
    return form;
  }

  /**
   * Returns what reads the JSON in this response: all of it, or each value of a sequence.
   *
   * @return the adapter
   * @throws IllegalStateException if the response has no JSON
   */
  public JsonAdapter<T> adapter() {
    if (adapter == null) {
      throw new IllegalStateException("an answer of the form " + form + " contains no JSON");
    }
    return adapter;
  }

  /**
   * Returns the Java value of a plain text.
   *
   * @param plain the text
   * @return the answer
   * @throws IllegalStateException if the response is not text
   */
  public T ofText(String plain) {
    if (text == null) {
      throw new IllegalStateException("an answer of the form " + form + " is not text");
    }
    return text.apply(plain);
  }

  /**
   * Returns the kind of stream.
   *
   * @return the kind, or null if the response is not a stream
   */
  public @Nullable StreamKind stream() {
    return stream;
  }
}
