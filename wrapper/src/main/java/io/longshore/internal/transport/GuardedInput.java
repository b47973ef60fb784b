package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An okio-backed stream that may be closed by another thread than its reader.
 *
 * <p>okio's buffers are not safe for that: closing one recycles memory that the reader may be copying from. Here
 * closing first makes a blocked read fail, through {@code cancel}, and then waits for it to leave.
 */
public final class GuardedInput extends InputStream {

  private final ReentrantLock lock = new ReentrantLock();
  private final InputStream delegate;
  private final Runnable cancel;
  private boolean closed;

  public GuardedInput(InputStream delegate, Runnable cancel) {
    this.delegate = delegate;
    this.cancel = cancel;
  }

  @Override
  public int read() throws IOException {
    lock.lock();
    try {
      return open().read();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    // okio waits for data even then, and readNBytes ends with such a read.
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      return open().read(target, offset, length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      return open().available();
    } finally {
      lock.unlock();
    }
  }

  /** To be called with the lock. */
  private InputStream open() throws IOException {
    if (closed) {
      throw new IOException("Stream closed");
    }
    return delegate;
  }

  /** Any number of threads may close: OkHttp reads on from what is unfinished, which only one can do. */
  @Override
  public void close() throws IOException {
    Uninterrupted.close(this::closeAll);
  }

  private void closeAll() throws IOException {
    cancel.run();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        delegate.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
