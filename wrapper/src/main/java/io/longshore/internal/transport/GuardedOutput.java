package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The counterpart of {@link GuardedInput} for writing. Each write is sent at once; closing waits for a write under way.
 */
final class GuardedOutput extends OutputStream {

  private final ReentrantLock lock = new ReentrantLock();
  private final OutputStream delegate;

  GuardedOutput(OutputStream delegate) {
    this.delegate = delegate;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    lockInterruptibly();
    try {
      delegate.write(source, offset, length);
      delegate.flush();
    } finally {
      lock.unlock();
    }
  }

  private void lockInterruptibly() throws InterruptedIOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    lockInterruptibly();
    try {
      delegate.close();
    } finally {
      lock.unlock();
    }
  }

  /** The same after a cancel: the lock is never held for long, and an interrupt must not prevent this. */
  void end() throws IOException {
    lock.lock();
    try {
      delegate.close();
    } finally {
      lock.unlock();
    }
  }
}
