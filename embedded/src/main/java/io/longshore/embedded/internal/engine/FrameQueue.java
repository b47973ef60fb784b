package io.longshore.embedded.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Output on its way to one reader. It is bounded by what real engines keep for one, so that a reader that does not read
 * holds the process. Real engines then neither kill nor remove the container before the reader is gone; here both end
 * it at once, because a test is to end, too.
 */
public final class FrameQueue implements OutputSink {
  /** Bytes of one stream. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Frame(int stream, byte[] bytes) {}

  private static final int MAX_BYTES = 1024 * 1024;

  private final Deque<Frame> frames = new ArrayDeque<>();
  private int size;
  private boolean ended;
  private boolean released;

  @Override
  public synchronized void write(int stream, byte[] bytes) throws InterruptedException {
    while (size >= MAX_BYTES && !released && !ended) {
      wait();
    }
    if (!ended) {
      frames.add(new Frame(stream, bytes));
      size += bytes.length;
      notifyAll();
    }
  }

  @Override
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void release() {
    released = true;
    notifyAll();
  }

  /** Whether nothing can be added. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** There is no reader any more: later writes are dropped. */
  public synchronized void abandon() {
    ended = true;
    frames.clear();
    notifyAll();
  }

  /** Waits for the next frame; null at the end. */
  public synchronized @Nullable Frame take() throws InterruptedException {
    while (frames.isEmpty() && !ended) {
      wait();
    }
    Frame frame = frames.poll();
    if (frame != null) {
      size -= frame.bytes.length;
      notifyAll();
    }
    return frame;
  }

  /** Waits a while until {@link #take()} would not wait; returns whether it would not. */
  public synchronized boolean await(long millis) throws InterruptedException {
    if (frames.isEmpty() && !ended) {
      wait(millis);
    }
    return !frames.isEmpty() || ended;
  }

  /** Returns true when {@link #take()} would not wait. */
  public synchronized boolean hasMore() {
    return !frames.isEmpty();
  }
}
