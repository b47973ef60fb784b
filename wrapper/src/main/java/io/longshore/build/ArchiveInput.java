package io.longshore.build;

import io.longshore.internal.process.InputFailure;
import io.longshore.internal.progress.TransferFeed;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a program's stream in a thread of its own: nothing else could end a wait for what does not come. If the stream
 * does not notice that it is interrupted, that thread ends when the stream returns.
 */
final class ArchiveInput extends InputStream {
  private static final int PART = 64 * 1024;
  private static final int AHEAD = 4;
  private static final long PAUSE_MILLIS = 50;
  private static final byte[] END = {};

  private final Runnable check;
  private final TransferFeed feed;
  private final BlockingQueue<byte[]> parts = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private byte[] part = {};
  private int at;
  private long taken;
  private @Nullable RuntimeException ended;

  private ArchiveInput(InputStream in, Runnable check, TransferFeed feed) {
    this.check = check;
    this.feed = feed;
    thread = new Thread(() -> read(in), "longshore-build-archive");
    thread.setDaemon(true);
  }

  /**
   * Begins to read.
   *
   * @param check called often while nothing comes; ends the reading if it throws something
   */
  static ArchiveInput start(InputStream in, Runnable check, TransferFeed feed) {
    ArchiveInput input = new ArchiveInput(in, check, feed);
    input.thread.start();
    return input;
  }

  private void read(InputStream in) {
    try {
      byte[] buffer = new byte[PART];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (count > 0) {
          parts.put(Arrays.copyOf(buffer, count));
        }
      }
      parts.put(END);
    } catch (InterruptedException e) {
      // Nobody reads any more.
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at == part.length && part != END || taken == 0 && part.length == 0) {
      part = next();
      at = 0;
    }
    if (part == END) {
      feed.total(taken);
      return -1;
    }
    int count = Math.min(length, part.length - at);
    System.arraycopy(part, at, into, offset, count);
    at += count;
    taken += count;
    feed.bytes(count);
    return count;
  }

  private byte[] next() throws IOException {
    try {
      while (true) {
        // Looked at first: what was read before a failure is complete then.
        Throwable thrown = failure;
        byte[] next = parts.poll(thrown == null ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
        if (thrown != null) {
          throw InputFailure.of(thrown);
        }
        check.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it was read");
    } catch (RuntimeException e) {
      ended = e;
      throw new IOException(e);
    }
  }

  /** Why the build ended in the middle of the archive; null if that is not the reason. */
  @Nullable
  RuntimeException ended() {
    return ended;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
