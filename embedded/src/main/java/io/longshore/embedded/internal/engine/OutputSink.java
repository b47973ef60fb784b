package io.longshore.embedded.internal.engine;

/** Takes what a process writes. Called by the process's threads, one call at a time. */
public interface OutputSink {
  /**
   * Takes bytes; may block while the reader is slow.
   *
   * @param stream 1 for stdout, 2 for stderr
   * @param bytes the sink's own
   */
  void write(int stream, byte[] bytes) throws InterruptedException;

  /** Lets go what waits for slow readers, because the process is killed; the little that follows does not wait. */
  default void release() {}

  /** Nothing follows; readers are not notified yet, because the exit is not known. */
  default void finish() {}

  /** Notifies readers that nothing follows. The exit is known now: a reader may ask for it. */
  void end();
}
