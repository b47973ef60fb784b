package io.longshore.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream's items come from.
 *
 * @param <T> the items' type
 */
public interface Source<T> extends AutoCloseable {
  /** Blocks for the next item; null at a normal end, otherwise throws a public exception. */
  @Nullable
  T next();

  /** Frees the connection; from any thread, more than once. */
  @Override
  void close();
}
