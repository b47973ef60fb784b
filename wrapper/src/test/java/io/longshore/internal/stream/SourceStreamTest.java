package io.longshore.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.StreamException;
import io.longshore.error.StreamFailedException;
import io.longshore.stream.StreamEnd;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a stream can end, and that it says so. */
@Timeout(30)
class SourceStreamTest {
  /** Items, then an end: null for a good one. */
  private static final class Scripted implements Source<String> {
    private final Deque<String> items;
    private final @Nullable RuntimeException end;
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    Scripted(@Nullable RuntimeException end, String... items) {
      this.items = new ArrayDeque<>(Arrays.asList(items));
      this.end = end;
    }

    @Override
    public @Nullable String next() {
      asked.incrementAndGet();
      if (items.isEmpty() && end != null) {
        throw end;
      }
      return items.poll();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void aStreamThatWasReadToItsEndIsComplete() {
    Scripted source = new Scripted(null, "a", "b");
    SourceStream<String> stream = new SourceStream<>(source);
    assertEquals(Optional.empty(), stream.end());
    Iterator<String> items = stream.iterator();
    assertTrue(items.hasNext());
    assertTrue(items.hasNext());
    assertEquals("a", items.next());
    assertEquals("b", items.next());
    assertEquals(Optional.empty(), stream.end());
    assertFalse(items.hasNext());
    assertFalse(items.hasNext());
    assertEquals(3, source.asked.get(), "a source must not be asked again after its end");
    assertThrows(NoSuchElementException.class, items::next);
    assertEquals(Optional.of(StreamEnd.COMPLETED), stream.end());
    assertTrue(source.closed.get() > 0, "the connection is freed at the end");
    stream.close();
    assertEquals(Optional.of(StreamEnd.COMPLETED), stream.end());
  }

  static List<Object[]> failures() {
    EngineException.Answer answer = new EngineException.Answer("ImageCreate", "x", 200, "no", "1.51");
    return List.of(
        new Object[] {new StreamException("cut", StreamEnd.TRUNCATED, null), StreamEnd.TRUNCATED},
        new Object[] {new StreamException("garbage", StreamEnd.FAILED, null), StreamEnd.FAILED},
        new Object[] {new StreamFailedException(answer), StreamEnd.FAILED},
        new Object[] {new ConnectionException("lost", null), StreamEnd.TRUNCATED},
        new Object[] {new DeadlineException("late", null), StreamEnd.TRUNCATED},
        new Object[] {new CancelledException("interrupted", null), StreamEnd.CANCELLED},
        new Object[] {new DockerException("something", null), StreamEnd.FAILED},
        new Object[] {new IllegalStateException("a listener's"), StreamEnd.FAILED});
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsThrownOnceAndTold(RuntimeException failure, StreamEnd end) {
    Scripted source = new Scripted(failure, "a");
    SourceStream<String> stream = new SourceStream<>(source);
    Iterator<String> items = stream.iterator();
    assertEquals("a", items.next());
    assertSame(failure, assertThrows(RuntimeException.class, items::hasNext));
    assertEquals(Optional.of(end), stream.end());
    assertTrue(source.closed.get() > 0);
    assertFalse(items.hasNext());
    assertThrows(NoSuchElementException.class, items::next);
  }

  @Test
  void closingEarlyIsCancelling() {
    Scripted source = new Scripted(null, "a", "b");
    SourceStream<String> stream = new SourceStream<>(source);
    Iterator<String> items = stream.iterator();
    assertEquals("a", items.next());
    stream.close();
    stream.close();
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
    assertFalse(items.hasNext());
    assertEquals(1, source.asked.get());
  }

  @Test
  void closingWithoutReadingIsCancelling() {
    Scripted source = new Scripted(null, "a");
    SourceStream<String> stream = new SourceStream<>(source);
    stream.close();
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
    assertEquals(1, source.closed.get());
    assertFalse(stream.iterator().hasNext());
  }

  @Test
  void closingFromAnotherThreadEndsABlockedRead() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    SourceStream<String> stream = new SourceStream<>(
        new Source<>() {
          @Override
          public @Nullable String next() {
            reading.countDown();
            try {
              closed.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            throw new CancelledException("as a cancelled call ends", null);
          }

          @Override
          public void close() {
            closed.countDown();
          }
        });
    FutureTask<Boolean> reader = new FutureTask<>(() -> stream.iterator().hasNext());
    Thread thread = new Thread(reader, "reader");
    thread.start();
    reading.await();
    stream.close();
    assertFalse(reader.get(10, TimeUnit.SECONDS), "closing is no failure for the reader");
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
  }

  @Test
  void itIsReadOnce() {
    SourceStream<String> stream = new SourceStream<>(new Scripted(null, "a"));
    stream.iterator();
    assertThrows(IllegalStateException.class, stream::iterator);
    IllegalStateException twice = assertThrows(IllegalStateException.class, stream::stream);
    assertTrue(twice.getMessage().contains("once"), twice.getMessage());
  }

  @Test
  void closingItsStreamClosesIt() {
    Scripted source = new Scripted(null, "a", "b", "c");
    SourceStream<String> stream = new SourceStream<>(source);
    try (Stream<String> items = stream.stream()) {
      assertEquals(List.of("a", "b"), items.limit(2).toList());
    }
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
    assertEquals(1, source.closed.get());
  }

  @Test
  void whatIsThereIsReadLazily() {
    Scripted source = new Scripted(new StreamException("cut", StreamEnd.TRUNCATED, null), "a", "b");
    SourceStream<String> stream = new SourceStream<>(source);
    assertEquals(Optional.of("a"), stream.stream().findFirst());
    assertEquals(1, source.asked.get());
    stream.close();
  }
}
