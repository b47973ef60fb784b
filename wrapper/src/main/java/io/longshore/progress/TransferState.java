package io.longshore.progress;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far an operation has come at one moment. Immutable.
 *
 * @param outcome whether the operation is running or has ended
 * @param bytes what has been transferred, of all layers together. The total is empty as long as the size of any layer
 *     is not known. It can still grow afterward: engines announce layers one after another
 * @param bytesAnnounced the sum of the sizes that are known; at least so many bytes are transferred in all
 * @param bytesPerSecond the rate of the last five seconds; after the end, that of the whole operation
 * @param elapsed how long the operation has taken
 * @param idle how long nothing has moved: no byte was transferred or unpacked, and no layer came to another phase
 * @param timeLeft how long the transfer will take if the rate stays the same; empty if that is not known: while sizes
 *     are missing, if nothing moves, and when only unpacking is left
 * @param items the layers in the order in which the engine named them, and the steps of a build; none for copies
 */
public record TransferState(
    Outcome outcome,
    ByteCount bytes,
    long bytesAnnounced,
    long bytesPerSecond,
    Duration elapsed,
    Duration idle,
    Optional<Duration> timeLeft,
    List<TransferItem> items) {
  /** Whether an operation is running or has ended. */
  public enum Outcome {
    /** No operation has begun. */
    NOT_STARTED,
    /** The operation is running. */
    RUNNING,
    /** It has succeeded. */
    SUCCEEDED,
    /** It was ended: its thread was interrupted, or the client or the stream was closed. */
    CANCELLED,
    /** It has thrown another exception. */
    FAILED
  }

  /** Copies the list. */
  public TransferState {
    items = List.copyOf(items);
  }

  /**
   * Counts the layers that are done.
   *
   * @return how many of {@link #items()}
   */
  public int itemsDone() {
    return (int) items.stream().filter(item -> item.phase().isDone()).count();
  }

  /**
   * Returns whether the operation is running and nothing has moved for some time.
   *
   * @param time how long
   * @return true if {@link #idle()} is at least as long
   */
  public boolean stalled(Duration time) {
    return outcome == Outcome.RUNNING && idle.compareTo(Objects.requireNonNull(time, "time")) >= 0;
  }
}
