package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.CancelledException;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever moment an interrupt or a closed client hits: what a call made and cannot hand over is not there when it has
 * thrown.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#everyWay")
@Timeout(300)
class InterruptedCreationTest extends EngineTest {
  private static final int TIMES = 24;
  private static final int AT_ONCE = 4;

  private final String attempt = UUID.randomUUID().toString();
  private final long seed = new Random().nextLong();
  private final List<String> said = new ArrayList<>();

  @Test
  void anInterruptedCreateLeavesNothing() {
    interruptEverywhere(docker -> docker.containers().create(options()));
  }

  @Test
  void anInterruptedRunLeavesNothing() {
    interruptEverywhere(docker -> docker.containers().run(options()));
  }

  @Test
  void anInterruptedRunAttachedLeavesNothing() {
    interruptEverywhere(
        docker -> {
          try (Session session = docker.containers()
              .runAttached(with(o -> o.command(Programs.forever()).network("none").label("attempt", attempt)))) {
            return docker.containers().get(session.containerId());
          }
        });
  }

  @Test
  void aRunWhoseClientIsClosedLeavesNothing() {
    Random random = new Random(seed);
    long longest = longest(client -> client.containers().run(options()));
    for (int i = 0; i < TIMES / 3; i++) {
      DockerClient other = engine.open();
      other.system().ping();
      try (other;
          var running = Background.start(() -> other.containers().run(options()))) {
        LockSupport.parkNanos((long) (random.nextDouble() * longest));
        other.close();
        settled(running, false);
      }
      assertEquals(List.of(), left(), () -> "left behind; seed " + seed + "; the calls said " + said);
    }
  }

  private CreateOptions options() {
    return CreateOptions.of(with(o -> o.network("none").label("attempt", attempt)));
  }

  private void interruptEverywhere(Function<DockerClient, Container> call) {
    long longest = longest(call);
    Random random = new Random(seed);
    for (int i = 0; i < TIMES; i += AT_ONCE) {
      List<Background<Container>> calls = new ArrayList<>();
      for (int n = 0; n < AT_ONCE; n++) {
        calls.add(Background.start(() -> call.apply(docker)));
      }
      for (Background<Container> running : calls) {
        LockSupport.parkNanos((long) (random.nextDouble() * longest / AT_ONCE));
        running.interrupt();
      }
      calls.forEach(running -> settled(running, true));
      assertEquals(List.of(), left(), () -> "left behind; seed " + seed + "; the calls said " + said);
    }
  }

  /** Removes what a call that was quicker has handed over; otherwise looks at what it says. */
  private void settled(Background<Container> running, boolean interrupted) {
    Poll.until("the call ends", running::isDone);
    Container made;
    try {
      made = running.result();
    } catch (AssertionError failed) {
      Throwable failure = seen(failed.getCause());
      assertInstanceOf(CancelledException.class, failure, () -> failure + "; seed " + seed);
      assertTrue(!interrupted || running.interruptedAtEnd(), () -> "the interrupt was swallowed: " + failure);
      said.add(failure.getMessage());
      return;
    }
    docker.containers().get(made.id()).remove(r -> r.force());
  }

  /** How long an uninterrupted call takes. */
  private long longest(Function<DockerClient, Container> call) {
    long start = System.nanoTime();
    Container made = call.apply(docker);
    long took = System.nanoTime() - start;
    made.remove(r -> r.force());
    return Math.min(took, Duration.ofSeconds(2).toNanos());
  }

  private List<String> left() {
    return docker.containers().list(o -> o.all().label("attempt", attempt)).stream().map(ContainerSummary::id).toList();
  }
}
