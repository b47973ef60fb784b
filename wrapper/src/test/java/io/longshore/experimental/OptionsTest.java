package io.longshore.experimental;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.experimental.model.EndpointCreateRequest;
import io.longshore.generated.experimental.model.JoinRequest;
import io.longshore.generated.experimental.model.NetworkCreateRequest;
import io.longshore.generated.experimental.model.ServicePublishRequest;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.internal.options.Check;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What options become on the wire, and what they refuse. */
class OptionsTest {
  private static final Consumer<NetworkOptions> NOTHING = options -> {};

  @Test
  void aNetworkSendsOnlyWhatIsSet() {
    assertEquals("{\"name\":\"front\"}", network("front", NOTHING));
    assertEquals(
        "{\"name\":\"front\",\"network_type\":\"bridge\",\"options\":{\"mtu\":1400,\"labels\":{\"a\":[true,null]}}}",
        network(
            "front",
            n -> n.driver("bridge")
                .option("mtu", 1400)
                .option("labels", Map.of("a", java.util.Arrays.asList(true, null)))));
  }

  @Test
  void anEndpointSendsPortsInTheServersWords() {
    assertEquals("{\"name\":\"db\"}", endpoint(e -> {}));
    assertEquals(
        "{\"name\":\"db\",\"exposed_ports\":[{\"proto\":6,\"port\":5432},{\"proto\":17,\"port\":53}],\"port_mapping\":["
            + "{\"Proto\":6,\"Port\":5432,\"HostPort\":15432},"
            + "{\"Proto\":132,\"Port\":0,\"HostIP\":\"127.0.0.1\",\"HostPort\":0}]}",
        endpoint(
            e -> e.expose(Protocol.TCP, 5432)
                .expose(Protocol.UDP, 53)
                .publish(Protocol.TCP, 15432, 5432)
                .publish(Protocol.SCTP, "127.0.0.1", 0, 0)));
  }

  @Test
  void aServiceNamesItsNetwork() {
    assertEquals("{\"name\":\"db\"}", service(s -> {}));
    assertEquals(
        "{\"name\":\"db\",\"network_name\":\"front\",\"exposed_ports\":[{\"proto\":1,\"port\":0}],"
            + "\"port_mapping\":[{\"Proto\":47,\"Port\":65535,\"HostIP\":\"::1\",\"HostPort\":65535}]}",
        service(
            s -> s.network("front").expose(Protocol.ICMP, 0).publish(Protocol.of(47), "::1", 65535, 65535)));
  }

  @Test
  void joiningSendsEverything() {
    assertEquals("{\"container_id\":\"c1\"}", join("c1", j -> {}));
    assertEquals(
        "{\"container_id\":\"c1\",\"host_name\":\"db\",\"domain_name\":\"lan\",\"hosts_path\":\"/h\","
            + "\"resolv_conf_path\":\"/r\",\"dns\":[\"8.8.8.8\",\"1.1.1.1\"],"
            + "\"extra_hosts\":[{\"name\":\"web\",\"address\":\"10.0.0.2\"}],"
            + "\"parent_updates\":[{\"endpoint_id\":\"e1\",\"name\":\"db\",\"address\":\"10.0.0.3\"}],"
            + "\"use_default_sandbox\":false}",
        join("c1", OptionsTest::everything));
  }

  @Test
  void namesInBodiesMayHoldAnythingVisible() {
    assertEquals("{\"name\":\"a/b ü 🚢.x\"}", network("a/b ü 🚢.x", NOTHING));
  }

