package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ContainerListOptions;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.ContainerSummary;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Finding containers: lists with filters, and handles by id, the beginning of an id, or name. */
class ListTest extends ContractTest {
  private Set<String> ids(Consumer<ContainerListOptions> options) {
    return docker.containers().list(o -> options.accept(o.label(LABEL, RUN))).stream()
        .map(ContainerSummary::id)
        .collect(Collectors.toSet());
  }

  @Test
  void withoutOptionsOnlyRunningContainersAreListed() {
    Container running = run(Programs.forever());
    Container created = create(Programs.forever());
    List<String> listed = docker.containers().list().stream().map(ContainerSummary::id).toList();
    assertTrue(listed.contains(running.id()));
    assertTrue(!listed.contains(created.id()), "a container that does not run is listed");
  }

  private ContainerSummary listed(Container container) {
    return mine().stream().filter(c -> c.id().equals(container.id())).findFirst().orElseThrow();
  }

  @Test
  void allListsEveryStateWithIt() {
    Container running = run(Programs.forever());
    Container created = create(Programs.forever());
    Container exited = runToEnd(Programs.exit(3));
    assertEquals(Set.of(running.id(), created.id(), exited.id()), ids(o -> o.all()));
    // The list of an engine is a moment behind what it tells of a container.
    Poll.until("the list says so too", () -> ContainerStatus.EXITED.equals(listed(exited).state()));
    ContainerSummary summary = listed(exited);
    assertTrue(summary.status().startsWith("Exited (3)"), summary::status);
    assertEquals(Programs.IMAGE, summary.image());
    assertEquals(RUN, summary.labels().get(LABEL));
  }

  @Test
  void labelsFilter() {
    Container red = create(options -> options.label("colour", "red"));
    Container blue = create(options -> options.label("colour", "blue"));
    create(Programs.forever());
    assertEquals(Set.of(red.id(), blue.id()), ids(o -> o.all().label("colour")));
    assertEquals(Set.of(red.id()), ids(o -> o.all().label("colour", "red")));
    assertEquals(Set.of(), ids(o -> o.all().label("colour", "gre")));
  }

  @Test
  void namesFilterByPartAndByExpression() {
    String name = newName();
    Container one = create(options -> options.name(name));
    Container other = create(options -> options.name(name + "-other"));
    assertEquals(Set.of(one.id(), other.id()), ids(o -> o.all().name(name)));
    assertEquals(Set.of(one.id()), ids(o -> o.all().name("^/" + name + "$")));
  }

  @Test
  void statusesFilterAsAlternatives() {
    Container running = run(Programs.forever());
    Container created = create(Programs.forever());
    Container exited = runToEnd(Programs.exit(0));
    assertEquals(Set.of(created.id()), ids(o -> o.status(ContainerStatus.CREATED)));
    assertEquals(
        Set.of(running.id(), exited.id()), ids(o -> o.status(ContainerStatus.RUNNING, ContainerStatus.EXITED)));
  }

  @Test
  void limitListsTheNewest() {
    create(Programs.forever());
    Container newest = create(Programs.forever());
    assertEquals(Set.of(newest.id()), ids(o -> o.limit(1)));
  }

  @Test
  void sizesAreMeasuredWhenAskedFor() {
    create(Programs.forever());
    List<ContainerSummary> listed = docker.containers().list(o -> o.all().size().label(LABEL, RUN));
    assertEquals(1, listed.size());
    assertNotNull(listed.get(0).sizeRootFs());
  }

  @Test
  void aFilterThatDoesNotExistIsABadRequest() {
    fails(BadRequestException.class, () -> docker.containers().list(o -> o.filter("no-such-filter", "x")));
  }

  @Test
  void handlesFindByIdByItsBeginningAndByName() {
    String name = newName();
    String id = create(options -> options.name(name)).id();
    assertEquals(id, docker.containers().get(id).inspect().id());
    assertEquals(id, docker.containers().get(id.substring(0, 20)).inspect().id());
    assertEquals(id, docker.containers().get(name).inspect().id());
  }

  @Test
  void aHandleOfNothingFailsWithItsFirstCall() {
    String name = newName();
    NotFoundException missing = fails(NotFoundException.class, () -> docker.containers().get(name).inspect());
    assertEquals(name, missing.resource());
    assertEquals("ContainerInspect", missing.operation());
    assertEquals(404, missing.status());
  }

  @Test
  void portsFilter() {
    Container container = run(o -> o.publish(80).expose("8443"));
    String published = String.valueOf(container.hostPort(80));
    String without = String.valueOf(container.hostPort(80) + 1);
    assertEquals(Set.of(container.id()), ids(o -> o.publish(published)));
    assertEquals(Set.of(), ids(o -> o.publish(without)));
    assertEquals(Set.of(container.id()), ids(o -> o.expose("8440-8450/tcp")));
    assertEquals(Set.of(), ids(o -> o.expose("8443/udp")));
    assertEquals(Set.of(), ids(o -> o.isTask()));
  }
}
