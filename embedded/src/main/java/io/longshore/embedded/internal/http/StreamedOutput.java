package io.longshore.embedded.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A body of unknown length: in chunks, or up to the connection's end for HTTP/1.0. */
final class StreamedOutput extends OutputStream {
  private final AnswerOutput output;
  private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
  private boolean closed;

  StreamedOutput(AnswerOutput output) {
    this.output = output;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, buffer.remaining());
      buffer.put(bytes, at, count);
      at += count;
      left -= count;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    buffer.flip();
    try {
      output.body(buffer);
    } finally {
      buffer.clear();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      flush();
      output.end();
    }
  }
}
