package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.ContainerWait;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.WaitCondition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits that are registered before there is anything to wait for. */
class RegisteredWaitTest extends ContractTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Its program has ended before the start is answered. */
  @Test
  @Timeout(180)
  void noExitIsMissed() {
    for (int i = 0; i < 8; i++) {
      Container container = create(Programs.exit(i));
      try (ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT)) {
        container.start();
        assertEquals(i, exit.await(Poll.SOON));
      }
      container.remove();
    }
  }

  @Test
  @Timeout(180)
  void noRemovalIsMissed() {
    for (int i = 0; i < 5; i++) {
      int code = i;
      Container container = create(options -> options.command(Programs.exit(code)).autoRemove());
      try (ContainerWait removed = container.openWait(WaitCondition.REMOVED);
          ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT)) {
        container.start();
        assertEquals(code, removed.await(Poll.SOON));
        assertEquals(code, exit.await());
        fails(NotFoundException.class, container::inspect);
      }
    }
  }

  @Test
  void itCanBeAskedAgainAfterADeadline() {
    Container container = run(Programs.forever());
    try (ContainerWait exit = container.openWait(WaitCondition.NOT_RUNNING)) {
      DeadlineException late = fails(DeadlineException.class, () -> exit.await(SHORT));
      assertTrue(late.getMessage().contains("100 ms") && late.getMessage().contains(container.id().substring(0, 12)),
          late::getMessage);
      fails(DeadlineException.class, () -> exit.await(SHORT));
      container.kill();
      assertEquals(137, exit.await(Poll.SOON));
      assertEquals(137, exit.await());
    }
  }

  @Test
  void whatIsSoAlreadyIsToldAtOnce() {
    Container container = runToEnd(Programs.exit(3));
    try (ContainerWait exit = container.openWait(WaitCondition.NOT_RUNNING)) {
      assertEquals(3, exit.await(Poll.SOON));
    }
  }

  @Test
  void manyThreadsCanAwait() {
    Container container = run(Programs.forever());
    try (ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT);
        var one = Background.start(() -> exit.await());
        var two = Background.start(() -> exit.await(Poll.SOON))) {
      one.awaitParked();
      two.awaitParked();
      container.kill();
      assertEquals(137, one.result());
      assertEquals(137, two.result());
    }
  }

  @Test
  void closingInAnotherThreadEndsAnAwait() {
    ContainerWait exit = run(Programs.forever()).openWait(WaitCondition.NEXT_EXIT);
    try (var waiting = Background.start(() -> exit.await())) {
      waiting.awaitParked();
      exit.close();
      exit.close();
      seen(assertInstanceOf(CancelledException.class, waiting.failure()));
      fails(CancelledException.class, exit::await);
    }
  }

  @Test
  void anInterruptEndsAnAwaitAndNotTheWait() {
    Container container = run(Programs.forever());
    try (ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT);
        var waiting = Background.start(() -> exit.await())) {
      waiting.awaitParked().interrupt();
      seen(assertInstanceOf(CancelledException.class, waiting.failure()));
      assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
      container.kill();
      assertEquals(137, exit.await(Poll.SOON));
    }
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    fails(NotFoundException.class, () -> docker.containers().get(newName()).openWait(WaitCondition.NEXT_EXIT));
  }
}
