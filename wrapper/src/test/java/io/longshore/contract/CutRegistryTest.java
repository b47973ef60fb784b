package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.EngineException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.image.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers whose engine loses its registry: at every quarter of a layer, for good, or because nothing comes. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#pulling")
class CutRegistryTest extends EngineTest {
  private static final int CONTENT = 2 * 1024 * 1024;

  /** Docker waits five seconds before it tries again, and others wait for their turn meanwhile. */
  private static final Duration AFTER_RETRIES = Duration.ofSeconds(60);

  private final List<Way> ways = new ArrayList<>();

  /** A registry behind a proxy of its own, and an image of it. */
  private record Way(CuttingProxy proxy, Image image, String id) {
    String reference() {
      return image.reference();
    }
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Way open() {
    CuttingProxy proxy = CuttingProxy.between(engine, Settings.ofThisRun().required(Settings.OPEN_REGISTRY));
    String reference = proxy.address() + "/longshore-" + RUN + "/" + newName() + ":one";
    byte[] content = new byte[CONTENT];
    new Random().nextBytes(content);
    docker.images().importTar(new Tar().file("noise", 0644, content).stream(), o -> o.reference(reference));
    Image image = docker.images().get(reference);
    Way way = new Way(proxy, image, image.inspect().id());
    ways.add(way);
    return way;
  }

  private Way pushed() {
    Way way = open();
    way.image.push();
    way.image.remove();
    return way;
  }

  private void close(Way way) {
    way.proxy.close();
    ImageTest.removeIfThere(docker, way.reference());
    ways.remove(way);
  }

  @AfterEach
  @Timeout(60)
  void closeAll() {
    List.copyOf(ways).forEach(this::close);
  }

  private void pullWhole(Way way) {
    docker.images().pull(way.reference());
    assertEquals(way.id, way.image.inspect().id());
  }

  /** At each quarter of the layer; at the same time, because Docker waits in each. Podman has one way for all. */
  private void atEveryQuarter(Consumer<Integer> check) {
    List<Integer> quarters = IntStream.rangeClosed(1, 4).map(quarter -> CONTENT / 4 * quarter - 1).boxed().toList();
    if (engine.podman()) {
      quarters.forEach(check);
      return;
    }
    List<Background<Void>> all = quarters.stream().map(at -> Background.run(() -> check.accept(at))).toList();
    all.forEach(each -> each.result(AFTER_RETRIES));
  }

  @Test
  void aPullContinuesWhereItsRegistryWasCut() {
    atEveryQuarter(at -> {
      Way way = pushed();
      way.proxy.cutAnswer(at);
      pullWhole(way);
      assertEquals(1, way.proxy.met());
      close(way);
    });
  }

  /** Docker sends the layer again, and others report the failure: with the containerd image store Docker does too. */
  @Test
  void aPushWhoseRegistryWasCutIsWholeOrAnError() {
    atEveryQuarter(at -> {
      Way way = open();
      way.proxy.cutRequest(at);
      try {
        way.image.push();
      } catch (EngineException e) {
        assertTrue(seen(e).getMessage().contains(way.reference()), e::getMessage);
        way.image.push();
      }
      assertEquals(1, way.proxy.met());
      way.proxy.pass();
      way.image.remove();
      pullWhole(way);
      close(way);
    });
  }

  /** Docker tries again for a minute before it gives up, which a caller need not wait for. */
  private static void assertEnded(Throwable failure) {
    assertTrue(failure instanceof Enough || failure instanceof EngineException, failure::toString);
  }

  private static void untilItTriesAgain(ImageProgress step) {
    if (step.status() != null && step.status().startsWith("Retrying in ")) {
      throw new Enough();
    }
  }

  @Test
  void aPullFromARegistryThatGoesAwayFailsOrIsEndedByItsCaller() {
    for (int quarter = 1; quarter <= 4; quarter++) {
      Way way = pushed();
      way.proxy.cutAnswerAndClose(CONTENT / 4 * quarter - 1);
      try (var pull = Background.run(
          () -> docker.images().pull(way.reference(), CutRegistryTest::untilItTriesAgain))) {
        assertEnded(seen(pull.failure()));
      }
      assertTrue(docker.images().list(o -> o.reference(way.reference())).isEmpty());
      way.proxy.pass();
      pullWhole(way);
      close(way);
    }
  }

