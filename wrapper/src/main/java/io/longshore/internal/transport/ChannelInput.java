package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The reading half of a {@link ChannelSocket}.
 *
 * <p>Reads the channel itself: the streams of {@code Channels} share a lock between reading and writing on JDK 17.
 */
final class ChannelInput extends InputStream {

  /** Up to here a timeout is kept by asking again; OkHttp's health check of an idle connection asks for 1 ms. */
  private static final int SHORT_TIMEOUT_MILLIS = 10;
  private static final long POLL_NANOS = 50_000;
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
  private boolean ended;
  private boolean headOnly;
  private boolean lineIsEmpty;

  ChannelInput(ChannelSocket socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
    this.step = () -> channel.read(buffer);
  }

  @Override
  public int read() throws IOException {
    if (back.hasRemaining() || !buffer.hasRemaining() || headOnly) {
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
    ByteBuffer from = back.hasRemaining() ? back : buffer;
    int n = Math.min(length, from.remaining());
    if (headOnly) {
      n = upToEndOfHead(n);
    }
    from.get(target, offset, n);
    return n;
  }

  @Override
  public int available() throws IOException {
    socket.checkOpen();
    return back.remaining() + buffer.remaining();
  }

  /** While this is set, no read goes beyond the end of an answer's head: OkHttp would keep what it got of the body. */
  void headOnly(boolean only) {
    headOnly = only;
    lineIsEmpty = false;
  }

  /** The next reads give these bytes first. */
  void putBack(byte[] bytes) {
    back = ByteBuffer.wrap(bytes);
  }

  /** What has been read and not yet been handed out; whoever takes of it moves the position. */
  ByteBuffer buffered() {
    return buffer;
  }

  /** An empty line ends a head: a line feed right after another, but for a carriage return. */
  private int upToEndOfHead(int count) {
    for (int i = 0; i < count; i++) {
      byte b = buffer.get(buffer.position() + i);
      if (b == '\n') {
        if (lineIsEmpty) {
          return i + 1;
        }
        lineIsEmpty = true;
      } else if (b != '\r') {
        lineIsEmpty = false;
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private boolean fill() throws IOException {
    if (ended || socket.isInputShutdown()) {
      return false;
    }
    grow();
    buffer.clear();
    int n = -1;
    try {
      int timeout = socket.getSoTimeout();
      if (timeout > 0 && timeout <= SHORT_TIMEOUT_MILLIS) {
        n = readWithin(timeout);
      } else {
        n = socket.read(step);
      }
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

  private int readWithin(int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    channel.configureBlocking(false);
    try {
      while (true) {
        int n = channel.read(buffer);
        if (n != 0) {
          return n;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted");
        }
        if (System.nanoTime() - end >= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    } finally {
      channel.configureBlocking(true);
    }
  }

  /**
   * Whether the peer has gone, or spoken out of turn. Only for a connection between two exchanges: no other thread may be
   * using it. What is read on the way stays in the buffer; TLS peers send session tickets at any time, so under TLS only the
   * end counts.
   */
  boolean peerClosed() {
    if (ended) {
      return true;
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
      return true;
    } finally {
      buffer.flip();
    }
    return ended || buffer.hasRemaining() && !socket.underTls();
  }
}
