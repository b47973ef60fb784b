package io.longshore.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.internal.progress.TransferFeed;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an engine sends, the numbers stay true and nothing fails. */
class OddStepsTest {
  private static ByteCount bytes(long done, long total) {
    return new ByteCount(done, OptionalLong.of(total));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":\"a\"}", "{\"id\":\"a\",\"progressDetail\":{\"current\":5}}",
      "{\"status\":null,\"id\":null}", "{\"status\":\"Digest: sha256:12\"}", "{\"stream\":\"Loaded image: a:b\\n\"}",
      "{\"progressDetail\":{},\"aux\":{\"Tag\":\"1\",\"Digest\":\"sha256:1\",\"Size\":7}}",
      "{\"status\":\"Pulling from library/a\",\"id\":\"latest\"}", "{\"status\":\"x\",\"progressDetail\":{}}"})
  void whatSpeaksOfNoLayerChangesNothing(String step) {
    Fed fed = Fed.begun();
    fed.progress.onChange(state -> {
      throw new AssertionError("told of " + step);
    });
    assertEquals(List.of(), fed.steps(step).state().items());
  }

  @Test
  void wordsThatAreNotKnownKeepTheLayer() {
    Fed fed = Fed.begun().layer("a", "Downloading", 5, 10).layer("a", "Polishing", 6, 10);
    assertEquals(new TransferItem("a", TransferPhase.OTHER, "Polishing", bytes(6, 10), ByteCount.UNKNOWN),
        fed.item("a"));
    fed.layer("a", "Polishing for 3 seconds");
    assertEquals(bytes(6, 10), fed.item("a").transfer());
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    assertEquals(bytes(10, 10), fed.item("a").transfer());
    assertEquals(TransferPhase.COMPLETE, fed.item("a").phase());
  }

  @Test
  void moreThanAllRaisesTheTotal() {
    Fed fed = Fed.begun().layer("a", "Pushing", 12, 10);
    assertEquals(bytes(12, 12), fed.item("a").transfer());
    assertEquals(bytes(12, 12), fed.layer("a", "Pushed").state().bytes());
  }

  @Test
  void negativeNumbersAreUnknownOnes() {
    Fed fed = Fed.begun().layer("a", "Downloading", -5, -7);
    assertEquals(ByteCount.UNKNOWN, fed.item("a").transfer());
    assertEquals(OptionalLong.empty(), fed.state().bytes().total());
    fed.layer("a", "Downloading", 5, -1).layer("b", "Extracting", -1, -1);
    assertEquals(new ByteCount(5, OptionalLong.empty()), fed.state().bytes());
  }

  @Test
  void hugeNumbersDoNotOverflow() {
    Fed fed = Fed.begun();
    for (String id : List.of("a", "b", "c")) {
      fed.layer(id, "Downloading", Long.MAX_VALUE - 1, Long.MAX_VALUE).passes(200);
      fed.layer(id, "Downloading", Long.MAX_VALUE, 1);
    }
    fed.feed.bytes(Long.MAX_VALUE);
    TransferState state = fed.state();
    assertEquals(Long.MAX_VALUE, state.bytes().done());
    assertEquals(Long.MAX_VALUE, state.bytesAnnounced());
    assertTrue(state.bytesPerSecond() > 0, state::toString);
    assertTrue(state.timeLeft().isEmpty(), state::toString);
  }

  @Test
  void aLayerThatComesBackIsOneLayer() {
    Fed fed = Fed.begun().steps("{\"status\":\"Pulling from a/b\",\"id\":\"1\"}")
        .layer("a", "Downloading", 10, 10)
        .layer("a", "Pull complete")
        .steps("{\"status\":\"Pulling from a/b\",\"id\":\"2\"}")
        .layer("a", "Already exists");
    assertEquals(TransferPhase.COMPLETE, fed.item("a").phase());
    assertEquals(bytes(10, 10), fed.state().bytes());
    fed.layer("a", "Pulling fs layer");
    assertEquals(TransferPhase.WAITING, fed.item("a").phase());
    assertEquals(bytes(10, 10), fed.state().bytes());
    fed.layer("a", "Downloading", 2, 10);
    assertEquals(bytes(2, 10), fed.state().bytes());
    assertEquals(1, fed.state().items().size());
  }

  @Test
  void aDownloadThatGoesOnCountsTheRest() {
    Fed fed = Fed.begun().layer("a", "Downloading", 40, 100).layer("a", "Retrying in 5 seconds");
    assertEquals(TransferPhase.RETRYING, fed.item("a").phase());
    assertEquals(bytes(40, 100), fed.item("a").transfer());
    fed.layer("a", "Downloading", 10, 55);
    assertEquals(bytes(55, 100), fed.item("a").transfer());
    fed.layer("a", "Download complete");
    assertEquals(bytes(100, 100), fed.item("a").transfer());
  }

  @Test
  void aPushThatBeginsAgainBeginsAtZero() {
    Fed fed = Fed.begun().layer("a", "Pushing", 40, 100).layer("a", "Retrying in 1 second").layer("a", "Pushing", 1,
        90);
    assertEquals(bytes(1, 100), fed.item("a").transfer());
  }

  @Test
  void secondsAreNotBytesButMove() {
    Fed fed = Fed.begun().layer("a", "Download complete").passes(30_000);
    String seconds = "{\"id\":\"a\",\"status\":\"Extracting\",\"progressDetail\":{\"current\":%d,\"units\":\"s\"}}";
    fed.steps(seconds.formatted(1)).passes(20_000).steps(seconds.formatted(1));
    assertEquals(Duration.ofSeconds(20), fed.state().idle(), "the same second again");
    fed.steps(seconds.formatted(2));
    assertEquals(Duration.ZERO, fed.state().idle());
    assertEquals(ByteCount.UNKNOWN, fed.item("a").unpacking());
    assertEquals(0, fed.state().bytes().done());
  }

  @Test
  void aStepWithoutANameIsCalledByItsWords() {
    Fed fed = Fed.begun()
        .steps("{\"status\":\"Downloading from a.tar\",\"progressDetail\":{\"current\":3,\"total\":9}}")
        .steps("{\"id\":\"\",\"status\":\"Downloading from a.tar\",\"progressDetail\":{\"current\":4,\"total\":9}}");
    assertEquals(bytes(4, 9), fed.item("Downloading from a.tar").transfer());
    assertEquals(1, fed.state().items().size());
  }

  @Test
  void memoryHasABound() {
    Fed fed = Fed.begun();
    for (int i = 0; i < 10_500; i++) {
      fed.layer("layer" + i, "Downloading", 1, 2);
    }
    fed.layer("x".repeat(100_000), "y".repeat(100_000)).layer("layer0", "z".repeat(100_000));
    assertEquals(10_000, fed.state().items().size());
    assertEquals(200, fed.item("layer0").words().length());
  }
}
