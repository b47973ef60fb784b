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

  private final ChannelSocket socket;
  private final SocketChannel channel;
  private final ByteBuffer buffer;
  private final ChannelSocket.Step step;
  private boolean ended;

  ChannelInput(ChannelSocket socket, SocketChannel channel, int bufferSize) {
    this.socket = socket;
    this.channel = channel;
    this.buffer = ByteBuffer.allocateDirect(bufferSize).limit(0);
    this.step = () -> channel.read(buffer);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    socket.checkOpen();
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    int n = Math.min(length, buffer.remaining());
    buffer.get(target, offset, n);
    return n;
  }

  @Override
  public int available() throws IOException {
    socket.checkOpen();
    return buffer.remaining();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private boolean fill() throws IOException {
    if (ended || socket.isInputShutdown()) {
      return false;
    }
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
