package io.longshore.error;

import io.longshore.stream.StreamEnd;
import org.jspecify.annotations.Nullable;

/** A stream ended before it was complete; what was read until then is valid. */
public class StreamException extends DockerException {
  private static final long serialVersionUID = 1L;

  private final StreamEnd end;

  /**
   * Created by the library.
   *
   * @param message what went wrong
   * @param end how the stream ended
   * @param cause the cause, or null
   */
  public StreamException(String message, StreamEnd end, @Nullable Throwable cause) {
    super(message, cause);
    this.end = end;
  }

  /**
   * Returns how the stream ended.
   *
   * @return the end; never {@link StreamEnd#COMPLETED}
   */
  public StreamEnd end() {
    return end;
  }
}
