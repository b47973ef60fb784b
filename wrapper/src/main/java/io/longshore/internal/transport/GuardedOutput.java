package io.longshore.internal.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** The counterpart of {@link GuardedInput} for writing. Each write is sent at once; closing waits for a write under way. */
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
    lock.lock();
    try {
      delegate.write(source, offset, length);
      delegate.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      delegate.close();
    } finally {
      lock.unlock();
    }
  }
}
