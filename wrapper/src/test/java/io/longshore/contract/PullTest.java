package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.embedded.EmbeddedEngine;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.image.PullPolicy;
import io.longshore.progress.TransferItem;
import io.longshore.progress.TransferPhase;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pulling from the embedded engine's own registry, which has what was registered and wants no password. */
@Timeout(60)
class PullTest {
  private static final String IMAGE = "greeter:1";

  private EmbeddedEngine engine;
  private DockerClient docker;

  @BeforeEach
  void startWithoutTheImage() {
    engine = EmbeddedEngine.builder()
        .image(IMAGE, image -> image.program("greet", process -> process.arguments().size()).command("greet", "you"))
        .start();
    docker = DockerClient.builder().host(engine.host()).build();
    docker.images().get(IMAGE).remove();
    assertThrows(NotFoundException.class, () -> docker.images().get(IMAGE).inspect());
  }

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @Test
  void aPullBringsTheImageAndShowsItsProgress() {
    List<ImageProgress> steps = new ArrayList<>();
    docker.images().pull(IMAGE, steps::add);
    assertFalse(steps.isEmpty(), "no step was shown");
    assertTrue(docker.images().get(IMAGE).inspect().repoTags().contains(IMAGE));
  }

  /** This engine sends no sizes, so none are made up. */
  @Test
  void aPullIsOfOneLayerWhoseSizeIsNotKnown() {
    TransferProgress progress = new TransferProgress();
    docker.images().pull(p -> p.reference(IMAGE).progress(progress));
    TransferState state = progress.state();
    assertEquals(TransferState.Outcome.SUCCEEDED, state.outcome());
    assertEquals(List.of(TransferPhase.COMPLETE), state.items().stream().map(TransferItem::phase).toList());
    assertEquals(state.bytes().total().orElse(0), state.bytes().done());
    IllegalStateException again = assertThrows(IllegalStateException.class,
        () -> docker.images().pull(p -> p.reference(IMAGE).progress(progress)));
    assertTrue(again.getMessage().contains("create one for each operation"), again::getMessage);
  }

  @Test
  void runPullsAnImageThatIsMissing() {
    Container container = docker.containers().run(options -> options.image(IMAGE));
    assertEquals(1, container.waitFor(Poll.SOON));
  }

  @Test
  void runWithoutPullingDoesNotPull() {
    assertThrows(
        NotFoundException.class,
        () -> docker.containers().run(options -> options.image(IMAGE).pull(PullPolicy.NEVER)));
    assertThrows(NotFoundException.class, () -> docker.images().get(IMAGE).inspect());
  }

  @Test
  void createDoesNotPull() {
    assertThrows(NotFoundException.class, () -> docker.containers().create(options -> options.image(IMAGE)));
  }

  @Test
  void anImageThatTheRegistryDoesNotHaveIsAnError() {
    EngineException failed = assertThrows(EngineException.class, () -> docker.images().pull("greeter:2"));
    assertTrue(failed.getMessage().contains("greeter:2"), failed::getMessage);
  }

  @Test
  void whatTheListenerThrowsEndsThePull() {
    IllegalStateException mine = new IllegalStateException("enough");
    IllegalStateException thrown = assertThrows(
        IllegalStateException.class,
        () -> docker.images().pull(
            IMAGE,
            step -> {
              throw mine;
            }));
    assertEquals(mine, thrown);
    assertTrue(docker.system().ping().osType().equals("linux"));
  }
}
