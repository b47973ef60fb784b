package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An okio-backed stream that may be closed by another thread than its reader.
 *
 * <p>okio's buffers are not safe for that: closing one recycles memory that the reader may be copying from. Here closing
 * first makes a blocked read fail, through {@code cancel}, and then waits for it to leave.
 */
public final class GuardedInput extends InputStream {

  private final ReentrantLock lock = new ReentrantLock();
  private final InputStream delegate;
  private final Runnable cancel;

  public GuardedInput(InputStream delegate, Runnable cancel) {
    this.delegate = delegate;
    this.cancel = cancel;
  }

  @Override
  public int read() throws IOException {
    lock.lock();
    try {
      return delegate.read();
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
      return delegate.read(target, offset, length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      return delegate.available();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    cancel.run();
    lock.lock();
    try {
      delegate.close();
    } finally {
      lock.unlock();
    }
  }
}
