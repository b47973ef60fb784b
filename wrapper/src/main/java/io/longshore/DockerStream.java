package io.longshore;

import io.longshore.internal.stream.Source;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What flows from an engine: read it once, by {@link #iterator()} or {@link #stream()}, and close it. Nothing is read
 * before it is asked for, so a slow reader slows the engine and never fills memory. One thread reads; any thread may close,
 * which ends a blocked read. A stream that breaks throws from the read; one that is complete or was closed ends.
 *
 * @param <T> what flows; each item belongs to the reader and is never reused
 */
public class DockerStream<T> implements Iterable<T>, AutoCloseable {
  private final Source<T> source;
  private final AtomicReference<@Nullable StreamEnd> end = new AtomicReference<>();
  private boolean iterating;

  /**
   * For the client and its subclasses.
   *
   * @param source where the items come from
   */
  protected DockerStream(Source<T> source) {
    this.source = source;
  }

  /**
   * Reads by iteration.
   *
   * @return the only iterator
   * @throws IllegalStateException when there has been one before
   */
  @Override
  public Iterator<T> iterator() {
    synchronized (this) {
      if (iterating) {
        throw new IllegalStateException("a stream can be read once");
      }
      iterating = true;
    }
    return new Reader();
  }

  /**
   * Reads as a {@link Stream}; closing that closes this.
   *
   * @return a sequential stream
   * @throws IllegalStateException when the stream has been read before
   */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false)
        .onClose(this::close);
  }

  /**
   * How the stream ended.
   *
   * @return the end, or empty while it flows
   */
  public Optional<StreamEnd> end() {
    return Optional.ofNullable(end.get());
  }

  /** Ends the stream and frees its connection; a blocked read ends. Does nothing the second time. */
  @Override
  public void close() {
    end.compareAndSet(null, StreamEnd.CANCELLED);
    source.close();
  }

  private final class Reader implements Iterator<T> {
    private @Nullable T next;

    @Override
    public boolean hasNext() {
      if (next != null) {
        return true;
      }
      if (end.get() != null) {
        return false;
      }
      try {
        next = source.next();
      } catch (DockerException | Error e) {
        return failed(e);
      }
      if (next == null) {
        end.compareAndSet(null, StreamEnd.COMPLETED);
        source.close();
      }
      return next != null;
    }

    private boolean failed(Throwable failure) {
      StreamEnd how = failure instanceof StreamException broken ? broken.end() : StreamEnd.FAILED;
      if (failure instanceof CancelledException) {
        how = StreamEnd.CANCELLED;
      }
      boolean first = end.compareAndSet(null, how);
      source.close();
      if (!first) {
        return false; // Closed by somebody while this thread was reading: that is no failure.
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (DockerException) failure;
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the stream has ended");
      }
      T item = next;
      next = null;
      return item;
    }
  }
}
