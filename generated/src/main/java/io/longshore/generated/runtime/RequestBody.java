package io.longshore.generated.runtime;

import java.io.InputStream;

/** What a request sends after its headers. */
public sealed interface RequestBody {
  /**
   * Returns the content type.
   *
   * @return the content type
   */
  String contentType();

  /**
   * A model, sent as JSON.
   *
   * @param adapter writes the value
   * @param value the value
   * @param <T> its type
   */
  record OfJson<T>(JsonAdapter<T> adapter, T value) implements RequestBody {
    @Override
    public String contentType() {
      return "application/json";
    }

    /**
     * Writes the value.
     *
     * @return the bytes and the fields that not every API version has
     */
    public Json.Encoded encode() {
      return Json.encode(adapter, value);
    }

    @Override
    public String toString() {
      return "JSON " + value;
    }
  }

  /**
   * Bytes, read once while they are sent.
   *
   * @param contentType their type
   * @param bytes their source; the caller must close it
   */
  record OfBytes(String contentType, InputStream bytes) implements RequestBody {
    @Override
    public String toString() {
      return contentType;
    }
  }

  /**
   * Bytes that are written while they are sent, once.
   *
   * @param contentType their type
   * @param writer writes them
   */
  record OfWriter(String contentType, BodyWriter writer) implements RequestBody {
    @Override
    public String toString() {
      return contentType;
    }
  }
}
