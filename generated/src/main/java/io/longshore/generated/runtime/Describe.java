package io.longshore.generated.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the {@code toString} of a model: what is set, with secrets masked. */
public final class Describe {
  private final StringBuilder text;
  private boolean first = true;

  /**
   * Starts.
   *
   * @param type the model's name
   */
  public Describe(String type) {
    text = new StringBuilder(type).append('{');
  }

  /**
   * Adds a field if it is set.
   *
   * @param name the field
   * @param value its value, or null
   * @return this
   */
  public Describe field(String name, @Nullable Object value) {
    return value == null ? this : add(name, value);
  }

  /**
   * Adds a field whose value must not be shown, if it is set.
   *
   * @param name the field
   * @param value its value, or null
   * @return this
   */
  public Describe secret(String name, @Nullable Object value) {
    return value == null ? this : add(name, "***");
  }

  /**
   * Adds the names of unknown fields; their values may be secrets.
   *
   * @param unknown names and values
   * @return this
   */
  public Describe unknown(Map<String, @Nullable Object> unknown) {
    return unknown.isEmpty() ? this : add("unknownFields", unknown.keySet());
  }

  private Describe add(String name, Object value) {
    text.append(first ? "" : ", ").append(name).append('=').append(value);
    first = false;
    return this;
  }

  @Override
  public String toString() {
    return text.append('}').toString();
  }
}
