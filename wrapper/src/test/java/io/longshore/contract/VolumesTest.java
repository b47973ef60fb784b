package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeListOptions;
import io.longshore.generated.engine.model.VolumePruneResponse;
import io.longshore.generated.engine.model.VolumeScope;
import io.longshore.volume.Volume;
import io.longshore.volume.VolumeDiffersException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Volumes: what they are made of, who uses them, and how they go. */
class VolumesTest extends ContractTest {
  @AfterEach
  void removeVolumes() {
    mine().forEach(left -> docker.containers().get(left.id()).removeIfExists(o -> o.force().volumes()));
    docker.volumes().list(o -> o.label(LABEL, RUN))
        .forEach(left -> docker.volumes().get(left.name()).remove());
  }

  private Volume create(String name) {
    return docker.volumes().create(marked(name));
  }

  private static Consumer<VolumeCreateRequest.Builder> marked(String name) {
    return v -> v.name(name).label(LABEL, RUN);
  }

  private Set<String> names(Consumer<VolumeListOptions> options) {
    return docker.volumes().list(options).stream().map(VolumeInspect::name).collect(Collectors.toSet());
  }

  private Container using(Volume volume) {
    return create(o -> o.image(Programs.IMAGE).command("true").volume(volume.name(), "/data"));
  }

  @Test
  void aVolumeIsWhatItWasAskedToBe() {
    String name = newName();
    Volume volume = docker.volumes().create(marked(name).andThen(v -> v.label("tier", "front")));
    assertEquals(name, volume.name());
    VolumeInspect now = volume.inspect();
    assertEquals(name, now.name());
    assertEquals("local", now.driver());
    assertEquals(Map.of(LABEL, RUN, "tier", "front"), now.labels());
    assertEquals(Map.of(), now.options());
    assertEquals(VolumeScope.LOCAL, now.scope());
    assertTrue(now.mountpoint().contains(name), now::toString);
    assertEquals(volume, docker.volumes().get(name));
  }

  @Test
  void withoutANameTheEngineMakesOne() {
    Volume volume = docker.volumes().create(v -> v.label(LABEL, RUN));
    assertTrue(volume.name().matches("[0-9a-f]{64}"), volume::name);
    assertEquals(RUN, volume.inspect().labels().get(LABEL));
  }

  @Test
  void aVolumeThatIsThereAlreadyIsTakenIfItIsTheSame() {
    String name = newName();
    Volume first = docker.volumes().create(marked(name).andThen(v -> v.label("tier", "front")));
    assertEquals(first, create(name));
    assertEquals(first, docker.volumes().create(name));
  }

  @Test
  void aVolumeThatIsThereAlreadyAndDiffersIsTold() {
    String name = newName();
    create(name);
    VolumeDiffersException told = fails(VolumeDiffersException.class,
        () -> docker.volumes().create(marked(name).andThen(v -> v.label("tier", SECRET))));
    assertTrue(told.getMessage().contains(name) && told.getMessage().contains("another label tier"), told::getMessage);
    assertEquals(Map.of(LABEL, RUN), told.volume().inspect().labels());
  }