  @Test
  void protocolsAreNumbers() {
    assertSame(Protocol.TCP, Protocol.of(6));
    assertSame(Protocol.UDP, Protocol.of(17));
    assertSame(Protocol.ICMP, Protocol.of(1));
    assertSame(Protocol.SCTP, Protocol.of(132));
    assertEquals(Protocol.of(47), Protocol.of(47));
    assertEquals(Protocol.of(47).hashCode(), Protocol.of(47).hashCode());
    assertNotEquals(Protocol.of(47), Protocol.TCP);
    assertEquals("tcp", Protocol.TCP.toString());
    assertEquals("47", Protocol.of(47).toString());
    assertEquals(255, Protocol.of(255).number());
    refused("protocol -1 ", () -> Protocol.of(-1));
    refused("protocol 256 ", () -> Protocol.of(256));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a\r\nb", "a\u0000b", "a\u007fb", "a\u0085b", "a\ud83d"})
  void noNameIsEmptyOrUnprintable(String name) {
    assertAll(
        () -> refused("name ", () -> network(name, NOTHING)),
        () -> refused("driver ", () -> network("n", n -> n.driver(name))),
        () -> refused("option name ", () -> network("n", n -> n.option(name, 1))),
        () -> refused("name ", () -> new EndpointOptions().request(name)),
        () -> refused("name ", () -> new ServiceOptions().request(name)),
        () -> refused("network ", () -> service(s -> s.network(name))),
        () -> refused("hostsPath ", () -> join("c", j -> j.hostsPath(name))),
        () -> refused("resolvConfPath ", () -> join("c", j -> j.resolvConfPath(name))),
        () -> refused("name ", () -> Valid.filterName("name", name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u2003b"})
  void whatGoesIntoNetworkFilesIsOneWord(String word) {
    assertAll(
        () -> refused("hostname ", () -> join("c", j -> j.hostname(word))),
        () -> refused("domainname ", () -> join("c", j -> j.domainname(word))),
        () -> refused("dns server ", () -> join("c", j -> j.dns("8.8.8.8", word))),
        () -> refused("name ", () -> join("c", j -> j.extraHost(word, "10.0.0.1"))),
        () -> refused("address ", () -> join("c", j -> j.extraHost("a", word))),
        () -> refused("name ", () -> join("c", j -> j.parentUpdate("e", word, "10.0.0.1"))),
        () -> refused("address ", () -> join("c", j -> j.parentUpdate("e", "a", word))),
        () -> refused("hostIp ", () -> endpoint(e -> e.publish(Protocol.TCP, word, 1, 1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", "a/b", "a.b", "a b", "a\r\nb", "%2e", "ü", "id\n"})
  void idsHoldNothingThatAPathCouldMisread(String id) {
    assertAll(
        () -> refused("id ", () -> Valid.id("id", id)),
        () -> refused("partialId ", () -> Valid.filterId("partialId", id)),
        () -> refused("containerId ", () -> join(id, j -> {})),
        () -> refused("endpointId ", () -> join("c", j -> j.parentUpdate(id, "a", "10.0.0.1"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void portsArePorts(int port) {
    assertAll(
        () -> refused("port " + port, () -> endpoint(e -> e.expose(Protocol.TCP, port))),
        () -> refused("port " + port, () -> service(s -> s.expose(Protocol.TCP, port))),
        () -> refused("port " + port, () -> service(s -> s.publish(Protocol.TCP, 1, port))),
        () -> refused("hostPort " + port, () -> endpoint(e -> e.publish(Protocol.TCP, port, 1))),
        () -> refused("hostPort " + port, () -> service(s -> s.publish(Protocol.TCP, "::1", port, 1))));
  }

  @Test
  void anEmptyFilterIsRefusedWithItsReason() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Valid.filterName("networkName", ""));
    assertEquals(
        "networkName is empty: an empty filter matches nothing, not everything; call list() for everything",
        e.getMessage());
  }

  @Test
  void messagesHoldNoControlCharactersAndStayShort() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Valid.id("id", "a\r\n" + "b".repeat(10_000)));
    assertTrue(e.getMessage().startsWith("id 'a??bbb"), e.getMessage());
    assertTrue(e.getMessage().length() < 300, e.getMessage());
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void nullNamesTheParameter() {
    assertAll(
        () -> missing("name", () -> network(null, NOTHING)),
        () -> missing("options", () -> Check.filled(new NetworkOptions(), null)),
        () -> missing("options", () -> Check.filled(new EndpointOptions(), null)),
        () -> missing("options", () -> Check.filled(new ServiceOptions(), null)),
        () -> missing("options", () -> Check.filled(new JoinOptions(), null)),
        () -> missing("driver", () -> network("n", n -> n.driver(null))),
        () -> missing("protocol", () -> endpoint(e -> e.expose(null, 1))),
        () -> missing("hostIp", () -> endpoint(e -> e.publish(Protocol.TCP, null, 1, 1))),
        () -> missing("network", () -> service(s -> s.network(null))),
        () -> missing("servers", () -> join("c", j -> j.dns((String[]) null))),
        () -> missing("dns server", () -> join("c", j -> j.dns((String) null))),
        () -> missing("endpointId", () -> join("c", j -> j.parentUpdate(null, "a", "b"))),
        () -> missing("containerId", () -> join(null, j -> {})),
        () -> missing("partialId", () -> Valid.filterId("partialId", null)));
  }

  private static void everything(JoinOptions j) {
    j.hostname("db")
        .domainname("lan")
        .hostsPath("/h")
        .resolvConfPath("/r")
        .dns("8.8.8.8")
        .dns(List.of("1.1.1.1").toArray(String[]::new))
        .extraHost("web", "10.0.0.2")
        .parentUpdate("e1", "db", "10.0.0.3")
        .useDefaultSandbox(false);
  }

  private static String network(String name, Consumer<NetworkOptions> options) {
    return json(NetworkCreateRequest.ADAPTER, Check.filled(new NetworkOptions(), options).request(name));
  }

  private static String endpoint(Consumer<EndpointOptions> options) {
    return json(EndpointCreateRequest.ADAPTER, Check.filled(new EndpointOptions(), options).request("db"));
  }

  private static String service(Consumer<ServiceOptions> options) {
    return json(ServicePublishRequest.ADAPTER, Check.filled(new ServiceOptions(), options).request("db"));
  }

  private static String join(String containerId, Consumer<JoinOptions> options) {
    return json(JoinRequest.ADAPTER, Check.filled(new JoinOptions(), options).request(containerId));
  }

  private static <T> String json(JsonAdapter<T> adapter, T value) {
    return new String(Json.encode(adapter, value).bytes(), StandardCharsets.UTF_8);
  }

  private static void refused(String start, Executable action) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
  }

  private static void missing(String name, Executable action) {
    assertEquals(name, assertThrows(NullPointerException.class, action).getMessage());
  }
}
