package io.longshore.internal.http;

import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer that flows. */
final class ResponseBytes implements ByteSource {
  private final Opening opening;

  ResponseBytes(Opening opening) {
    this.opening = opening;
  }

  @Override
  public String contentType() {
    return opening.get().response().header("Content-Type", "");
  }

  @Override
  public boolean hasBegun() {
    return opening.isOpen();
  }

  @Override
  public @Nullable Instant date() {
    return opening.get().response().headers().getInstant("Date");
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    EngineConnection.Opened opened = opening.get();
    try {
      return opened.input().read(into, offset, length);
    } catch (IOException e) {
      throw opened.inStream(e);
    }
  }

  @Override
  public DockerException truncated(String reason) {
    return opening.get().failures().truncated(new IOException(reason));
  }

  @Override
  public DockerException failed(String reason) {
    return opening.get().failures().failed(reason);
  }

  @Override
  public void close() {
    opening.close();
  }
}
