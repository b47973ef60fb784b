package io.longshore.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.progress.TransferState.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferProgressTest {
  @Test
  void nothingIsKnownBeforeTheStart() {
    Fed fed = new Fed().passes(5_000);
    assertEquals(
        new TransferState(Outcome.NOT_STARTED, ByteCount.UNKNOWN, 0, 0, Duration.ZERO, Duration.ZERO, Optional.empty(),
            List.of()),
        fed.state());
    assertFalse(fed.state().stalled(Duration.ZERO));
  }

  @Test
  void theRateIsThatOfTheLastFiveSeconds() {
    Fed fed = Fed.begun();
    fed.feed.total(100_000_000);
    for (int i = 0; i < 100; i++) {
      fed.passes(100).feed.bytes(100_000);
    }
    assertEquals(1_000_000, fed.state().bytesPerSecond(), 30_000);
    for (int i = 0; i < 40; i++) {
      fed.passes(100).feed.bytes(500_000);
    }
    assertEquals(4_200_000, fed.state().bytesPerSecond(), 150_000, "four of five seconds were faster");
    for (int i = 0; i < 20; i++) {
      fed.passes(100).feed.bytes(500_000);
    }
    TransferState state = fed.state();
    assertEquals(5_000_000, state.bytesPerSecond(), 150_000);
    assertEquals(60_000_000 / 5_000_000, state.timeLeft().orElseThrow().toSeconds(), 1);
    assertEquals(Duration.ofSeconds(16), state.elapsed());
    assertEquals(0.4, state.bytes().fraction().orElseThrow());
  }

  @Test
  void aRateIsKnownAtOnceAndFadesWhenNothingMoves() {
    Fed fed = Fed.begun();
    fed.feed.total(10_000_000);
    fed.passes(1_000).feed.bytes(1_000_000);
    assertEquals(1_000_000, fed.state().bytesPerSecond());
    assertEquals(Optional.of(Duration.ofSeconds(9)), fed.state().timeLeft());
    assertEquals(500_000, fed.passes(1_000).state().bytesPerSecond());
    TransferState state = fed.passes(5_000).state();
    assertEquals(0, state.bytesPerSecond());
    assertEquals(Optional.empty(), state.timeLeft());
    assertEquals(Duration.ofSeconds(6), state.idle());
    assertTrue(state.stalled(Duration.ofSeconds(6)));
    assertFalse(state.stalled(Duration.ofSeconds(7)));
  }

  @Test
  void aPauseIsPartOfTheRate() {
    Fed fed = Fed.begun();
    fed.passes(1_000).feed.bytes(1_000_000);
    fed.passes(10_000).feed.bytes(10_000_000);
    assertEquals(1_000_000, fed.state().bytesPerSecond(), "ten megabytes in the last ten seconds");
  }

  @Test
  void waitingForTheFirstByteIsNotPartOfTheRate() {
    Fed fed = Fed.begun().passes(4_000).layer("a", "Pulling fs layer").passes(500);
    fed.layer("a", "Downloading", 1_000_000, 2_000_000);
    assertEquals(2_000_000, fed.state().bytesPerSecond());
    assertEquals(Optional.of(Duration.ofMillis(500)), fed.state().timeLeft());
  }

  @Test
  void theTimeLeftIsUnknownUntilEverySizeIsKnown() {
    Fed fed = Fed.begun().layer("a", "Pulling fs layer").layer("b", "Waiting").passes(1_000);
    fed.layer("a", "Downloading", 1_000_000, 2_000_000);
    assertEquals(Optional.empty(), fed.state().timeLeft());
    fed.layer("b", "Already exists");
    assertEquals(Optional.of(Duration.ofSeconds(1)), fed.state().timeLeft());
    fed.layer("c", "Download complete");
    assertEquals(Optional.of(Duration.ofSeconds(1)), fed.state().timeLeft(), "what is done takes no more time");
    assertEquals(OptionalLong.empty(), fed.state().bytes().total());
    fed.layer("a", "Extracting", 1, 2_000_000);
    assertEquals(Optional.empty(), fed.state().timeLeft(), "only unpacking is left");
  }

  @Test
  void theSameStepAgainIsNoMovement() {
    Fed fed = Fed.begun().layer("a", "Downloading", 5, 10).passes(60_000);
    List<TransferState> told = new ArrayList<>();
    fed.progress.onChange(told::add);
    fed.layer("a", "Downloading", 5, 10);
    assertEquals(List.of(), told);
    assertTrue(fed.state().stalled(Duration.ofMinutes(1)));
    fed.layer("a", "Downloading", 6, 10);
    assertEquals(1, told.size());
    assertFalse(fed.state().stalled(Duration.ofNanos(1)));
  }

  @Test
  void afterTheEndTimeStandsStill() {
    Fed fed = Fed.begun();
    fed.passes(2_000).feed.bytes(3_000_000);
    fed.passes(1_000).feed.end(TransferFeed.End.FAILED);
    TransferState end = fed.state();
    assertEquals(Outcome.FAILED, end.outcome());
    assertEquals(Duration.ofSeconds(3), end.elapsed());
    assertEquals(1_000_000, end.bytesPerSecond(), "the rate of all of it");
    assertEquals(OptionalLong.empty(), end.bytes().total());
    fed.passes(60_000).feed.end(TransferFeed.End.SUCCEEDED);
    assertEquals(end, fed.state());
    assertFalse(end.stalled(Duration.ZERO));
  }

  @Test
  void listenersAreCalledWithEachChange() {
    Fed fed = Fed.begun();
    List<TransferPhase> phases = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    fed.progress.onItem(item -> phases.add(item.phase())).onChange(state -> done.add(state.bytes().done()));
    fed.layer("a", "Downloading", 5, 10).layer("a", "Verifying Checksum");
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    assertEquals(List.of(TransferPhase.DOWNLOADING, TransferPhase.VERIFYING, TransferPhase.COMPLETE), phases);
    assertEquals(List.of(5L, 10L, 10L), done);
  }

  @Test
  void copiesAreToldTenTimesASecond() {
    Fed fed = Fed.begun();
    List<Long> done = new ArrayList<>();
    fed.progress.onChange(state -> done.add(state.bytes().done()));
    for (int i = 0; i < 25; i++) {
      fed.passes(10).feed.bytes(1);
    }
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    assertEquals(List.of(10L, 20L, 25L), done);
  }

  @Test
  void oneIsForOneOperation() {
    Fed fed = Fed.begun();
    IllegalStateException again = assertThrows(IllegalStateException.class, () -> fed.feed.run(() -> {}));
    assertTrue(again.getMessage().contains("create one for each operation"), again::getMessage);
    assertEquals(Outcome.RUNNING, fed.state().outcome(), "the first one goes on");
  }

  @Test
  void whatAListenerThrowsEndsTheOperation() {
    Fed fed = new Fed();
    IllegalStateException mine = new IllegalStateException("enough");
    fed.progress.onChange(state -> {
      throw mine;
    });
    AtomicBoolean passed = new AtomicBoolean();
    assertSame(mine, assertThrows(IllegalStateException.class, () -> fed.feed.run(() -> {
      fed.layer("a", "Downloading", 1, 2);
      passed.set(true);
    })));
    assertFalse(passed.get());
    assertEquals(Outcome.FAILED, fed.state().outcome());
  }

  @Test
  void theFailureOfAnOperationIsNotHiddenByAListener() {
    Fed fed = new Fed();
    fed.progress.onChange(state -> {
      throw new IllegalStateException("enough");
    });
    IllegalArgumentException failure = new IllegalArgumentException("the operation's");
    assertSame(failure, assertThrows(IllegalArgumentException.class, () -> fed.feed.run(() -> {
      throw failure;
    })));
    assertEquals("enough", failure.getSuppressed()[0].getMessage());
  }

  @Test
  void anyThreadSeesWholeStates() throws Exception {
    TransferProgress progress = new TransferProgress();
    TransferFeed feed = ProgressAccess.feed(progress);
    feed.begin();
    CountDownLatch watching = new CountDownLatch(1);
    CompletableFuture<Long> watcher = CompletableFuture.supplyAsync(() -> {
      TransferState before = progress.state();
      watching.countDown();
      long states = 0;
      while (before.outcome() == Outcome.RUNNING) {
        TransferState state = progress.state();
        long sum = state.items().stream().mapToLong(item -> item.transfer().done()).sum();
        assertEquals(sum, state.bytes().done(), "the sum of its layers");
        assertTrue(sum >= before.bytes().done(), "goes back");
        assertTrue(state.elapsed().compareTo(state.idle()) >= 0);
        before = state;
        states++;
      }
      return states;
    });
    assertTrue(watching.await(30, TimeUnit.SECONDS));
    for (int i = 1; i <= 2_000; i++) {
      for (String id : List.of("a", "b", "c")) {
        feed.step(Recordings.step("{\"id\":\"" + id + "\",\"status\":\"Downloading\",\"progressDetail\":{\"current\":"
            + i + ",\"total\":2000}}"));
      }
    }
    feed.end(TransferFeed.End.SUCCEEDED);
    assertTrue(watcher.get(30, TimeUnit.SECONDS) > 0);
    assertEquals(6_000, progress.state().bytes().done());
  }

  @Test
  void aProgressOfNoOperationCostsNothing() {
    TransferFeed none = ProgressAccess.feed(null);
    assertEquals("x", none.call(() -> "x"));
    assertEquals("x", none.call(() -> "x"), "as often as wanted");
  }

  @Test
  void nullIsRefusedAndTextShowsTheOutcome() {
    Fed fed = Fed.begun();
    assertThrows(NullPointerException.class, () -> fed.progress.onChange(null));
    assertThrows(NullPointerException.class, () -> fed.progress.onItem(null));
    assertThrows(NullPointerException.class, () -> fed.state().stalled(null));
    assertEquals("TransferProgress[RUNNING]", fed.progress.toString());
  }
}
