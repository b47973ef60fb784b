package io.longshore.embedded.internal.process;

import io.longshore.embedded.internal.BulkOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes from one thread to another, bounded. Unlike {@code java.io}'s pipe it does not care which threads these are.
 */
public final class Pipe {
  private final byte[] ring = new byte[64 * 1024];
  private int start;
  private int size;
  private boolean ended;
  private boolean broken;

  /** The reading end; closing it makes writes vanish. */
  public InputStream input() {
    return new InputStream() {
      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return Pipe.this.read(bytes, offset, length);
      }

      @Override
      public int available() {
        return Pipe.this.available();
      }

      @Override
      public void close() {
        breakOff();
      }
    };
  }

  /** The writing end; writing to a pipe without a reader throws. Closing it ends what is read. */
  public OutputStream output() {
    return new BulkOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!Pipe.this.write(bytes, offset, length)) {
          throw new IOException("Broken pipe");
        }
      }

      @Override
      public void close() {
        end();
      }
    };
  }

  private synchronized int available() {
    return size;
  }

  private synchronized int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    await(true);
    if (size == 0) {
      return -1;
    }
    int count = Math.min(Math.min(length, size), ring.length - start);
    System.arraycopy(ring, start, bytes, offset, count);
    start = (start + count) % ring.length;
    size -= count;
    notifyAll();
    return count;
  }

  /**
   * Writes everything; blocks while the pipe is full.
   *
   * @return false if there is no reader any more
   */
  public synchronized boolean write(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      await(false);
      if (broken || ended) {
        return false;
      }
      int end = (start + size) % ring.length;
      int count = Math.min(Math.min(left, ring.length - size), ring.length - end);
      System.arraycopy(bytes, at, ring, end, count);
      size += count;
      at += count;
      left -= count;
      notifyAll();
    }
    return true;
  }

  private void await(boolean forBytes) {
    try {
      while (!broken && !ended && (forBytes ? size == 0 : size == ring.length)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KilledError();
    }
  }

  /** Ends what is read, after what is still inside. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Ends reading and writing at once. */
  public synchronized void breakOff() {
    broken = true;
    size = 0;
    ended = true;
    notifyAll();
  }
}
