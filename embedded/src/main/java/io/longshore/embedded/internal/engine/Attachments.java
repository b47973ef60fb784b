package io.longshore.embedded.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** The clients that are attached to a container. */
final class Attachments {
  private final List<FrameQueue> queues = new ArrayList<>();

  synchronized void add(FrameQueue queue) {
    queues.add(queue);
  }

  void remove(FrameQueue queue) {
    synchronized (this) {
      queues.remove(queue);
    }
    queue.abandon();
  }

  synchronized List<FrameQueue> snapshot() {
    return List.copyOf(queues);
  }

  /** Those that are attached now; removes them. */
  synchronized List<FrameQueue> takeAll() {
    List<FrameQueue> taken = snapshot();
    queues.clear();
    return taken;
  }
}
