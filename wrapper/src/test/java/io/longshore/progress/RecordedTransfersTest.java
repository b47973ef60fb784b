package io.longshore.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.progress.TransferState.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same image of seven layers, pulled, pushed and loaded with real engines. */
class RecordedTransfersTest {
  /** Sizes as in the registry's manifest, apart from the layer that the engine had. */
  private static final long OF_NEW = 12_001_559 + 3_002_106 + 39_281 + 4_000_922 + 97 + 6_019_441;

  @ParameterizedTest
  @CsvSource({
      "pull-docker-20.10, 7, 25048964, 25048964",
      "pull-docker-28.5, 7, 25063406, 25063406",
      // Two downloads were cut off, and what came before does not come again.
      "pull-docker-28.5-cut, 7, 25063406, 25063406",
      "pull-docker-28.5-again, 0, 0, -1",
      // Of three small layers it says the end only.
      "pull-docker-28.5-containerd, 7, 25024028, -1",
      // The same, and the image's configuration comes as one more layer.
      "pull-podman-4.3, 8, 25028445, -1",
      "pull-podman-4.3-again, 8, 0, -1",
      // A push counts what is packed, and what packs it.
      "push-docker-20.10, 7, 48677376, 48677376",
      "push-docker-28.5, 7, 46547456, 46547456",
      "push-docker-28.5-again, 7, 0, 0",
      "push-docker-28.5-containerd, 7, 48677376, 48677376",
      "push-podman-4.3, 0, 0, -1",
      // The archive is what is transferred; nobody counted it here.
      "load-docker-20.10, 6, 0, 0",
      "load-docker-28.5, 6, 0, 0",
      "load-podman-4.3, 0, 0, -1",
  })
  void theEndIsWholeOrHonest(String recording, int layers, long bytes, long total) {
    Fed fed = Fed.begun().steps(Recordings.of(recording));
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    TransferState state = fed.state();
    assertEquals(Outcome.SUCCEEDED, state.outcome());
    assertEquals(layers, state.items().size());
    assertEquals(layers, state.itemsDone());
    assertEquals(new ByteCount(bytes, total < 0 ? OptionalLong.empty() : OptionalLong.of(total)), state.bytes());
  }

  /** The end does not have to mend anything, except with engines that have no word for it. */
  @ParameterizedTest
  @CsvSource({"pull-docker-20.10", "pull-docker-28.5", "pull-docker-28.5-cut", "pull-docker-28.5-containerd",
      "pull-podman-4.3", "pull-podman-4.3-again", "push-docker-20.10", "push-docker-28.5", "push-docker-28.5-again",
      "push-docker-28.5-containerd", "load-docker-20.10", "load-docker-28.5"})
  void everythingIsDoneBeforeTheEnd(String recording) {
    TransferState state = Fed.begun().steps(Recordings.of(recording)).state();
    assertEquals(state.items().size(), state.itemsDone(), state.items()::toString);
  }

  /** After a cut Docker repeats a little that it had counted, so that recording is not here. */
  @ParameterizedTest
  @CsvSource({"pull-docker-20.10", "pull-docker-28.5", "pull-docker-28.5-containerd", "pull-podman-4.3",
      "push-docker-20.10", "push-docker-28.5", "push-docker-28.5-containerd", "load-docker-28.5"})
  void nothingGoesBackAndEveryWordIsKnown(String recording) {
    Fed fed = Fed.begun();
    TransferState before = fed.state();
    for (ImageProgress step : Recordings.of(recording)) {
      TransferState state = fed.steps(List.of(step)).state();
      assertTrue(state.bytes().done() >= before.bytes().done(), () -> "goes back at " + step);
      assertTrue(state.bytesAnnounced() >= state.bytes().done(), () -> "more than all at " + step);
      for (TransferItem item : state.items()) {
        assertTrue(item.phase() != TransferPhase.OTHER, item::toString);
        assertTrue(item.transfer().total().orElse(Long.MAX_VALUE) >= item.transfer().done(), item::toString);
        assertTrue(item.unpacking().total().orElse(Long.MAX_VALUE) >= item.unpacking().done(), item::toString);
      }
      before = state;
    }
  }

  @Test
  void theSizesAreThoseOfTheManifest() {
    TransferState state = Fed.begun().steps(Recordings.of("pull-docker-28.5")).state();
    assertEquals(OF_NEW, state.bytes().done());
    assertEquals(List.of("0299f2d516ac", "a9b738c4727d", "84c2f8569938", "38a3ba14d390", "88cb1a0caee6", "92d682ad675d",
        "13fbdbbaf3a9"), state.items().stream().map(TransferItem::id).toList());
    TransferItem first = state.items().get(1);
    ByteCount whole = new ByteCount(12_001_559, OptionalLong.of(12_001_559));
    assertEquals(new TransferItem("a9b738c4727d", TransferPhase.COMPLETE, "Pull complete", whole, whole), first);
    assertEquals(new ByteCount(0, OptionalLong.of(0)), state.items().get(0).transfer(), "it was there");
  }

  @Test
  void theTotalIsUnknownUntilEveryLayerHasASize() {
    Fed fed = Fed.begun();
    Set<OptionalLong> totals = new LinkedHashSet<>();
    long announced = 0;
    for (ImageProgress step : Recordings.of("pull-docker-28.5")) {
      TransferState state = fed.steps(List.of(step)).state();
      totals.add(state.bytes().total());
      assertTrue(state.bytesAnnounced() >= announced, "the sum of known sizes shrinks");
      announced = state.bytesAnnounced();
    }
    assertEquals(OptionalLong.empty(), totals.iterator().next());
    assertTrue(totals.contains(OptionalLong.of(OF_NEW)), totals::toString);
  }

  @Test
  void aLoadedLayerIsUnpackedAndNotTransferred() {
    Fed fed = Fed.begun().steps(Recordings.of("load-docker-28.5").subList(0, 1));
    fed.feed.total(47_000_000);
    fed.feed.bytes(46_000_000);
    TransferState state = fed.state();
    assertEquals(new ByteCount(46_000_000, OptionalLong.of(47_000_000)), state.bytes());
    assertEquals(TransferPhase.LOADING, state.items().get(0).phase());
    assertEquals(new ByteCount(131_072, OptionalLong.of(12_001_792)), state.items().get(0).unpacking());
  }
}
