package io.longshore.embedded.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** A container's output on its way to the log and to whoever is attached. */
final class Broadcast implements OutputSink {
  private final OutputSink log;
  private final List<FrameQueue> attached;

  Broadcast(OutputSink log, List<FrameQueue> attached) {
    this.log = log;
    this.attached = attached;
  }

  @Override
  public void write(int stream, byte[] bytes) throws InterruptedException {
    log.write(stream, bytes);
    for (FrameQueue queue : snapshot()) {
      queue.write(stream, bytes);
    }
  }

  @Override
  public void finish() {
    log.finish();
  }

  /** Whoever is attached is told by the container, which knows who was attached to this run. */
  @Override
  public void end() {
    log.end();
  }

  private List<FrameQueue> snapshot() {
    synchronized (attached) {
      return new ArrayList<>(attached);
    }
  }
}
