package io.longshore.progress;

/** Writes states to a stream. Called by one thread at a time. */
interface ProgressView {
  /** Shows a state that others follow. */
  void show(TransferState state);

  /** Shows the last state. */
  void end(TransferState state);
}
