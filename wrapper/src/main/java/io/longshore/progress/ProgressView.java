package io.longshore.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes states to a stream. Called by one thread at a time. */
interface ProgressView {
  /**
   * Shows a state that others follow.
   *
   * @param state null if nothing has begun but what is added
   * @param added the further lines
   */
  void show(@Nullable TransferState state, List<AddedLine> added);

  /** Shows the last state. */
  void end(@Nullable TransferState state, List<AddedLine> added);
}
