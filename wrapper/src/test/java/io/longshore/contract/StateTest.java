package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ContainerStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Starting, stopping, pausing, killing: which states allow what, and what becomes of a container. */
class StateTest extends ContractTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void aNewContainerDoesNotRun() {
    assertEquals(ContainerStatus.CREATED, status(create(Programs.forever())));
  }

  @Test
  void startingTwiceChangesNothingTheSecondTime() {
    Container container = create(Programs.forever());
    assertTrue(container.start());
    assertFalse(container.start());
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void aStoppedContainerStartsAgain() {
    Container container = runToEnd(Programs.exit(3));
    assertEquals(ContainerStatus.EXITED, status(container));
    assertTrue(container.start());
    assertEquals(3, container.waitFor(Poll.SOON));
  }

  @Test
  void stopLetsTheProgramEndItself() {
    Container container = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    assertTrue(container.stop(Poll.SOON));
    assertEquals(0, exitCode(container));
    assertEquals(ContainerStatus.EXITED, status(container));
  }

  @Test
  void stopKillsAfterTheGracePeriod() {
    Container container = run(Programs.forever());
    assertTrue(container.stop(SHORT));
    assertEquals(137, exitCode(container));
  }

  @Test
  void stopUsesTheGracePeriodOfTheContainer() {
    Container container = run(options -> options.command(Programs.forever()).stopTimeout(SHORT));
    assertTrue(container.stop());
    assertEquals(137, exitCode(container));
  }

  @Test
  void stopUsesTheStopSignalOfTheContainer() {
    Container container = awaitWord(
        run(options -> options.command(Programs.untilAsked("USR1", 7)).stopSignal("SIGUSR1")), "ready");
    assertTrue(container.stop(Poll.SOON));
    assertEquals(7, exitCode(container));
  }

  @Test
  void stoppingAStoppedContainerChangesNothing() {
    Container container = runToEnd(Programs.exit(0));
    assertFalse(container.stop());
    assertFalse(container.stop(Duration.ZERO));
  }

  @Test
  void restartStartsARunningContainerAnew() {
    Container container = run(Programs.forever());
    var before = container.inspect().state().startedAt();
    container.restart(r -> r.grace(Duration.ZERO));
    assertEquals(ContainerStatus.RUNNING, status(container));
    assertTrue(container.inspect().state().startedAt().isAfter(before), "it was not started again");
  }

  @Test
  void restartStartsAStoppedContainer() {
    Container container = create(Programs.forever());
    container.restart();
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void killEndsTheProgramAtOnce() {
    Container container = run(Programs.forever());
    container.kill();
    assertEquals(137, container.waitFor(Poll.SOON));
  }

  @Test
  void killSendsOtherSignalsByName() {
    Container container = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    container.kill("SIGTERM");
    assertEquals(0, container.waitFor(Poll.SOON));
  }

  @Test
  void aSignalThatDoesNotExistIsRefused() {
    Container container = run(Programs.forever());
    fails(EngineException.class, () -> container.kill("SIGNONSENSE"));
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void killingAStoppedContainerIsAConflict() {
    Container container = create(Programs.forever());
    assertEquals(409, fails(ConflictException.class, container::kill).status());
  }

  @Test
  void pauseFreezesUntilUnpause() {
    Container container = run(Programs.forever());
    container.pause();
    assertEquals(ContainerStatus.PAUSED, status(container));
    container.unpause();
    // The runtime tells Docker of the pause by itself too, and a loaded engine may take note of that after the unpause,
    // until it is told of the unpause as well.
    Poll.until("it runs again", () -> status(container).equals(ContainerStatus.RUNNING));
  }

  @Test
  void pausingTwiceIsAConflict() {
    Container container = run(Programs.forever());
    container.pause();
    fails(ConflictException.class, container::pause);
    assertEquals(ContainerStatus.PAUSED, status(container));
  }

  @Test
  void pausingWhatDoesNotRunIsAConflict() {
    Container container = create(Programs.forever());
    fails(ConflictException.class, container::pause);
  }

  @Test
  void unpausingWhatIsNotPausedIsRefused() {
    Container container = run(Programs.forever());
    EngineException refused = fails(EngineException.class, container::unpause);
    assertTrue(refused.engineMessage().contains("not paused"), refused::getMessage);
  }

  @Test
  void aPausedContainerCanBeStopped() {
    Container container = run(Programs.forever());
    container.pause();
    container.stop(Duration.ZERO);
    assertEquals(137, exitCode(container));
  }

  @Test
  void everyChangeOfAContainerThatIsNotThereIsNotFound() {
    Container nobody = docker.containers().get(newName());
    fails(NotFoundException.class, nobody::start);
    fails(NotFoundException.class, nobody::stop);
    fails(NotFoundException.class, () -> nobody.restart(r -> r.grace(Duration.ZERO)));
    fails(NotFoundException.class, nobody::kill);
    fails(NotFoundException.class, nobody::pause);
    fails(NotFoundException.class, nobody::unpause);
    fails(NotFoundException.class, nobody::remove);
    fails(NotFoundException.class, nobody::inspect);
    fails(NotFoundException.class, nobody::top);
    fails(NotFoundException.class, () -> nobody.rename(newName()));
    fails(NotFoundException.class, () -> nobody.update(options -> options.memory(1 << 26)));
    fails(NotFoundException.class, () -> nobody.waitFor(Poll.SOON));
    fails(NotFoundException.class, () -> nobody.logs().close());
    NotFoundException exec = fails(NotFoundException.class, () -> nobody.exec("true"));
    assertEquals(404, exec.status());
    assertEquals(nobody.id(), exec.resource());
    assertEquals(docker.apiVersion().toString(), exec.apiVersion());
    assertNotEquals("", exec.engineMessage());
  }

  @Test
  void removingWhatIsGoneIsFineForThoseWhoSaySo() {
    Container container = create(Programs.forever());
    container.removeIfExists();
    container.removeIfExists();
    fails(NotFoundException.class, container::remove);
    Container running = run(Programs.forever());
    fails(ConflictException.class, () -> running.removeIfExists());
  }

  /** As in a finally clause after what an interrupt has ended. */
  @Test
  void aThreadThatIsInterruptedAlreadyCanStillRemove() {
    Container container = run(Programs.forever());
    Thread.currentThread().interrupt();
    container.remove(o -> o.force());
    assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    fails(NotFoundException.class, container::inspect);
  }
}
