package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerInspectOptions;
import io.longshore.generated.engine.model.DataUsage;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.volume.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What containers and volumes take, and what a prune gives back. */
class UsageTest extends ContractTest {
  private static final int WRITTEN = 100_000;

  @AfterEach
  void removeVolumes() {
    mine().forEach(left -> docker.containers().get(left.id()).removeIfExists(o -> o.force().volumes()));
    docker.volumes().list(o -> o.label(LABEL, RUN)).forEach(left -> docker.volumes().get(left.name()).remove());
  }

  private Container writer() {
    String script = "head -c " + WRITTEN + " /dev/zero > /big; mkdir /d; echo hello > /d/x";
    return toEnd(run(o -> o.command(Programs.shell(script))));
  }

  @Test
  void whatAContainerWroteIsItsSizeAndWhatAPruneGivesBack() {
    Container container = writer();
    ContainerInspect sizes = container.inspect(ContainerInspectOptions::size);
    assertEquals(WRITTEN + 6, sizes.sizeRw());
    long image = sizes.sizeRootFs() - sizes.sizeRw();
    assertEquals(docker.images().get(Programs.IMAGE).inspect().size(), image);
    assertEquals(WRITTEN + 6, docker.system().dataUsage().containers().stream()
        .filter(each -> container.id().equals(each.id())).findFirst().orElseThrow().sizeRw());
    assertEquals(WRITTEN + 6, docker.containers().prune(o -> o.label(LABEL, RUN)).spaceReclaimed());
    assertEquals(0, docker.containers().prune(o -> o.label(LABEL, RUN)).spaceReclaimed());
  }

  @Test
  void whatIsInAVolumeIsMeasuredAndGivenBack() {
    Volume volume = docker.volumes().create(v -> v.label(LABEL, RUN));
    String script = "cd /v; head -c 5000 /dev/zero > a; ln a b; ln -s a c; mkdir d; echo x > d/e";
    Container container = toEnd(run(o -> o.volume(volume.name(), "/v").command(Programs.shell(script))));
    VolumeInspect used = usage(volume);
    assertEquals(5003, used.usageData().size());
    assertEquals(1, used.usageData().refCount());
    container.remove();
    assertEquals(0, usage(volume).usageData().refCount());
    assertEquals(5003, docker.volumes().prune(o -> o.label(LABEL, RUN)).spaceReclaimed());
  }

  private VolumeInspect usage(Volume volume) {
    return docker.system().dataUsage().volumes().stream()
        .filter(each -> volume.name().equals(each.name())).findFirst().orElseThrow();
  }

  @Test
  void imagesAreCountedWithTheirContainers() {
    create(Programs.forever());
    DataUsage usage = docker.system().dataUsage();
    assertTrue(usage.layersSize() > 0, usage::toString);
    String id = docker.images().get(Programs.IMAGE).inspect().id();
    assertTrue(usage.images().stream().filter(each -> id.equals(each.id())).findFirst().orElseThrow().containers() > 0,
        usage::toString);
  }
}
