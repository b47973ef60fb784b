package io.longshore.stream;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What flows from an engine: read it once, by {@link #iterator()} or {@link #stream()}, and close it. Nothing is read
 * before it is asked for, so a slow reader slows the engine and never fills memory. One thread reads; any thread may close,
 * which ends a blocked read. A stream that breaks throws a {@link io.longshore.error.DockerException} from the read; one that is complete or
 * was closed ends.
 *
 * @param <T> what flows; each item belongs to the reader and is never reused
 */
public interface DockerStream<T> extends Iterable<T>, AutoCloseable {
  /**
   * Reads by iteration.
   *
   * @return the only iterator; {@code hasNext} blocks until there is an item or an end
   * @throws IllegalStateException when the stream has been read before
   */
  @Override
  Iterator<T> iterator();

  /**
   * Reads as a {@link Stream}; closing that closes this.
   *
   * @return a sequential, ordered stream
   * @throws IllegalStateException when the stream has been read before
   */
  Stream<T> stream();

  /**
   * How the stream ended.
   *
   * @return the end, or empty while it flows
   */
  Optional<StreamEnd> end();

  /** Ends the stream and frees its connection; a blocked read in another thread ends. Does nothing the second time. */
  @Override
  void close();
}
