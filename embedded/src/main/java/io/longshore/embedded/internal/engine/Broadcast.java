package io.longshore.embedded.internal.engine;

/** A container's output on its way to the log and to the attached clients. */
record Broadcast(OutputSink log, Attachments attached) implements OutputSink {
  @Override
  public void write(int stream, byte[] bytes) throws InterruptedException {
    log.write(stream, bytes);
    for (FrameQueue queue : attached.snapshot()) {
      queue.write(stream, bytes);
    }
  }

  @Override
  public void release() {
    attached.snapshot().forEach(FrameQueue::release);
  }

  @Override
  public void finish() {
    log.finish();
  }

  /** The container notifies the attached clients, because it knows which were attached to this run. */
  @Override
  public void end() {
    log.end();
  }
}
