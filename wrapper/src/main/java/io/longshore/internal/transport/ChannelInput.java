package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * The reading half of a {@link ChannelSocket}.
 *
 * <p>Reads the channel itself: the streams of {@code Channels} share a lock between reading and writing on JDK 17.
 */
final class ChannelInput extends InputStream {

  private static final int RECORD_HEADER = 5;
  private static final int SMALL = 8 * 1024;
  private static final int MEDIUM = 64 * 1024;
  private static final int LARGE = 256 * 1024;
  private static final int FULL_READS_OF_BULK = 16;

  private final ChannelSocket socket;
  private final SocketChannel channel;
  /** Grows where reads fill it: most connections carry small answers, or a quiet stream, and there may be thousands. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL).limit(0);
  private final ChannelSocket.Step step;
  private ByteBuffer back = ByteBuffer.allocate(0);
  private int fullReads;
  private final AnswerBounds bounds = new AnswerBounds();
  private boolean ended;
  private boolean waits = true;

  ChannelInput(ChannelSocket socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
    this.step = () -> channel.read(buffer);
  }

  @Override
  public int read() throws IOException {
    if (back.hasRemaining() || !buffer.hasRemaining() || !bounds.isOpen()) {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
    return buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    socket.checkOpen();
    if (length == 0) {
      return 0;
    }
    if (!back.hasRemaining() && !buffer.hasRemaining() && !fill()) {
      return -1;
    }
    if (back.hasRemaining()) {
      int n = Math.min(length, back.remaining());
      back.get(target, offset, n);
      return n;
    }
    int n = bounds.of(buffer, Math.min(length, buffer.remaining()));
    buffer.get(target, offset, n);
    return n == 0 ? -1 : n;
  }

  @Override
  public int available() throws IOException {
    socket.checkOpen();
    return back.remaining() + buffer.remaining();
  }

  /** How far the answer goes that is read; not under TLS, where nothing of it can be seen here. */
  AnswerBounds bounds() {
    return bounds;
  }

  /** The next reads give these bytes first. */
  void putBack(byte[] bytes) {
    back = ByteBuffer.wrap(bytes);
  }

  /** What has been read and not yet been handed out; taking from it moves the position. */
  ByteBuffer buffered() {
    return buffer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private boolean fill() throws IOException {
    if (ended || socket.isInputShutdown()) {
      return false;
    }
    if (!waits || socket.isAskedForHealth()) {
      throw new SocketTimeoutException("nothing is there");
    }
    grow();
    buffer.clear();
    int n = -1;
    try {
      n = socket.read(step);
    } catch (IOException e) {
      throw socket.translate(e);
    } finally {
      buffer.flip();
    }
    if (n < 0) {
      // A socket closed from here must never look like a complete answer.
      socket.checkOpen();
      ended = true;
    }
    return n > 0;
  }

  /** The last read, which was consumed since, may have taken all that there was room for. */
  private void grow() {
    if (buffer.limit() < buffer.capacity()) {
      return;
    }
    fullReads++;
    if (buffer.capacity() == SMALL) {
      buffer = ByteBuffer.allocateDirect(MEDIUM);
    } else if (buffer.capacity() == MEDIUM && fullReads > FULL_READS_OF_BULK) {
      buffer = ByteBuffer.allocateDirect(LARGE);
    }
  }

  /** What {@link #look} finds. */
  enum Found {
    NOTHING,
    BYTES,
    END
  }

  /**
   * What the peer has sent since its last answer, or that it has gone. Only for a connection between two exchanges: no
   * other thread may be using it. What is found stays in the buffer.
   */
  Found look() {
    if (ended) {
      return Found.END;
    }
    buffer.compact();
    try {
      channel.configureBlocking(false);
      try {
        int n = 1;
        while (n > 0 && buffer.hasRemaining()) {
          n = channel.read(buffer);
        }
        ended = n < 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      ended = true;
    } finally {
      buffer.flip();
    }
    return ended ? Found.END : buffer.hasRemaining() || back.hasRemaining() ? Found.BYTES : Found.NOTHING;
  }

  /** Whether what {@link #look} found is whole records of TLS, none of which begins only. */
  boolean holdsWholeRecords() {
    int at = buffer.position();
    while (buffer.limit() - at >= RECORD_HEADER) {
      at += RECORD_HEADER + (buffer.getShort(at + RECORD_HEADER - 2) & 0xffff);
    }
    return at == buffer.limit();
  }

  /** Unless this is set, which it is at first, a read that would have to wait times out at once instead. */
  void waits(boolean waits) {
    this.waits = waits;
  }
}