  @Test
  void driverOptionsAreKeptAndNotShown() {
    String name = newName();
    Consumer<VolumeCreateRequest.Builder> options = marked(name)
        .andThen(v -> v.driverOpt("type", "tmpfs").driverOpt("device", "tmpfs").driverOpt("o", "size=1m"));
    Volume volume = docker.volumes().create(options);
    assertEquals(Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m"), volume.inspect().options());
    assertEquals(volume, docker.volumes().create(options));
    VolumeDiffersException told = fails(VolumeDiffersException.class,
        () -> docker.volumes().create(options.andThen(v -> v.driverOpt("o", SECRET))));
    assertTrue(told.getMessage().contains("another driver option o"), told::getMessage);
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    fails(BadRequestException.class, () -> create("no/volume"));
    fails(BadRequestException.class, () -> create("x"));
    fails(BadRequestException.class,
        () -> docker.volumes().create(marked(newName()).andThen(v -> v.driverOpt("nothing", "x"))));
  }

  /** Engines look for a driver for 15 seconds. */
  @Test
  void anUnknownDriverIsNotFound() {
    fails(NotFoundException.class,
        () -> docker.volumes().create(marked(newName()).andThen(v -> v.driver("longshore-none"))));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Volume nothing = docker.volumes().get(newName());
    fails(NotFoundException.class, nothing::inspect);
    fails(NotFoundException.class, nothing::remove);
  }

  @Test
  void whoInsistsRemovesWhatIsNotThere() {
    docker.volumes().get(newName()).remove(o -> o.force());
  }

  @Test
  void aVolumeIsGoneAfterItsRemoval() {
    Volume volume = create(newName());
    volume.remove();
    fails(NotFoundException.class, volume::inspect);
  }

  @Test
  void removingWhatIsGoneIsFineForThoseWhoSaySo() {
    Volume volume = create(newName());
    assertTrue(volume.removeIfExists());
    assertFalse(volume.removeIfExists());
    Volume used = create(newName());
    using(used);
    fails(ConflictException.class, () -> used.removeIfExists());
  }

  /** As in a finally clause after what an interrupt has ended. */
  @Test
  void aThreadThatIsInterruptedAlreadyCanStillRemove() {
    Volume volume = create(newName());
    Thread.currentThread().interrupt();
    volume.remove();
    assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    fails(NotFoundException.class, volume::inspect);
  }

  @Test
  void aVolumeInUseStays() {
    Volume volume = create(newName());
    Container container = using(volume);
    fails(ConflictException.class, volume::remove);
    container.remove();
    volume.remove();
  }

  @Test
  void aVolumeInUseStaysAlsoIfOneInsists() {
    Volume volume = create(newName());
    using(volume);
    fails(ConflictException.class, () -> volume.remove(o -> o.force()));
  }

  @Test
  void volumesAreListedByLabelAndName() {
    Volume one = create(newName());
    Volume two = docker.volumes().create(marked(newName()).andThen(v -> v.label("tier", "front")));
    assertEquals(Set.of(one.name(), two.name()), names(o -> o.label(LABEL, RUN)));
    assertEquals(Set.of(two.name()), names(o -> o.label(LABEL, RUN).label("tier", "front")));
    assertEquals(Set.of(two.name()), names(o -> o.label(LABEL, RUN).label("tier")));
    assertEquals(Set.of(one.name()), names(o -> o.name(one.name())));
    assertEquals(Set.of(one.name(), two.name()), names(o -> o.driver("local").label(LABEL, RUN)));
    assertTrue(names(o -> {}).containsAll(Set.of(one.name(), two.name())));
  }

  @Test
  void volumesAreListedByWhetherTheyAreUsed() {
    Volume used = create(newName());
    Volume unused = create(newName());
    using(used);
    assertEquals(Set.of(unused.name()), names(o -> o.label(LABEL, RUN).dangling()));
    assertEquals(Set.of(used.name()), names(o -> o.label(LABEL, RUN).dangling(false)));
  }

  @Test
  void pruningTakesWhatNobodyUses() {
    if (!speaks("1.29")) {
      fails(UnsupportedException.class, () -> docker.volumes().prune(o -> o.label(LABEL, RUN)));
      return;
    }
    Volume used = create(newName());
    Volume unused = create(newName());
    Volume nameless = docker.volumes().create(v -> v.label(LABEL, RUN));
    using(used);
    boolean tellsNameless = speaks("1.42");
    VolumePruneResponse first = docker.volumes().prune(o -> o.label(LABEL, RUN));
    Set<String> gone = tellsNameless ? Set.of(nameless.name()) : Set.of(nameless.name(), unused.name());
    assertEquals(gone, Set.copyOf(first.volumesDeleted()));
    if (tellsNameless) {
      assertEquals(List.of(unused.name()), docker.volumes().prune(o -> o.all().label(LABEL, RUN)).volumesDeleted());
    } else {
      fails(UnsupportedException.class, () -> docker.volumes().prune(o -> o.all().label(LABEL, RUN)));
    }
    assertEquals(Set.of(used.name()), names(o -> o.label(LABEL, RUN)));
  }

  @Test
  void whatIsInAVolumeOutlivesItsContainer() {
    Volume volume = create(newName());
    Container writes = run(
        o -> o.image(Programs.IMAGE).command(Programs.shell("echo cargo > /data/hold")).volume(volume.name(), "/data"));
    assertEquals(0, writes.waitFor(Duration.ofSeconds(20)));
    writes.remove();
    Container reads = run(o -> o.image(Programs.IMAGE).command("cat", "/data/hold").volume(volume.name(), "/data"));
    assertEquals(0, reads.waitFor(Duration.ofSeconds(20)));
    awaitWord(reads, "cargo");
  }

  @Test
  void whatIsNoClusterVolumeCannotChange() {
    Volume volume = create(newName());
    DockerException told = fails(DockerException.class, () -> volume.update(spec -> spec));
    assertTrue(told.getMessage().contains("not a cluster volume"), told::getMessage);
    assertFalse(volume.toString().isEmpty());
  }
}
