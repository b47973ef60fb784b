package io.longshore.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stream to a program, in a thread of its own: both sides may block for as long as they like. If the stream
 * fails, the program gets no end until it has ended itself, so it never takes a part for the whole.
 */
final class InputFeeder implements AutoCloseable {
  private final InputStream in;
  private final OutputStream out;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  private InputFeeder(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    thread = new Thread(this::feed, "longshore-child-input");
    thread.setDaemon(true);
  }

  static InputFeeder start(InputStream in, OutputStream out) {
    InputFeeder feeder = new InputFeeder(in, out);
    feeder.thread.start();
    return feeder;
  }

  private void feed() {
    try (out) {
      byte[] part = new byte[64 * 1024];
      for (int count = read(part); count >= 0; count = read(part)) {
        out.write(part, 0, count);
      }
    } catch (IOException e) {
      // The program reads no more; how it ends says why.
    }
  }

  /** The end, too, if it fails, but only after {@link #close()}. */
  private int read(byte[] part) {
    try {
      return in.read(part);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      awaitClose();
      return -1;
    }
  }

  /** An interrupt may be left over from the stream. */
  private void awaitClose() {
    while (true) {
      try {
        closed.await();
        return;
      } catch (InterruptedException e) {
        // The one of close() comes after the latch has opened.
      }
    }
  }

  /** Throws if the stream could not be read. */
  void check() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw InputFailure.of(thrown);
    }
  }

  /**
   * Ends the thread. The program must have ended, so that it does not wait to write; if the caller's stream does not
   * notice that it is interrupted, the thread ends when that returns.
   */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
