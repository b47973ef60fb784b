package io.longshore.internal.stream;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.stream.DockerStream;
import io.longshore.stream.StreamEnd;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The one implementation of a stream: items of a source, and how they ended. */
public class SourceStream<T> implements DockerStream<T> {
  private final Source<T> source;
  private final AtomicReference<@Nullable StreamEnd> end = new AtomicReference<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  public SourceStream(Source<T> source) {
    this.source = source;
  }

  @Override
  public Iterator<T> iterator() {
    take();
    return new Reader();
  }

  /** Takes the right to read, which exists once. */
  protected final void take() {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream can be read once; ask the engine for another one");
    }
  }

  @Override
  public Stream<T> stream() {
    return streamOf(iterator());
  }

  /** The iterator's items as a stream; closing that closes this. */
  protected final <R> Stream<R> streamOf(Iterator<R> items) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false)
        .onClose(this::close);
  }

  @Override
  public Optional<StreamEnd> end() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void close() {
    end.compareAndSet(null, StreamEnd.CANCELLED);
    source.close();
  }

  protected final void finish(StreamEnd how) {
    end.compareAndSet(null, how);
    source.close();
  }

  /** Ends this without its source, which has ended already. */
  public final void cancelled() {
    end.compareAndSet(null, StreamEnd.CANCELLED);
  }

  /**
   * Ends the stream with what its source threw.
   *
   * @return whether the stream was only closed: that is not a failure
   */
  protected final boolean finish(Throwable thrown) {
    boolean closedHere = end.get() != null;
    finish(endOf(thrown));
    return closedHere && thrown instanceof DockerException;
  }

  /** How a stream ended that failed so. */
  public static StreamEnd endOf(Throwable failure) {
    if (failure instanceof StreamException broken) {
      return broken.end();
    }
    if (failure instanceof CancelledException) {
      return StreamEnd.CANCELLED;
    }
    return failure instanceof ConnectionException ? StreamEnd.TRUNCATED : StreamEnd.FAILED;
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
      } catch (RuntimeException | Error e) {
        if (finish(e)) {
          return false;
        }
        throw e;
      }
      if (next == null) {
        finish(StreamEnd.COMPLETED);
      }
      return next != null;
    }

    @Override
    public T next() {
      T item = hasNext() ? next : null;
      if (item == null) {
        throw new NoSuchElementException("the stream has ended");
      }
      next = null;
      return item;
    }
  }
}
