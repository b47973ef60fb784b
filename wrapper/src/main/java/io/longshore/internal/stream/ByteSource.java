package io.longshore.internal.stream;

import io.longshore.error.DockerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bytes that flow from an engine; failures are already those of the public tree. One thread reads, any may close. */
public interface ByteSource extends AutoCloseable {
  /** The answer's content type, or an empty string. */
  String contentType();

  /** Whether the response has begun; until then every method that needs it waits. */
  default boolean hasBegun() {
    return true;
  }

  /** When the engine began to answer, by its own clock and to the second; null if it did not send it. */
  default @Nullable Instant date() {
    return null;
  }

  /** Reads like {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int offset, int length);

  /** The failure of a stream that ended too early. */
  DockerException truncated(String reason);

  /** The failure of a stream in which the engine reported one, or that cannot be read. */
  DockerException failed(String reason);

  @Override
  void close();
}
