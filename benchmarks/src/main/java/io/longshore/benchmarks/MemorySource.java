package io.longshore.benchmarks;

import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.io.ByteArrayInputStream;

/** Bytes that are there already. */
public final class MemorySource implements ByteSource {

  private final ByteArrayInputStream bytes;

  /** Gives these bytes. */
  public MemorySource(byte[] bytes) {
    this.bytes = new ByteArrayInputStream(bytes);
  }

  @Override
  public String contentType() {
    return "";
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    return bytes.read(into, offset, length);
  }

  @Override
  public DockerException truncated(String reason) {
    throw new IllegalStateException(reason);
  }

  @Override
  public DockerException failed(String reason) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void close() {}
}
