package io.longshore.error;

import io.longshore.stream.StreamEnd;
import org.jspecify.annotations.Nullable;

/** A stream ended without being complete; what was read before is good. */
public class StreamException extends DockerException {
  private static final long serialVersionUID = 1L;

  private final StreamEnd end;

  /**
   * Made by the client.
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
   * How the stream ended.
   *
   * @return the end; never {@link StreamEnd#COMPLETED}
   */
  public StreamEnd end() {
    return end;
  }
}
