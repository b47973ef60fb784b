package io.longshore.generated.runtime;

import com.google.gson.stream.MalformedJsonException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON values that follow one another on a stream, as progress and event streams send them. Reads no further than it is
 * asked to. Not thread-safe; closing from another thread is allowed if the source allows it.
 *
 * @param <T> the values' type
 */
public final class JsonSequence<T> implements Closeable {
  private final JsonAdapter<T> adapter;
  private final JsonInput in;

  /**
   * Reads from a stream, without a limit.
   *
   * @param adapter reads each value
   * @param in UTF-8 bytes; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   */
  public JsonSequence(JsonAdapter<T> adapter, InputStream in, UnknownListener listener) {
    this(adapter, in, listener, Long.MAX_VALUE);
  }

  /**
   * Reads from a stream.
   *
   * @param adapter reads each value
   * @param in UTF-8 bytes; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   * @param limit how large each value may be; see {@link JsonLimitException}
   */
  public JsonSequence(JsonAdapter<T> adapter, InputStream in, UnknownListener listener, long limit) {
    this.adapter = adapter;
    this.in = new JsonInput(in, listener, limit);
  }

  /**
   * Reads the next value; blocks until it is there. A null among the values is skipped.
   *
   * @return the value, or null at the end of the stream
   * @throws IOException if the source fails, ends inside a value, or holds something else
   */
  public @Nullable T next() throws IOException {
    try {
      while (in.hasAnotherValue()) {
        T value = adapter.read(in);
        if (value != null) {
          return value;
        }
      }
      return null;
    } catch (IllegalStateException | NumberFormatException | MalformedJsonException | EOFException e) {
      throw JsonInput.unexpected(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
