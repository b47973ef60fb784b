package io.longshore.internal.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** The writing half of a {@link ChannelSocket}. What is written stays in the buffer until it is full or flushed. */
final class ChannelOutput extends OutputStream {

  private static final int SMALL = 8 * 1024;
  private static final int LARGE = 64 * 1024;

  private final ChannelSocket socket;
  private final ChannelSocket.Step step;
  /** Small until it is full: most requests are. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL);
  private volatile long sent;

  ChannelOutput(ChannelSocket socket, SocketChannel channel) {
    this.socket = socket;
    this.step = () -> channel.write(buffer);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    socket.checkOpen();
    int done = 0;
    while (done < length) {
      int n = Math.min(length - done, buffer.remaining());
      buffer.put(source, offset + done, n);
      done += n;
      if (!buffer.hasRemaining()) {
        drain();
        if (buffer.capacity() == SMALL) {
          buffer = ByteBuffer.allocateDirect(LARGE);
        }
      }
    }
    // The JDK's TLS code does not promise to flush what it hands over.
    if (socket.underTls()) {
      drain();
    }
  }

  /**
   * Fails only if something is left to send: TLS flushes after each record, and its peer may have answered and gone by
   * then.
   */
  @Override
  public void flush() throws IOException {
    drain();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Bytes that the operating system took, over the life of the connection. */
  long sent() {
    return sent;
  }

  // Only the writing thread counts; the field is volatile for its readers.
  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"})
  private void drain() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        sent += socket.write(step);
      }
    } catch (IOException e) {
      throw socket.translate(e);
    } finally {
      buffer.clear();
    }
  }
}
