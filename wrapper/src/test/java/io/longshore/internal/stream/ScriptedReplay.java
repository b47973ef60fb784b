package io.longshore.internal.stream;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream whose connections are scripted one by one; when they are used up nobody is there any more. */
final class ScriptedReplay implements Replayable<ScriptedReplay.Word> {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  record Word(Instant time, String text) {}

  /** What comes after a connection's words: null for a good end, an exception otherwise. */
  interface End extends Supplier<@Nullable RuntimeException> {}

  final List<@Nullable Instant> askedFrom = new ArrayList<>();
  final List<@Nullable Duration> askedWithin = new ArrayList<>();
  final CountDownLatch closed = new CountDownLatch(1);
  final CountDownLatch reached = new CountDownLatch(1);
  @Nullable
  Instant doubtfulBeginning;
  boolean over = true;
  int closedConnections;
  private final Deque<Supplier<Source<Word>>> connections = new ArrayDeque<>();

  /** A word some nanoseconds after the start. */
  static Word word(long nanos, String text) {
    return new Word(START.plusNanos(nanos), text);
  }

  ScriptedReplay connection(End end, Word... words) {
    connections.add(() -> new Connection(new ArrayDeque<>(List.of(words)), end));
    return this;
  }

  ScriptedReplay failsToOpen(RuntimeException failure) {
    connections.add(
        () -> {
          throw failure;
        });
    return this;
  }

  /** Opening blocks until it is closed or interrupted. */
  ScriptedReplay opensNever() {
    connections.add(
        () -> {
          throw blocked();
        });
    return this;
  }

  /** Blocks as a quiet connection does. */
  RuntimeException blocked() {
    reached.countDown();
    try {
      closed.await();
      return new CancelledException("closed", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CancelledException("interrupted", e);
    }
  }

  @Override
  public Source<Word> open(@Nullable Instant from, @Nullable Duration within) {
    askedFrom.add(from);
    askedWithin.add(within);
    Supplier<Source<Word>> next = connections.poll();
    if (next == null) {
      reached.countDown();
      throw new ConnectionException("nobody is there", null);
    }
    return next.get();
  }

  @Override
  public Instant time(Word item) {
    return item.time();
  }

  @Override
  public Object key(Word item) {
    return item.text();
  }

  @Override
  public @Nullable Instant doubtfulBeginning() {
    return doubtfulBeginning;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private final class Connection implements Source<Word> {
    private final Deque<Word> words;
    private final End end;

    Connection(Deque<Word> words, End end) {
      this.words = words;
      this.end = end;
    }

    @Override
    public @Nullable Word next() {
      Word next = words.poll();
      if (next == null) {
        RuntimeException failure = end.get();
        if (failure != null) {
          throw failure;
        }
      }
      return next;
    }

    @Override
    public void close() {
      closedConnections++;
    }
  }
}
