package io.longshore.stream;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stream of items from an engine: read it once, with {@link #iterator()} or {@link #stream()}, and close it. Items
 * are read on demand, so a slow reader slows the engine and never fills memory. One thread reads; any thread may close,
 * which ends a blocked read. If the stream breaks, the read throws a {@link io.longshore.error.DockerException}; if it
 * is complete or was closed, it ends.
 *
 * @param <T> the items; each belongs to the reader and is never reused
 */
public interface DockerStream<T> extends Iterable<T>, AutoCloseable {
  /**
   * Returns an iterator over the items.
   *
   * @return the only iterator; {@code hasNext} blocks until there is an item or an end
   * @throws IllegalStateException if the stream has been read before
   */
  @Override
  Iterator<T> iterator();

  /**
   * Returns the items as a {@link Stream}; closing that closes this.
   *
   * @return a sequential, ordered stream
   * @throws IllegalStateException if the stream has been read before
   */
  Stream<T> stream();

  /**
   * Returns how the stream ended.
   *
   * @return the end, or empty while it is open
   */
  Optional<StreamEnd> end();

  /**
   * Ends the stream and frees its connection; a blocked read in another thread ends. Calling it again has no effect.
   */
  @Override
  void close();
}
