package io.longshore.generated.runtime;

import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to read what an operation answers. Immutable.
 *
 * @param <T> what the answer becomes in Java
 */
public final class Answer<T> {
  /** The forms that an answer has. */
  public enum Form {
    /** No body, or one that says nothing. */
    EMPTY,
    /** One JSON value. */
    JSON,
    /** A string: plain text, or a JSON string where the answer's content type says JSON. */
    TEXT,
    /** Bytes that flow. */
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
   * An answer without a body.
   *
   * @return how to read it
   */
  public static Answer<Void> empty() {
    return new Answer<>(Form.EMPTY, null, null, null);
  }

  /**
   * An answer of one JSON value.
   *
   * @param adapter reads the value
   * @param <T> its type
   * @return how to read it
   */
  public static <T> Answer<T> json(JsonAdapter<T> adapter) {
    return new Answer<>(Form.JSON, adapter, null, null);
  }

  /**
   * An answer that is a string.
   *
   * @return how to read it
   */
  public static Answer<String> text() {
    return new Answer<>(Form.TEXT, JsonAdapter.STRING, null, Function.identity());
  }

  /**
   * An answer of bytes that flow.
   *
   * @param kind what flows, in the spec's word
   * @return how to read it
   */
  public static Answer<InputStream> stream(String kind) {
    return new Answer<>(Form.STREAM, null, StreamKind.of(kind), null);
  }

  /**
   * An answer of JSON values that flow.
   *
   * @param adapter reads each value
   * @param <T> the values' type
   * @return how to read it
   */
  public static <T> Answer<T> sequence(JsonAdapter<T> adapter) {
    return new Answer<>(Form.STREAM, adapter, StreamKind.JSON, null);
  }

  /**
   * The form.
   *
   * @return the form
   */
  public Form form() {
    return form;
  }

  /**
   * What reads the JSON in this answer: the whole of it, or each value of a sequence.
   *
   * @return the adapter
   * @throws IllegalStateException when the answer holds no JSON
   */
  public JsonAdapter<T> adapter() {
    if (adapter == null) {
      throw new IllegalStateException("an answer of the form " + form + " contains no JSON");
    }
    return adapter;
  }

  /**
   * What a plain text is in Java.
   *
   * @param plain the text
   * @return the answer
   * @throws IllegalStateException when the answer is no text
   */
  public T ofText(String plain) {
    if (text == null) {
      throw new IllegalStateException("an answer of the form " + form + " is no text");
    }
    return text.apply(plain);
  }

  /**
   * What flows.
   *
   * @return the kind, or null when the answer is no stream
   */
  public @Nullable StreamKind stream() {
    return stream;
  }
}
