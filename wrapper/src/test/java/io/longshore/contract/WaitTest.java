package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.DeadlineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.WaitCondition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for the end of a container's program. */
class WaitTest extends ContractTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 255})
  void waitTellsTheExitCode(int code) {
    assertEquals(code, run(Programs.exit(code)).waitFor(Poll.SOON));
  }

  @Test
  void waitTellsThatTheProgramWasKilled() {
    Container container = run(Programs.forever());
    try (var waiting = Background.start(() -> container.waitFor())) {
      waiting.awaitAnswerBegun();
      container.kill();
      assertEquals(137, waiting.result());
    }
  }

  @Test
  void waitingForWhatHasEndedAnswersAtOnce() {
    Container container = runToEnd(Programs.exit(3));
    assertEquals(3, container.waitFor());
  }

  @Test
  void aContainerThatWasNeverStartedIsNotWaitedFor() {
    assertEquals(0, create(Programs.forever()).waitFor(Poll.SOON));
  }

  @Test
  void waitGivesUpAtTheDeadline() {
    Container container = run(Programs.forever());
    DeadlineException late = fails(DeadlineException.class, () -> container.waitFor(Duration.ofMillis(300)));
    assertTrue(late.getMessage().contains("300 ms"), late::getMessage);
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void theNextExitCanBeAwaitedBeforeTheStart() {
    Container container = create(Programs.exit(3));
    try (var waiting = Background.start(() -> container.waitFor(WaitCondition.NEXT_EXIT, Poll.SOON))) {
      waiting.awaitAnswerBegun();
      container.start();
      assertEquals(3, waiting.result());
    }
  }

  @Test
  void theRemovalCanBeAwaited() {
    Container container = create(options -> options.command(Programs.exit(3)).autoRemove());
    try (var waiting = Background.start(() -> container.waitFor(WaitCondition.REMOVED, Poll.SOON))) {
      waiting.awaitAnswerBegun();
      container.start();
      assertEquals(3, waiting.result());
      fails(NotFoundException.class, container::inspect);
    }
  }

  @Test
  void manyCanWaitForOneContainer() {
    Container container = run(Programs.forever());
    try (var one = Background.start(() -> container.waitFor());
        var two = Background.start(() -> container.waitFor())) {
      one.awaitAnswerBegun();
      two.awaitAnswerBegun();
      container.kill();
      assertEquals(137, one.result());
      assertEquals(137, two.result());
    }
  }
}
