package io.longshore.internal.stream;

import static io.longshore.internal.stream.ScriptedReplay.START;
import static io.longshore.internal.stream.ScriptedReplay.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.internal.stream.ScriptedReplay.End;
import io.longshore.internal.stream.ScriptedReplay.Word;
import io.longshore.stream.Followed;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream gives after its connection was lost: nothing twice, and a gap where something may be missing. */
@Timeout(30)
class ReconnectingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final End COMPLETE = () -> null;
  private static final End LOST = () -> new StreamException("cut", StreamEnd.TRUNCATED, null);

  private final ScriptedReplay replay = new ScriptedReplay();

  private Reconnecting<Word> open() {
    return Reconnecting.open(replay, PATIENCE);
  }

  /** Items as their texts, gaps as the texts of times between which they are. */
  private static String shown(Followed<Word> next) {
    return next instanceof Followed.Gap<Word> gap
        ? "gap " + nanos(gap.after()) + "-" + nanos(gap.until()) + " " + gap.reason()
        : ((Followed.Item<Word>) next).value().text();
  }

  private static long nanos(Instant time) {
    return Duration.between(START, time).toNanos();
  }

  private static List<String> all(Reconnecting<Word> stream) {
    List<String> all = new ArrayList<>();
    for (Followed<Word> next = stream.next(); next != null; next = stream.next()) {
      all.add(shown(next));
    }
    return all;
  }

  @Test
  void aStreamThatIsNotLostIsAsItIs() {
    replay.connection(COMPLETE, word(1, "a"), word(1, "a"), word(2, "b"));
    assertEquals(List.of("a", "a", "b"), all(open()));
    assertEquals(Arrays.asList((Instant) null), replay.askedFrom);
    assertEquals(Arrays.asList((Duration) null), replay.askedWithin, "the first attempt has the client's own limits");
  }

  @Test
  void whatComesAgainIsLeftOutAndProvesThatNothingIsMissing() {
    replay.connection(LOST, word(1, "a"), word(2, "b")).connection(COMPLETE, word(1, "a"), word(2, "b"), word(3, "c"));
    assertEquals(List.of("a", "b", "c"), all(open()));
    assertEquals(Arrays.asList(null, START.plusNanos(1)), replay.askedFrom);
  }

  @Test
  void whereTheLastItemDoesNotComeAgainThereIsAGap() {
    replay.connection(LOST, word(1, "a"), word(2, "b")).connection(COMPLETE, word(7, "c"), word(8, "d"));
    assertEquals(List.of("a", "b", "gap 2-7 cut", "c", "d"), all(open()));
  }

  @Test
  void anotherItemOfTheSameTimeIsNoProof() {
    replay.connection(LOST, word(2, "b")).connection(COMPLETE, word(2, "c"));
    assertEquals(List.of("b", "gap 2-2 cut", "c"), all(open()));
  }

  @Test
  void equalItemsAreCounted() {
    replay
        .connection(LOST, word(2, "a"), word(2, "a"), word(2, "b"))
        .connection(COMPLETE, word(2, "a"), word(2, "a"), word(2, "b"), word(2, "a"), word(2, "b"), word(3, "a"));
    assertEquals(List.of("a", "a", "b", "a", "b", "a"), all(open()));
  }

  @Test
  void timesOutOfOrderAreLeftOutAllTheSame() {
    replay
        .connection(LOST, word(1, "a"), word(9, "b"), word(5, "c"))
        .connection(COMPLETE, word(1, "a"), word(9, "b"), word(5, "c"), word(7, "d"), word(6, "e"));
    assertEquals(List.of("a", "b", "c", "d", "e"), all(open()));
  }

  @Test
  void onlyTheLatestItemsAreAskedForAgain() {
    long overlap = Seen.OVERLAP.toNanos();
    replay
        .connection(LOST, word(0, "a"), word(overlap, "b"), word(2 * overlap, "c"))
        .connection(COMPLETE, word(overlap, "b"), word(2 * overlap, "c"), word(2 * overlap, "d"));
    assertEquals(List.of("a", "b", "c", "d"), all(open()));
    assertEquals(Arrays.asList(null, START.plusNanos(overlap)), replay.askedFrom);
  }

  @Test
  void ofVeryManyItemsSomeAreAskedForAgain() {
    Word[] many = new Word[10_000];
    Arrays.setAll(many, i -> word(i / 2, "w" + i));
    replay.connection(LOST, many);
    Reconnecting<Word> stream = open();
    for (Word word : many) {
      assertEquals(word.text(), shown(stream.next()));
    }
    // As an engine does: from that time on, and then something new.
    Reconnecting<Word> lost = stream;
    replay.failsToOpen(new ConnectionException("not yet", null));
    replay.connection(COMPLETE, Arrays.copyOfRange(many, 10_000 - 4096, 10_000));
    assertEquals(List.of(), all(lost));
    assertEquals(many[10_000 - 4096].time(), replay.askedFrom.get(2));
  }

  @Test
  void aLossBeforeTheFirstItemLosesNothingWhereTheBeginningHolds() {
    replay.connection(LOST).connection(COMPLETE, word(1, "a"));
    assertEquals(List.of("a"), all(open()));
    assertEquals(Arrays.asList(null, null), replay.askedFrom);
  }

  @Test
  void aLossBeforeTheFirstItemIsAGapWhereTheBeginningIsDoubtful() {
    replay.doubtfulBeginning = START;
    replay.connection(LOST).connection(COMPLETE, word(1, "a"), word(2, "b"));
    assertEquals(List.of("gap 0-1 cut", "a", "b"), all(open()));
  }

  @Test
  void aLossDuringTheReplayStartsItAgain() {
    replay
        .connection(LOST, word(1, "a"), word(2, "b"))
        .connection(LOST, word(1, "a"))
        .connection(LOST)
        .connection(COMPLETE, word(1, "a"), word(2, "b"), word(3, "c"));
    assertEquals(List.of("a", "b", "c"), all(open()));
  }

  @Test
  void whatIsDoubtedAfterSeveralLossesIsOneGap() {
    replay
        .connection(LOST, word(1, "a"))
        .connection(() -> new ConnectionException("again", null))
        .connection(COMPLETE, word(5, "b"));
    assertEquals(List.of("a", "gap 1-5 cut", "b"), all(open()));
  }

  @Test
  void eachGapIsTold() {
    replay.connection(LOST, word(1, "a")).connection(LOST, word(5, "b")).connection(COMPLETE, word(9, "c"));
    assertEquals(List.of("a", "gap 1-5 cut", "b", "gap 5-9 cut", "c"), all(open()));
  }

  @Test
  void aQuietReplayTellsNoGap() {
    replay.connection(LOST, word(1, "a")).connection(COMPLETE);
    assertEquals(List.of("a"), all(open()));
  }

  @Test
  void aMissedDeadlineIsALossToo() {
    replay
        .connection(() -> new DeadlineException("quiet for too long", null), word(1, "a"))
        .failsToOpen(new DeadlineException("no answer", null))
        .connection(COMPLETE, word(1, "a"), word(2, "b"));
    assertEquals(List.of("a", "b"), all(open()));
    assertNotNull(replay.askedWithin.get(1), "an engine that stands still must not use up more than the patience");
    assertTrue(replay.askedWithin.get(1).compareTo(PATIENCE) < 0, replay.askedWithin::toString);
  }

  @Test
  void aGoodEndOfAConnectionAloneIsALoss() {
    replay.over = false;
    replay.connection(COMPLETE, word(1, "a")).connection(() -> {
      replay.over = true;
      return null;
    }, word(4, "b"));
    assertEquals(List.of("a", "gap 1-4 the engine ended the stream, as engines do when they shut down", "b"),
        all(open()));
  }

  @Test
  void whatTheEngineAnswersIsNoLoss() {
    NotFoundException gone = new NotFoundException(
        new EngineException.Answer("ContainerLogs", "x", 404, "No such container", "1.51"));
    replay.connection(LOST, word(1, "a")).failsToOpen(gone);
    Reconnecting<Word> stream = open();
    assertEquals("a", shown(stream.next()));
    assertSame(gone, assertThrows(NotFoundException.class, stream::next));
  }

  @Test
  void anEngineThatFailsWhileItStartsIsTriedAgain() {
    ServerErrorException failed = new ServerErrorException(
        new EngineException.Answer("ContainerLogs", "x", 503, "not yet", "1.51"));
    replay.connection(LOST, word(1, "a")).failsToOpen(failed).failsToOpen(failed);
    replay.connection(COMPLETE, word(1, "a"), word(2, "b"));
    assertEquals(List.of("a", "b"), all(open()));
  }

  @Test
  void whatCannotBeReadIsNoLoss() {
    StreamException garbage = new StreamException("garbage", StreamEnd.FAILED, null);
    replay.connection(() -> garbage);
    assertSame(garbage, assertThrows(StreamException.class, open()::next));
    assertEquals(1, replay.askedFrom.size());
  }

  @Test
  void theFirstAttemptFailsAtOnce() {
    ConnectionException refused = new ConnectionException("refused", null);
    replay.failsToOpen(refused);
    assertSame(refused, assertThrows(ConnectionException.class, this::open));
    assertEquals(1, replay.askedFrom.size());
  }

  @Test
  void whenPatienceIsOverTheLastFailureIsThrown() {
    replay.connection(LOST, word(1, "a")).failsToOpen(new ConnectionException("first", null));
    SourceStream<Followed<Word>> stream = new SourceStream<>(Reconnecting.open(replay, Duration.ofMillis(500)));
    var items = stream.iterator();
    assertEquals("a", shown(items.next()));
    assertEquals("nobody is there", assertThrows(ConnectionException.class, items::hasNext).getMessage());
    assertEquals(Optional.of(StreamEnd.TRUNCATED), stream.end());
    assertTrue(replay.askedFrom.size() >= 3, replay.askedFrom::toString);
    assertFalse(items.hasNext());
  }

  @Test
  void connectionsThatBreakAtOnceUseUpThePatience() {
    replay.connection(LOST, word(1, "a"));
    for (int i = 0; i < 20; i++) {
      replay.connection(LOST, word(1, "a"));
    }
    Reconnecting<Word> stream = Reconnecting.open(replay, Duration.ofMillis(500));
    assertEquals("a", shown(stream.next()));
    assertEquals("cut", assertThrows(StreamException.class, stream::next).getMessage());
    assertTrue(replay.askedFrom.size() < 10, "each connection was given the whole patience");
  }

  @Test
  void lostConnectionsAreClosed() {
    replay.connection(LOST, word(1, "a")).connection(LOST, word(1, "a")).connection(COMPLETE, word(1, "a"));
    all(open());
    assertEquals(2, replay.closedConnections);
  }

  /** Reads in another thread, to do something to it from this one. */
  private static final class Reader {
    final FutureTask<Boolean> task;
    final Thread thread;
    volatile boolean interruptedAtEnd;

    Reader(SourceStream<Followed<Word>> stream) {
      task = new FutureTask<>(
          () -> {
            try {
              return stream.iterator().hasNext();
            } finally {
              interruptedAtEnd = Thread.currentThread().isInterrupted();
            }
          });
      thread = new Thread(task, "reader");
      thread.setDaemon(true);
      thread.start();
    }

    boolean hasNext() throws Exception {
      return task.get(10, TimeUnit.SECONDS);
    }

    Throwable failure() throws Exception {
      return assertThrows(ExecutionException.class, this::hasNext).getCause();
    }
  }

  private void endsWhenClosed() throws Exception {
    SourceStream<Followed<Word>> stream = new SourceStream<>(open());
    Reader reader = new Reader(stream);
    assertTrue(replay.reached.await(10, TimeUnit.SECONDS));
    stream.close();
    assertFalse(reader.hasNext(), "closing is no failure for the reader");
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
  }

  private void endsWhenInterrupted() throws Exception {
    SourceStream<Followed<Word>> stream = new SourceStream<>(open());
    Reader reader = new Reader(stream);
    assertTrue(replay.reached.await(10, TimeUnit.SECONDS));
    reader.thread.interrupt();
    assertInstanceOf(CancelledException.class, reader.failure());
    assertTrue(reader.interruptedAtEnd, "the interrupt was swallowed");
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
  }

  @Test
  void closingEndsAPause() throws Exception {
    replay.connection(LOST);
    endsWhenClosed();
  }

  @Test
  void closingEndsAnAttemptToConnect() throws Exception {
    replay.connection(LOST).opensNever();
    endsWhenClosed();
  }

  @Test
  void closingEndsABlockedRead() throws Exception {
    replay.connection(LOST).connection(replay::blocked);
    endsWhenClosed();
  }

  @Test
  void anInterruptEndsAPause() throws Exception {
    replay.connection(LOST);
    endsWhenInterrupted();
  }

  @Test
  void anInterruptEndsAnAttemptToConnect() throws Exception {
    replay.connection(LOST).opensNever();
    endsWhenInterrupted();
  }

  @Test
  void anInterruptEndsABlockedRead() throws Exception {
    replay.connection(LOST).connection(replay::blocked);
    endsWhenInterrupted();
  }
}
