package io.longshore.internal.stream;

import io.longshore.error.DockerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bytes that flow from an engine; failures are already those of the public tree. One thread reads, any may close. */
public interface ByteSource extends AutoCloseable {
  /** The answer's content type, or an empty string. */
  String contentType();

  /** Whether the answer has begun; otherwise whatever asks for something of it waits. */
  default boolean hasBegun() {
    return true;
  }

  /** When the engine began to answer, by its own clock and to the second; null where it did not tell. */
  default @Nullable Instant date() {
    return null;
  }

  /** Reads like {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int offset, int length);

  /** The failure of a stream that ended where it must not. */
  DockerException truncated(String reason);

  /** The failure of a stream in which the engine reported one, or that holds what cannot be read. */
  DockerException failed(String reason);

  @Override
  void close();
}
