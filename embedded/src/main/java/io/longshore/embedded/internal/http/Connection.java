package io.longshore.embedded.internal.http;

import io.longshore.embedded.internal.Gate;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer's connection: buffered reads by one thread, unbuffered writes by one thread, closing by any. Reads and writes
 * go to the channel directly: streams over one channel share a lock on JDK 17, so that a write hangs behind a read.
 */
final class Connection implements Closeable {
  private static final int MAX_HEAD = 64 * 1024;

  private final SocketChannel channel;
  private final Gate gate;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
  private final CountDownLatch closed = new CountDownLatch(1);

  Connection(SocketChannel channel, Gate gate) {
    this.channel = channel;
    this.gate = gate;
  }

  /**
   * Has small writes sent at once: an echoed key would wait for the peer's delayed acknowledgement of the one before.
   */
  void tune() throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /** Reads a request's head without the empty line at its end; null when the peer closed before it. */
  @Nullable
  List<String> readHead() throws IOException {
    List<String> lines = new ArrayList<>();
    int size = 0;
    while (true) {
      String line;
      try {
        line = readLine();
      } catch (EOFException e) {
        if (lines.isEmpty()) {
          return null;
        }
        throw e;
      }
      size += line.length();
      if (size > MAX_HEAD) {
        throw HttpError.plain(431, "431 Request Header Fields Too Large");
      }
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) {
        return lines;
      }
    }
  }

  /** Reads up to a line's end, which is not returned. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() <= MAX_HEAD) {
      if (!buffer.hasRemaining() && fill() < 0) {
        throw new EOFException("the peer closed");
      }
      char next = (char) (buffer.get() & 0xff);
      if (next == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
      }
      line.append(next);
    }
    throw HttpError.plain(431, "431 Request Header Fields Too Large");
  }

  /** Reads at least one byte; −1 at the end of what the peer sends. */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!buffer.hasRemaining() && fill() < 0) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  private int fill() throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    passGate();
    return count;
  }

  /** Writes everything; blocks while the peer does not read. */
  public void write(ByteBuffer bytes) throws IOException {
    passGate();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void write(String text) throws IOException {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void passGate() throws IOException {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the engine closes");
    }
  }

  /**
   * Looks without blocking whether the peer has closed its sending side, which ends an answer that waits for something
   * to happen. That cannot be seen behind more than the buffer holds. Only for the thread that reads and writes.
   */
  public boolean isPeerGone() throws IOException {
    if (buffer.remaining() == buffer.capacity()) {
      return false;
    }
    channel.configureBlocking(false);
    try {
      buffer.compact();
      int count = channel.read(buffer);
      buffer.flip();
      return count < 0;
    } catch (IOException e) {
      return true;
    } finally {
      channel.configureBlocking(true);
    }
  }

  /**
   * Signals the peer that nothing follows, and reads what it still sends for a moment, so that no reset destroys the
   * response.
   */
  void closeAfterAnswer() throws IOException {
    channel.shutdownOutput();
    channel.configureBlocking(false);
    long end = System.nanoTime() + 500_000_000L;
    while (System.nanoTime() - end < 0) {
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0) {
        return;
      }
      if (count == 0) {
        try {
          Thread.sleep(2);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Ends what is sent; what the peer sends can still be read. */
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /**
   * Waits until this side is closed, or until the peer has closed its sending side.
   *
   * @param millis at most this long
   * @param lookMillis how often to look whether the peer has gone, which only the thread that reads may do;
   *     Long.MAX_VALUE for never
   * @return false if the time is over
   */
  boolean awaitClose(long millis, long lookMillis) throws IOException {
    long left = millis;
    try {
      while (left > 0) {
        long step = Math.min(left, lookMillis);
        if (closed.await(step, TimeUnit.MILLISECONDS) || lookMillis < Long.MAX_VALUE && isPeerGone()) {
          return true;
        }
        left -= step;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
    return false;
  }

  /**
   * Waits until this side is closed, or until the peer has closed its sending side; what it still sends is dropped.
   * Only for the thread that reads and writes.
   */
  void awaitCloseAndDrop(long lookMillis) throws IOException {
    boolean over = false;
    while (!over) {
      long step = buffer.hasRemaining() ? 1 : lookMillis;
      buffer.clear().flip();
      over = awaitClose(step, step);
    }
  }

  /** Closes without good-bye: RST, where the transport knows it. */
  void reset() throws IOException {
    if (channel.getLocalAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    close();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    channel.close();
  }
}
