package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.generated.engine.model.ContainerPruneResponse;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.ContainerTop;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.RestartPolicyName;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Renaming, updating, removing, pruning, and looking at the processes. */
class ManageTest extends ContractTest {
  @Test
  void renameGivesAnotherName() {
    String before = newName();
    String after = newName();
    Container container = create(options -> options.name(before).command(Programs.forever()));
    container.rename(after);
    assertEquals("/" + after, container.inspect().name());
    fails(NotFoundException.class, () -> docker.containers().get(before).inspect());
  }

  @Test
  void renameToANameThatIsTakenIsAConflict() {
    String taken = newName();
    create(options -> options.name(taken).command(Programs.forever()));
    Container container = create(Programs.forever());
    String before = container.inspect().name();
    fails(ConflictException.class, () -> container.rename(taken));
    assertEquals(before, container.inspect().name());
  }

  @Test
  void renameToANameThatIsNoneIsRefused() {
    Container container = create(Programs.forever());
    String before = container.inspect().name();
    EngineException refused = fails(EngineException.class, () -> container.rename("no/name at all"));
    assertTrue(refused.getMessage().contains("no/name at all"), refused::getMessage);
    assertEquals(before, container.inspect().name());
  }

  @Test
  void removeTakesAStoppedContainerAway() {
    Container container = create(Programs.forever());
    container.remove();
    fails(NotFoundException.class, container::remove);
  }

  @Test
  void removingARunningContainerIsAConflict() {
    Container container = run(Programs.forever());
    assertEquals(409, fails(ConflictException.class, container::remove).status());
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void forceRemovesARunningContainer() {
    Container container = run(Programs.forever());
    container.remove(ContainerDeleteOptions::force);
    fails(NotFoundException.class, container::inspect);
  }

  @Test
  void removeIsAllowedToTakeVolumesToo() {
    Container container = runToEnd(Programs.exit(0));
    container.remove(ContainerDeleteOptions::volumes);
    fails(NotFoundException.class, container::inspect);
  }

  @Test
  void updateChangesTheRestartPolicyOfARunningContainer() {
    Container container = run(Programs.forever());
    container.update(options -> options.restart(RestartPolicyName.UNLESS_STOPPED));
    assertEquals(RestartPolicyName.UNLESS_STOPPED, container.inspect().hostConfig().restartPolicy().name());
    container.update(options -> options.restart(RestartPolicyName.NO));
    assertEquals(RestartPolicyName.NO, container.inspect().hostConfig().restartPolicy().name());
  }

  @Test
  void updateChangesTheMemoryLimit() {
    Container container = create(options -> options.command(Programs.forever()).memory(64 << 20));
    container.update(options -> options.memory(128 << 20).memorySwap(256 << 20).cpuShares(512));
    HostConfig now = container.inspect().hostConfig();
    assertEquals(128L << 20, now.memory());
    assertEquals(256L << 20, now.memorySwap());
    assertEquals(512, now.cpuShares());
    container.update(options -> options.customize(request -> request.cpusetMems("0")));
    assertEquals("0", container.inspect().hostConfig().cpusetMems());
  }

  @Test
  void updateCanLimitTheRestarts() {
    Container container = create(options -> options.command(Programs.forever()));
    container.update(options -> options.restartOnFailure(3));
    assertEquals(3, container.inspect().hostConfig().restartPolicy().maximumRetryCount());
  }

  @Test
  void topListsTheProcesses() {
    ContainerTop top = run(Programs.forever()).top();
    assertTrue(top.titles().contains("PID"), () -> top.titles().toString());
    assertEquals(1, top.processes().size(), () -> top.processes().toString());
    assertTrue(String.join(" ", top.processes().get(0)).contains("sleep 1000"), () -> top.processes().toString());
  }

  @Test
  void topOfWhatDoesNotRunIsRefused() {
    Container container = create(Programs.forever());
    EngineException refused = fails(EngineException.class, container::top);
    assertTrue(refused.engineMessage().contains("is not running"), refused::getMessage);
  }

  @Test
  void pruneRemovesStoppedContainersOfALabelOnly() {
    String mark = newName();
    Container stopped = toEnd(run(options -> options.command(Programs.exit(0)).label("mark", mark)));
    Container created = create(options -> options.command(Programs.exit(0)).label("mark", mark));
    Container running = run(options -> options.command(Programs.forever()).label("mark", mark));
    Container other = create(options -> options.command(Programs.exit(0)).label("mark", "other"));
    ContainerPruneResponse pruned = docker.containers().prune(options -> options.label("mark", mark));
    assertEquals(Set.of(stopped.id(), created.id()), Set.copyOf(pruned.containersDeleted()));
    assertNotNull(pruned.spaceReclaimed());
    assertEquals(ContainerStatus.RUNNING, status(running));
    assertEquals(ContainerStatus.CREATED, status(other));
  }

  @Test
  void pruneOfNothingRemovesNothing() {
    ContainerPruneResponse pruned = docker.containers().prune(options -> options.label("mark", newName()));
    assertTrue(pruned.containersDeleted().isEmpty(), () -> pruned.containersDeleted().toString());
  }

  @Test
  void pruneByAFilterThatDoesNotExistIsRefused() {
    Container stopped = create(Programs.exit(0));
    EngineException refused = fails(EngineException.class,
        () -> docker.containers().prune(options -> options.filter("no-such-filter", "x")));
    assertFalse(refused.engineMessage().isBlank());
    assertTrue(refused instanceof BadRequestException || refused.status() == 500, refused::getMessage);
    assertEquals(ContainerStatus.CREATED, status(stopped));
  }
}
