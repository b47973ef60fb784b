package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.longshore.container.Container;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.engine.model.DataUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names as engines show them, and the parameters that few programs need. */
class ParametersTest extends ContractTest {
  @Test
  void aNameMayHaveTheSlashThatEnginesShow() {
    Instant before = docker.system().info().systemTime();
    String name = newName();
    Container container = create(options -> options.name("/" + name));
    assertEquals("/" + name, container.inspect().name());
    assertEquals(container.id(), docker.containers().get("/" + name).inspect().id());
    for (String pattern : List.of(name, "/" + name, "^/" + name + "$")) {
      assertEquals(List.of(container.id()), ids(docker.containers().list(o -> o.all().name(pattern))), pattern);
    }
    Container later = create(options -> options.name(newName()));
    assertTrue(ids(docker.containers().list(o -> o.all().filter("since", "/" + name))).contains(later.id()));
    assertTrue(
        ids(docker.containers().list(o -> o.all().filter("before", later.inspect().name()))).contains(container.id()));
    try (var events = docker.system().events(e -> e.container("/" + name).since(before).until(before.plusSeconds(5)))) {
      assertEquals(container.id(), events.iterator().next().actor().id());
    }
    container.rename("/" + name + "-2");
    assertEquals("/" + name + "-2", container.inspect().name());
  }

  private static List<String> ids(List<ContainerSummary> listed) {
    return listed.stream().map(ContainerSummary::id).toList();
  }

  @Test
  void inspectMeasuresTheFileSystemWhenAsked() {
    Container container = create(Programs.forever());
    assertNull(container.inspect().sizeRootFs());
    assertNotNull(container.inspect(options -> options.size()).sizeRootFs());
  }

  @Test
  void stopAndRestartTakeASignal() {
    Container container = awaitWord(run(Programs.untilAsked("INT", 7)), "ready");
    if (!speaks("1.42")) {
      fails(UnsupportedException.class, () -> container.stop(options -> options.signal("SIGINT")));
      return;
    }
    assertTrue(container.stop(options -> options.signal("SIGINT").grace(Duration.ofSeconds(20))));
    assertEquals(7, exitCode(container));
    container.restart(options -> options.signal("SIGINT").grace(Duration.ofSeconds(20)));
    assertTrue(container.inspect().state().running());
  }

  @Test
  void diskUseIsAddedUp() {
    assumeFalse(engine.embedded(), "the embedded engine does not add up its disk use");
    if (!speaks("1.25")) {
      fails(UnsupportedException.class, () -> docker.system().dataUsage());
      return;
    }
    DataUsage usage = docker.system().dataUsage();
    assertTrue(usage.layersSize() != null || usage.imageUsage() != null, usage::toString);
  }

  @Test
  void attachBeginsWithWhatWasWrittenWhenAsked() {
    Container container = awaitWord(run(Programs.untilAsked("TERM", 0)), "ready");
    try (var session = container.attach(options -> options.logs())) {
      container.stop(Duration.ofSeconds(20));
      String all = session.collect(Poll.SOON).stdout();
      assertTrue(all.startsWith("ready\n") && all.contains("asked"), all);
    }
  }

  @Test
  void anImageIsInspectedForAPlatform() {
    assumeFalse(engine.embedded(), "the embedded engine has no images for several platforms");
    if (!speaks("1.49")) {
      fails(UnsupportedException.class,
          () -> docker.images().get(Programs.IMAGE).inspect(i -> i.platform("linux/amd64")));
      return;
    }
    var image = docker.images().get(Programs.IMAGE).inspect();
    String own = image.os() + "/" + image.architecture();
    assertEquals(image.id(), docker.images().get(Programs.IMAGE).inspect(i -> i.platform(own)).id());
    fails(NotFoundException.class, () -> docker.images().get(Programs.IMAGE).inspect(i -> i.platform("linux/s390x")));
  }

  @Test
  void aLegacyLinkIsRemovedAndBothContainersStay() {
    assumeFalse(engine.embedded(), "the embedded engine has no links");
    Container db = run(Programs.forever());
    String dbName = db.inspect().name().substring(1);
    Container web = create(options -> options.name(newName()).hostConfig(host -> host.links(List.of(dbName + ":db"))));
    assertEquals(1, web.inspect().hostConfig().links().size());
    docker.request("DELETE", "/containers" + web.inspect().name() + "/db").query("link", "true").send();
    assertEquals(List.of(), web.inspect().hostConfig().links());
    assertTrue(db.inspect().state().running());
  }
}
