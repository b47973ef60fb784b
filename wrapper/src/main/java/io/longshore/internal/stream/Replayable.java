package io.longshore.internal.stream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Reconnecting} needs of a stream that can be requested again from a start time. Called by one thread at a
 * time, but for {@link #close()}.
 *
 * @param <T> the items' type
 */
public interface Replayable<T> extends AutoCloseable {
  /**
   * Opens the stream; failures are those of the public tree.
   *
   * @param from the time of the first item that is wanted, itself included; null for the caller's own beginning
   * @param within how long it may take at most, or null for the client's own limits
   */
  Source<T> open(@Nullable Instant from, @Nullable Duration within);

  /** When an item came into being, by the engine's clock. */
  Instant time(T item);

  /** A value that distinguishes items of the same time by its {@code equals}; small, because many are kept. */
  Object key(T item);

  /**
   * The caller's own start time, if opening from it again may miss items; otherwise null. Used for a connection that is
   * lost before its first item.
   */
  @Nullable
  Instant doubtfulBeginning();

  /** Called at a normal end of a connection: whether that is the end of the stream too. */
  boolean isOver();

  /** Ends an {@link #open} or {@link #isOver} under way, and every later one; from any thread, more than once. */
  @Override
  void close();
}
