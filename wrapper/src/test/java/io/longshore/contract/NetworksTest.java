package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.ForbiddenException;
import io.longshore.error.NotFoundException;
import io.longshore.error.SubnetInUseException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.NetworkContainer;
import io.longshore.generated.engine.model.NetworkInspect;
import io.longshore.generated.engine.model.NetworkListOptions;
import io.longshore.generated.engine.model.NetworkSummary;
import io.longshore.generated.engine.model.NetworkType;
import io.longshore.network.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Networks: what they are made of, who is in them, and how they go. */
class NetworksTest extends NetworkedTest {
  private Set<String> names(Consumer<NetworkListOptions> options) {
    return docker.networks().list(options).stream().map(NetworkSummary::name).collect(Collectors.toSet());
  }

  private static Map<String, EndpointSettings> networks(Container container) {
    return container.inspect().networkSettings().networks();
  }

  private static Set<String> members(Network network) {
    return network.inspect().containers().values().stream().map(NetworkContainer::name).collect(Collectors.toSet());
  }

  @Test
  void aNetworkIsWhatItWasAskedToBe() {
    String name = newName();
    String subnet = subnet();
    Network network = network(name, n -> n.label("tier", "front").internal(true)
        .ipam(i -> i.config(c -> c.subnet(subnet + "0/24").ipRange(subnet + "128/25").gateway(subnet + "1"))));
    assertTrue(network.id().matches("[0-9a-f]{64}"), network::id);
    NetworkInspect now = network.inspect();
    assertEquals(name, now.name());
    assertEquals(network.id(), now.id());
    assertEquals("bridge", now.driver());
    assertEquals("local", now.scope());
    assertTrue(now.internal());
    assertFalse(now.enableIPv6());
    assertEquals(Map.of(LABEL, RUN, "tier", "front"), now.labels());
    assertEquals(subnet + "0/24", now.ipam().config().get(0).subnet());
    assertEquals(subnet + "128/25", now.ipam().config().get(0).ipRange());
    assertEquals(subnet + "1", now.ipam().config().get(0).gateway());
    assertEquals(Map.of(), now.containers());
    assertEquals(network, docker.networks().get(network.id()));
    assertEquals(now, docker.networks().get(name).inspect());
    assertEquals(now, docker.networks().get(network.id().substring(0, 12)).inspect());
  }

  @Test
  void withoutASubnetTheEngineChoosesOne() {
    NetworkInspect now = network().inspect();
    assertTrue(now.ipam().config().get(0).subnet().matches("[0-9.]+/\\d+"), now::toString);
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    String name = newName();
    Network first = network(name, n -> {});
    fails(ConflictException.class, () -> docker.networks().create(name));
    assertEquals(first.id(), docker.networks().get(name).inspect().id());
  }