  @Test
  void aPushToARegistryThatGoesAwayFailsOrIsEndedByItsCaller() {
    for (int quarter = 1; quarter <= 4; quarter++) {
      Way way = open();
      way.proxy.cutRequests(CONTENT / 4 * quarter - 1, Integer.MAX_VALUE);
      try (var push = Background.run(() -> way.image.push(o -> o.steps(CutRegistryTest::untilItTriesAgain)))) {
        assertEnded(seen(push.failure()));
      }
      way.proxy.pass();
      way.image.push();
      way.image.remove();
      pullWhole(way);
      close(way);
    }
  }

  @Test
  void aRegistryThatClosesEveryConnectionIsAnError() {
    Way way = pushed();
    way.proxy.closeAll();
    EngineException pull = fails(EngineException.class, () -> docker.images().pull(way.reference()));
    assertTrue(pull.getMessage().matches("(?s).*(EOF|connection reset).*"), pull::getMessage);
    way.proxy.pass();
    pullWhole(way);
    way.proxy.closeAll();
    EngineException push = fails(EngineException.class, () -> way.image.push());
    assertTrue(push.getMessage().matches("(?s).*(EOF|connection reset).*"), push::getMessage);
    way.proxy.pass();
    way.image.push();
  }

  /** A registry that says nothing at all, or stops within a layer. */
  private void assertEnds(Way way, Runnable call) {
    try (var interrupted = Background.run(call)) {
      Poll.until("the registry is asked", () -> way.proxy.met() > 0);
      interrupted.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, interrupted.failure()));
      assertTrue(interrupted.interruptedAtEnd(), "the interrupt was swallowed");
    }
  }

  /** A handshake lasts ten seconds at most, and the containerd image store keeps a download for thirty. */
  private static void awaitTheEngineLettingGo(Way way) {
    Poll.until(() -> "the engine still has " + way.proxy.open() + " connections", AFTER_RETRIES,
        () -> way.proxy.open() == 0);
  }

  @Test
  void aPullFromASilentRegistryCanBeEnded() {
    Way way = pushed();
    way.proxy.staySilent();
    assertEnds(way, () -> docker.images().pull(way.reference()));
    awaitTheEngineLettingGo(way);
    way.proxy.stallAnswers(CONTENT / 2);
    assertEnds(way, () -> docker.images().pull(way.reference()));
    // Within a layer Docker waits for as long as the registry does, although nobody waits for Docker.
    way.proxy.closeAll();
    awaitTheEngineLettingGo(way);
    way.proxy.pass();
    pullWhole(way);
  }

  @Test
  void aPushToASilentRegistryCanBeEnded() {
    Way way = open();
    way.proxy.staySilent();
    assertEnds(way, () -> way.image.push());
    awaitTheEngineLettingGo(way);
    way.proxy.pass();
    way.image.push();
  }

  @Test
  void aSilentRegistryMeetsTheDeadlinesOfTheClient() {
    Way way = pushed();
    Duration brief = Duration.ofSeconds(2);
    DockerClient hasty = docker.with(Timeouts.defaults().withIdle(brief).withAnswer(brief));
    way.proxy.staySilent();
    fails(DeadlineException.class, () -> hasty.images().pull(way.reference()));
    way.proxy.pass();
    pullWhole(way);
  }

  @Test
  void closingTheClientEndsAPullFromASilentRegistry() {
    Way way = pushed();
    way.proxy.staySilent();
    DockerClient other = engine.client().get().build();
    try (other; var pull = Background.run(() -> other.images().pull(way.reference()))) {
      Poll.until("the registry is asked", () -> way.proxy.met() > 0);
      pull.awaitBlocked();
      other.close();
      seen(assertInstanceOf(CancelledException.class, pull.failure()));
    }
  }
}
