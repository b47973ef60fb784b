package io.longshore.embedded.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A body of unknown length: in chunks, or up to the connection's end for HTTP/1.0. */
final class StreamedOutput extends OutputStream {
  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final boolean chunked;
  private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
  private boolean closed;

  StreamedOutput(Connection connection, boolean chunked) {
    this.connection = connection;
    this.chunked = chunked;
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
    if (buffer.hasRemaining()) {
      if (chunked) {
        byte[] size = (Integer.toHexString(buffer.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer chunk = ByteBuffer.allocate(size.length + buffer.remaining() + 2);
        connection.write(chunk.put(size).put(buffer).put((byte) '\r').put((byte) '\n').flip());
      } else {
        connection.write(buffer);
      }
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      flush();
      if (chunked) {
        connection.write(ByteBuffer.wrap(LAST));
      }
    }
  }
}