  /** Engines before Docker 25 have a check that two clients at once both pass. */
  @Test
  void manyWhoCreateOneNameLeaveAtMostOne() throws Exception {
    String name = newName();
    int many = 6;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Callable<Network>> calls = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        calls.add(() -> network(name, n -> {}));
      }
      List<String> made = new ArrayList<>();
      for (Future<Network> call : threads.invokeAll(calls)) {
        try {
          made.add(call.get().id());
        } catch (java.util.concurrent.ExecutionException e) {
          assertTrue(e.getCause() instanceof ConflictException, e.getCause()::toString);
        }
      }
      assertTrue(made.size() <= 1, made::toString);
      List<String> left = docker.networks().list(o -> o.label(LABEL, RUN)).stream()
          .filter(network -> network.name().equals(name)).map(NetworkSummary::id).toList();
      assertEquals(made, left);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    fails(IllegalArgumentException.class, () -> docker.networks().create(n -> n.label(LABEL, RUN)));
    fails(ForbiddenException.class, () -> docker.networks().create(marked("bridge")));
    fails(EngineException.class,
        () -> network(newName(), n -> n.ipam(i -> i.config(c -> c.subnet("10.300.0.0/24")))));
    fails(EngineException.class, () -> network(newName(), n -> n.ipam(
        i -> i.config(c -> c.subnet(subnet() + "0/24").gateway("192.0.2.1")))));
    fails(EngineException.class, () -> network(newName(), n -> n.driver("overlay")));
  }

  @Test
  void aSubnetThatIsTakenIsNotTheConflictOfANameThatIsTaken() {
    String subnet = subnet();
    network(newName(), subnet);
    String name = newName();
    fails(SubnetInUseException.class, () -> network(name, subnet));
    fails(SubnetInUseException.class,
        () -> network(name, n -> n.ipam(i -> i.config(c -> c.subnet(subnet + "128/25")))));
    assertEquals(Set.of(), names(o -> o.name(name)));
  }

  /** Newer engines have no word for it, and always keep what it promises. */
  @Test
  void aProgramMayAskForNamesToBeChecked() {
    String name = newName();
    network(name, n -> n.checkDuplicate(true));
    fails(ConflictException.class, () -> network(name, n -> n.checkDuplicate(true)));
  }

  @Test
  void aNameThatNoCallCouldFindIsRefused() {
    for (String name : List.of("a b", "a/b")) {
      String said = fails(IllegalArgumentException.class, () -> network(name, n -> {})).getMessage();
      assertTrue(said.startsWith("the name '" + name + "' cannot be used for a network"), said);
    }
  }

  @Test
  void anAddressThatIsTakenIsAConflictOfAStart() {
    String subnet = subnet();
    String name = newName();
    network(name, subnet);
    run(o -> o.network(name, e -> e.ipv4Address(subnet + "77")));
    String second = newName();
    String said = fails(ConflictException.class,
        () -> run(o -> o.name(second).network(name, e -> e.ipv4Address(subnet + "77")))).getMessage();
    assertTrue(said.startsWith("run of " + second), said);
    Container late = create(o -> o.network(name, e -> e.ipv4Address(subnet + "77")));
    fails(ConflictException.class, late::start);
    late.remove();
  }

  @Test
  void whatEnginesOnlyReportIsRefusedInARequest() {
    Network network = network();
    String name = network.inspect().name();
    Container container = create(o -> {});
    for (Consumer<EndpointSettings.Builder> reported : List.<Consumer<EndpointSettings.Builder>>of(
        e -> e.ipAddress("10.77.5.44"), e -> e.gateway("10.77.5.1"), e -> e.networkId("zzz"), e -> e.endpointId("zzz"),
        e -> e.ipPrefixLen(16), e -> e.globalIPv6Address("fd00::7"), e -> e.dnsNames(List.of("db")))) {
      fails(IllegalArgumentException.class, () -> network.connect(container.id(), reported));
      fails(IllegalArgumentException.class, () -> create(o -> o.network(name, reported)));
      fails(IllegalArgumentException.class,
          () -> create(o -> o.customize(r -> r.networkingConfig(n -> n.network(name, reported)))));
    }
    assertFalse(networks(container).containsKey(name));
  }

  @Test
  void failuresNameTheContainerAndTheNetwork() {
    Network network = network();
    String first = network.inspect().name();
    String missing = newName();
    String name = newName();
    EngineException refused = fails(EngineException.class,
        () -> run(o -> o.name(name).network(first).network(missing)));
    assertTrue(refused.getMessage().startsWith("run of " + name + " failed"), refused::getMessage);
    assertTrue(refused.getMessage().contains(missing), refused::getMessage);
    String none = fails(EngineException.class, () -> network.connect(missing)).getMessage();
    assertTrue(none.matches("connect of " + first + " .* with " + missing + " failed.*"), none);
    String gone = fails(EngineException.class, () -> network.disconnect(missing)).getMessage();
    assertTrue(gone.matches("disconnect of " + first + " .* from " + missing + " failed.*"), gone);
  }

  @Test
  void whyAPortIsNotPublished() {
    Network internal = network(newName(), n -> n.internal(true));
    String name = internal.inspect().name();
    noPort(create(o -> o.publish(80)), "it was not started yet");
    noPort(toEnd(run(o -> o.publish(80).command(Programs.exit(3)))), "it ended with exit code 3");
    noPort(run(o -> o.publish(81)), "without publish(…) for it; it publishes [81/tcp]");
    noPort(run(o -> {}), "it publishes nothing");
    noPort(run(o -> o.network("host").publish(80)), "it is in the host's network");
    noPort(run(o -> o.network("none").publish(80)), "its network is 'none'");
    noPort(run(o -> o.network(name).publish(80)), "has not published it, as in a network that is internal");
  }

  @Test
  void theNetworksOfAnotherContainerAreSharedByItsName() {
    Container one = run(o -> o.name(newName()));
    String name = one.inspect().name().substring(1);
    Container two = run(o -> o.network("container:" + name));
    assertEquals("container:" + one.id(), two.inspect().hostConfig().networkMode());
    fails(DockerException.class, () -> run(o -> o.network("container:" + newName())));
  }

  @Test
  void addedHostsAreInTheFileOfHosts() {
    Container container = run(o -> o.addHost("depot", "10.1.2.3"));
    String hosts = container.exec("cat", "/etc/hosts").stdout();
    assertTrue(hosts.contains("10.1.2.3\tdepot\n"), hosts);
  }

  private void noPort(Container container, String reason) {
    String said = fails(DockerException.class, () -> container.hostPort(80)).getMessage();
    assertTrue(said.contains(reason), said);
  }

  /** Engines look for a driver for 15 seconds. */
  @Test
  void anUnknownDriverIsNotFound() {
    fails(NotFoundException.class, () -> network(newName(), n -> n.driver("longshore-none")));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Network nothing = docker.networks().get(newName());
    Container container = create("true");
    fails(NotFoundException.class, nothing::inspect);
    fails(NotFoundException.class, nothing::remove);
    fails(NotFoundException.class, () -> nothing.connect(container));
    assertFalse(nothing.removeIfExists());
    Network network = network();
    fails(NotFoundException.class, () -> network.connect(newName()));
    fails(EngineException.class, () -> network.disconnect(newName()));
  }

  @Test
  void aNetworkIsGoneAfterItsRemoval() {
    Network network = network();
    network.remove();
    fails(NotFoundException.class, network::inspect);
    assertTrue(network().removeIfExists());
  }

  @Test
  void theEnginesOwnStay() {
    assertTrue(names(o -> o.type(NetworkType.BUILTIN)).contains("bridge"));
    assertEquals("bridge", docker.networks().get("bridge").inspect().driver());
    fails(ForbiddenException.class, () -> docker.networks().get("bridge").remove());
  }

  @Test
  void aNetworkThatARunningContainerUsesStays() {
    String name = newName();
    Network network = network(name, n -> {});
    Container container = run(o -> o.network(name));
    fails(ConflictException.class, network::remove);
    fails(ConflictException.class, network::removeIfExists);
    forceRemove(container);
    network.remove();
  }

  @Test
  void networksAreListedByLabelNameDriverAndId() {
    String name = newName();
    Network one = network(name, n -> {});
    Network two = network(newName(), n -> n.label("tier", "front"));
    String second = two.inspect().name();
    assertEquals(Set.of(name, second), names(o -> o.label(LABEL, RUN)));
    assertEquals(Set.of(second), names(o -> o.label(LABEL, RUN).label("tier", "front")));
    assertEquals(Set.of(second), names(o -> o.label(LABEL, RUN).label("tier")));
    assertEquals(Set.of(name), names(o -> o.label(LABEL, RUN).id(one.id().substring(0, 20))));
    assertTrue(names(o -> o.name(name)).contains(name));
    assertEquals(Set.of(name, second), names(o -> o.label(LABEL, RUN).driver("bridge")));
    assertEquals(Set.of(name, second), names(o -> o.label(LABEL, RUN).type(NetworkType.CUSTOM)));
    assertTrue(names(o -> {}).containsAll(Set.of("bridge", "host", "none", name, second)));
  }

  @Test
  void aFilterThatDoesNotExistIsRefused() {
    fails(BadRequestException.class, () -> names(o -> o.filter("colour", "red")));
  }

  @Test
  void aRunningContainerIsConnectedAndDisconnected() {
    String first = newName();
    String second = newName();
    network(first, n -> {});
    Network other = network(second, n -> {});
    String named = newName();
    Container container = run(o -> o.name(named).network(first));
    assertEquals(Set.of(first), networks(container).keySet());
    other.connect(container);
    assertEquals(Set.of(first, second), networks(container).keySet());
    assertEquals(Set.of(named), members(other));
    fails(ConflictException.class, () -> other.connect(container));
    other.disconnect(container);
    assertEquals(Set.of(first), networks(container).keySet());
    assertEquals(Set.of(), members(other));
    fails(ConflictException.class, () -> other.disconnect(container));
  }

  @Test
  void aContainerThatDoesNotRunIsConnectedForItsStart() {
    String name = newName();
    String named = newName();
    Network network = network(name, n -> {});
    Container container = create(o -> o.name(named));
    network.connect(named);
    assertTrue(networks(container).containsKey(name));
    assertEquals(Set.of(), members(network));
    container.start();
    assertEquals(Set.of(named), members(network));
    network.disconnect(named, true);
    assertFalse(networks(container).containsKey(name));
  }

  @Test
  void anEndpointHasTheAddressAndAliasesThatWereAskedFor() {
    String subnet = subnet();
    String name = newName();
    Network network = network(name, subnet);
    Container container = run(o -> {});
    network.connect(container.id(), e -> e.ipv4Address(subnet + "77").alias("db").alias("database"));
    EndpointSettings settings = networks(container).get(name);
    assertEquals(subnet + "77", settings.ipAddress());
    assertEquals(24, settings.ipPrefixLen());
    assertEquals(subnet + "1", settings.gateway());
    assertTrue(settings.aliases().containsAll(List.of("db", "database")), settings::toString);
    assertEquals(network.id(), settings.networkId());
    Container other = run(o -> {});
    fails(ConflictException.class, () -> network.connect(other.id(), e -> e.ipv4Address(subnet + "77")));
    fails(EngineException.class, () -> network.connect(other.id(), e -> e.ipv4Address("192.0.2.7")));
    fails(EngineException.class, () -> network.connect(other.id(), e -> e.ipv4Address("no address")));
  }

  @Test
  void aMacAddressIsTheOneThatWasAskedFor() {
    String name = newName();
    network(name, n -> {});
    if (!speaks("1.44")) {
      fails(UnsupportedException.class, () -> run(o -> o.network(name, e -> e.macAddress("02:42:ac:11:00:99"))));
      return;
    }
    Container container = run(o -> o.network(name, e -> e.macAddress("02:42:ac:11:00:99")));
    assertEquals("02:42:ac:11:00:99", networks(container).get(name).macAddress());
  }

  @Test
  void aContainerIsCreatedInSeveralNetworks() {
    String subnet = subnet();
    String front = newName();
    String back = newName();
    network(front, n -> {});
    network(back, subnet);
    Container container = run(
        o -> o.network(front, e -> e.alias("web")).network(back, e -> e.alias("db").ipv4Address(subnet + "9")));
    Map<String, EndpointSettings> in = networks(container);
    assertEquals(Set.of(front, back), in.keySet());
    assertTrue(in.get(front).aliases().contains("web"), in::toString);
    assertTrue(in.get(back).aliases().contains("db"), in::toString);
    assertEquals(subnet + "9", in.get(back).ipAddress());
    assertNotEquals(in.get(front).ipAddress(), in.get(back).ipAddress());
  }

  @Test
  void whatIsCreatedInANetworkThatIsNotThereDoesNotStay() {
    String name = newName();
    network(name, n -> {});
    Collection<?> before = mine();
    fails(EngineException.class, () -> run(o -> o.network(name).network(newName())));
    fails(EngineException.class, () -> run(o -> o.network(newName())));
    assertEquals(before, mine());
  }

  @Test
  void pruningTakesWhatNoContainerUses() {
    if (!speaks("1.29")) {
      fails(UnsupportedException.class, () -> docker.networks().prune(o -> o.label(LABEL, RUN)));
      return;
    }
    String used = newName();
    String unused = newName();
    String kept = newName();
    network(used, n -> {});
    network(unused, n -> {});
    network(kept, n -> n.label("keep", ""));
    run(o -> o.network(used));
    assertEquals(List.of(unused),
        docker.networks().prune(o -> o.label(LABEL, RUN).withoutLabel("keep")).networksDeleted());
    assertEquals(Set.of(used, kept), names(o -> o.label(LABEL, RUN)));
    assertEquals(List.of(kept), docker.networks().prune(o -> o.label(LABEL, RUN)).networksDeleted());
    assertEquals(List.of(), docker.networks().prune(o -> o.label(LABEL, RUN)).networksDeleted());
  }

  @Test
  void aNetworkWithBothFamiliesGivesBothAddresses() {
    String name = newName();
    String subnet = subnet();
    String six = "fd00:" + subnet.replace(".", ":") + ":";
    network(name, n -> n.enableIPv6(true)
        .ipam(i -> i.config(c -> c.subnet(subnet + "0/24")).config(c -> c.subnet(six + "/64"))));
    Container container = run(o -> o.network(name, e -> e.ipv6Address(six + "7")));
    EndpointSettings settings = networks(container).get(name);
    assertTrue(settings.ipAddress().startsWith(subnet), settings::toString);
    assertEquals(six + "7", settings.globalIPv6Address());
    assertEquals(64, settings.globalIPv6PrefixLen());
  }

  @Test
  void theEventsOfANetworkAreTold() {
    String name = newName();
    try (var events = docker.system().events(o -> o.network(name).action("connect").action("disconnect"))) {
      Network network = network(name, n -> {});
      Container container = run(o -> {});
      Iterator<EventMessage> told = events.iterator();
      network.connect(container);
      assertEquals(container.id(), told.next().actor().attributes().get("container"));
      network.disconnect(container);
      assertEquals("disconnect", told.next().action());
    }
  }
}
