package io.longshore.internal.progress;

import io.longshore.error.CancelledException;
import io.longshore.generated.engine.model.ImageProgress;
import java.util.function.Supplier;

/**
 * What an operation reports of itself to the program's progress. A program's listener is called by these methods, in
 * the thread of the operation; what it throws passes through them and ends the operation.
 */
public interface TransferFeed {
  /** Reports to nothing: for operations without a progress. */
  TransferFeed NONE = new NoFeed();

  /**
   * Takes note of the start.
   *
   * @throws IllegalStateException if an operation has used this progress before
   */
  void begin();

  /** Takes one object of the stream of a pull, push or load. */
  void step(ImageProgress step);

  /** Counts bytes that have just been copied, apart from those of steps. */
  void bytes(long count);

  /** Says how many bytes {@link #bytes(long)} will count in all. */
  void total(long bytes);

  /** How an operation has ended. */
  enum End {
    SUCCEEDED, CANCELLED, FAILED;

    /** The end of one that threw something. */
    public static End of(Throwable failure) {
      return failure instanceof CancelledException ? CANCELLED : FAILED;
    }
  }

  /** Takes note of the end; only the first one counts. */
  void end(End end);

  /** Runs an operation between its start and its end. */
  default <T> T call(Supplier<T> operation) {
    begin();
    T result;
    try {
      result = operation.get();
    } catch (RuntimeException | Error e) {
      try {
        end(End.of(e));
      } catch (RuntimeException | Error again) {
        if (again != e) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
    end(End.SUCCEEDED);
    return result;
  }

  /** Runs an operation without a result between its start and its end. */
  default void run(Runnable operation) {
    call(() -> {
      operation.run();
      return true;
    });
  }
}
