package io.longshore.internal.http;

import io.longshore.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer that flows. */
final class ResponseBytes implements ByteSource {
  private final Connection.Opened opened;

  ResponseBytes(Connection.Opened opened) {
    this.opened = opened;
  }

  @Override
  public String contentType() {
    return opened.response().header("Content-Type", "");
  }

  @Override
  public @Nullable Instant date() {
    return opened.response().headers().getInstant("Date");
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      return opened.input().read(into, offset, length);
    } catch (IOException e) {
      throw opened.inStream(e);
    }
  }

  @Override
  public DockerException truncated(String reason) {
    return opened.failures().truncated(new IOException(reason));
  }

  @Override
  public DockerException failed(String reason) {
    return opened.failures().failed(reason);
  }

  @Override
  public void close() {
    opened.close();
  }
}
