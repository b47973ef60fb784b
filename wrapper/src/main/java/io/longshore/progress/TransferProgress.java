package io.longshore.progress;

import io.longshore.internal.progress.ProgressAccess;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how far one operation has come. A program creates it and gives it to a pull or a copy; from then on any thread
 * can ask for the {@link #state()}, also while nothing arrives:
 *
 * <pre>{@code
 * TransferProgress progress = new TransferProgress();
 * progress.onChange(state -> bar.set(state.outcome() == Outcome.SUCCEEDED ? 1 : state.bytes().fraction().orElse(0)));
 * docker.images().pull(p -> p.reference("postgres:17").progress(progress));
 * }</pre>
 *
 * <p>Each operation needs its own. {@link ConsoleProgress} shows one, or several, on a terminal. Thread-safe.
 */
public final class TransferProgress {
  static {
    ProgressAccess.open(progress -> ((TransferProgress) progress).record);
  }

  private final TransferRecord record;

  /** Creates one for an operation. */
  public TransferProgress() {
    this(System::nanoTime);
  }

  TransferProgress(LongSupplier nanos) {
    record = new TransferRecord(nanos);
  }

  /**
   * Returns how far the operation has come.
   *
   * @return the state at this moment
   */
  public TransferState state() {
    return record.state();
  }

  /**
   * Calls a listener after each change: a step of the engine that says something new, the end, and while bytes are
   * copied at most ten times a second. It is called in the thread of the operation. An exception from it ends the
   * operation, which throws this exception.
   *
   * @param listener called with the state after the change
   * @return this
   */
  public TransferProgress onChange(Consumer<TransferState> listener) {
    record.onChange(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Calls a listener with each layer that has changed. It is called in the thread of the operation. An exception from
   * it ends the operation, which throws this exception.
   *
   * @param listener called with the layer after the change
   * @return this
   */
  public TransferProgress onItem(Consumer<TransferItem> listener) {
    record.onItem(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** Calls something at the end, in the thread of the operation; at once if the end has come. */
  void whenEnded(Runnable action) {
    record.whenEnded(action);
  }

  @Override
  public String toString() {
    return "TransferProgress[" + state().outcome() + "]";
  }
}
