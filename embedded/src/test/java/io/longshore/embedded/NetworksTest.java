package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Networks over the wire: what is refused and how, addresses, names, links and published ports. */
class NetworksTest extends EngineTest {
  private static final String N = "/v1.51/networks";
  private static final String C = "/v1.51/containers/";

  private String network(String name, String more) throws IOException {
    RawClient.Answer made = call("POST", N + "/create", "{\"Name\":\"" + name + "\"" + more + "}");
    assertEquals(201, made.status(), made.body());
    return made.field("Id");
  }

  private static String ipam(String config) {
    return ",\"IPAM\":{\"Config\":[" + config + "]}";
  }

  private void refused(int status, String words, String body) throws IOException {
    expect(status, words, "POST", N + "/create", body);
  }

  private String log(String container) throws IOException {
    await(container);
    return call("GET", C + container + "/logs?stdout=1").body();
  }

  private void awaitLog(String container, String words) throws Exception {
    while (!call("GET", C + container + "/logs?stdout=1").body().contains(words)) {
      Thread.sleep(10);
    }
  }

  @Test
  void aNetworkIsMadeFoundAndRemoved() throws IOException {
    String id = network("front", ",\"Labels\":{\"a\":\"b\"},\"EnableIPv6\":true");
    RawClient.Answer found = call("GET", N + "/front");
    assertEquals(id, found.field("Id"));
    assertTrue(found.body().contains("\"Subnet\":\"172.18.0.0/16\""), found.body());
    assertTrue(found.body().contains("fd00:d0c:1::/64"), found.body());
    assertEquals("front", call("GET", N + "/" + id.substring(0, 12)).field("Name"));
    for (String filter : new String[] {"\"label\":[\"a=b\"]", "\"name\":[\"fro\"]", "\"type\":[\"custom\"]",
        "\"id\":[\"" + id.substring(0, 4) + "\"]", "\"dangling\":[\"true\"]"}) {
      String list = call("GET", N + "?filters=" + query("{" + filter + "}")).body();
      assertTrue(list.contains("\"front\"") && !list.contains("\"bridge\",\"Id\""), filter + ": " + list);
    }
    expect(500, "invalid filter: 'type'='x'", "GET", N + "?filters=" + query("{\"type\":[\"x\"]}"), "");
    network("back", "");
    expect(204, "DELETE", N + "/front");
    expect(404, "network front not found", "GET", N + "/front", "");
    String kept = query("{\"label!\":[\"none\"],\"until\":[\"1h\"]}");
    assertFalse(call("POST", N + "/prune?filters=" + kept).body().contains("back"));
    assertTrue(call("POST", N + "/prune").body().contains("\"back\""));
  }

  @Test
  void whatCannotBeMadeIsRefused() throws IOException {
    network("taken", ipam("{\"Subnet\":\"10.9.0.0/24\",\"Gateway\":\"10.9.0.1\",\"IPRange\":\"10.9.0.128/25\"}"));
    refused(409, "network with name taken already exists", "{\"Name\":\"taken\"}");
    refused(400, "name is empty", "{}");
    refused(403, "operation is not permitted on predefined host network", "{\"Name\":\"host\"}");
    refused(403, "only one instance of 'host' network is allowed", "{\"Name\":\"x\",\"Driver\":\"host\"}");
    refused(403, "This node is not a swarm manager", "{\"Name\":\"x\",\"Driver\":\"overlay\"}");
    refused(501, "networks of the driver bridge only", "{\"Name\":\"x\",\"Driver\":\"macvlan\"}");
    refused(501, "settings for others", "{\"Name\":\"x\",\"ConfigOnly\":true}");
    refused(404, "plugin 'wat' not found", "{\"Name\":\"x\",\"Driver\":\"wat\"}");
    String[][] configs = {
        {"{\"Subnet\":\"wat\"}", "invalid subnet wat"},
        {"{\"Subnet\":\"10.8.0.1/24\"}", "has host bits set"},
        {"{\"Subnet\":\"10.8.0.0/24\",\"IPRange\":\"10.7.0.0/24\"}", "invalid ip-range 10.7.0.0/24"},
        {"{\"Subnet\":\"10.8.0.0/24\",\"Gateway\":\"10.7.0.1\"}", "invalid address 10.7.0.1"},
    };
    for (String[] config : configs) {
      refused(400, config[1], "{\"Name\":\"x\"" + ipam(config[0]) + "}");
    }
    refused(403, "Pool overlaps", "{\"Name\":\"x\"" + ipam("{\"Subnet\":\"10.9.0.0/16\"}") + "}");
    expect(403, "pre-defined network", "DELETE", N + "/bridge", "");
  }

  @Test
  void aContainerConnectsAndDisconnects() throws IOException {
    network("front", ipam("{\"Subnet\":\"10.9.0.0/24\"}") + ",\"EnableIPv6\":true");
    run("web", "", "sleep", "1000");
    String web = "{\"Container\":\"web\"";
    answers(200, "POST", N + "/bridge/disconnect", web + "}");
    String fixed = ",\"EndpointConfig\":{\"Aliases\":[\"db\"],\"IPAMConfig\":{\"IPv4Address\":\"10.9.0.9\"}}}";
    answers(200, "POST", N + "/front/connect", web + fixed);
    RawClient.Answer inside = call("GET", N + "/front");
    assertTrue(inside.body().contains("\"IPv4Address\":\"10.9.0.9/24\""), inside.body());
    assertTrue(call("GET", C + "web/json").body().contains("\"IPAddress\":\"10.9.0.9\""));
    expect(403, "has active endpoints", "DELETE", N + "/front", "");
    expect(403, "endpoint with name web already exists", "POST", N + "/front/connect", web + "}");
    expect(400, "cannot connect container to host network", "POST", N + "/host/connect", web + "}");
    expect(400, "cannot be disconnected from host network", "POST", N + "/host/disconnect", web + "}");
    expect(400, "private (none) mode", "POST", N + "/none/connect", web + "}");
    expect(500, "is not connected to network bridge", "POST", N + "/bridge/disconnect", web + "}");
    expect(404, "No such container: nope", "POST", N + "/front/connect", "{\"Container\":\"nope\"}");
    expect(400, "got EOF", "POST", N + "/front/connect", "");
  }

  private void answers(int status, String method, String target, String body) throws IOException {
    RawClient.Answer answer = call(method, target, body);
    assertEquals(status, answer.status(), answer.body());
  }

  @Test
  void programsReachEachOtherByName() throws Exception {
    network("front", "");
    String in = "\"HostConfig\":{\"NetworkMode\":\"front\"}";
    run("web", in, "sh", "-c", "sleep 1000 | nc -l -p 80");
    run("client", in, "sh", "-c", "until echo hello | nc web 80; do sleep 0.01; done; nc nowhere 80 || echo none");
    assertTrue(log("client").contains("none"));
    awaitLog("web", "hello");
    run("bad", in, "sh", "-c", "nc web; nc -l -p; nc web x; nc -w 1 -l -p 81; nc localhost 9 </dev/null; echo $?");
    assertTrue(log("bad").contains("1\n"));
  }

  @Test
  void aLinkTellsAddressesAndNames() throws Exception {
    create("db", "\"Env\":[\"P=x\"],\"ExposedPorts\":{\"5432/tcp\":{}}", "sh", "-c",
        "sleep 1000 | nc -l -p 5432");
    String linked = "\"HostConfig\":{\"Links\":[\"db:store\"]}";
    create("early", linked, "true");
    expect(500, "Cannot link to a non running container: /db AS /early/store", "POST", C + "early/start", "");
    expect(204, "POST", C + "db/start");
    run("app", linked, "sh", "-c", "env; until echo hi | nc store 5432; do sleep 0.01; done");
    String said = log("app");
    assertTrue(said.contains("STORE_PORT_5432_TCP_PORT=5432") && said.contains("STORE_ENV_P=x"), said);
    awaitLog("db", "hi");
    run("stays", linked, "sleep", "1000");
    expect(204, "DELETE", C + "db?force=1");
    String gone = "Cannot link to a non running container: /db AS /stays/store";
    expect(500, gone, "POST", C + "stays/exec", config("", "true"));
    expect(500, gone, "POST", C + "stays/restart?t=0", "");
    String bridge = call("GET", "/v1.51/networks/bridge").body();
    assertFalse(bridge.contains("\"stays\""), bridge);
    expect(400, "could not get container for nope", "POST", C + "create",
        config("\"HostConfig\":{\"Links\":[\"nope\"]}", "true"));
  }

  @Test
  void aPublishedPortIsOpen() throws Exception {
    run("web", "\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{}},\"HostConfig\":{\"PublishAllPorts\":true}",
        "sh", "-c", "sleep 1000 | nc -l -p 80");
    String number = call("GET", C + "web/json").body().replaceAll("(?s).*\"80/tcp\":\\[[^]]*\"HostPort\":\"(\\d+)\".*",
        "$1");
    while (!call("GET", C + "web/logs?stdout=1").body().contains("hello")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(number))) {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The program does not listen yet.
      }
      Thread.sleep(10);
    }
    String same = "\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"" + number
        + "\"}]}}";
    create("other", same, "true");
    expect(500, "port is already allocated", "POST", C + "other/start", "");
  }

  @Test
  void portsFilterAndHostsAreAdded() throws IOException {
    run("web", "\"ExposedPorts\":{\"8443/tcp\":{}},\"HostConfig\":{\"ExtraHosts\":[\"depot:10.1.2.3\"],"
        + "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}}", "sleep", "1000");
    String port = call("GET", "/v1.51/containers/web/json").body()
        .replaceAll("(?s).*\"HostPort\":\"(\\d+)\".*", "$1");
    assertEquals(1, found("{\"publish\":[\"" + port + "\"]}"));
    assertEquals(0, found("{\"publish\":[\"1/tcp\"]}"));
    assertEquals(1, found("{\"expose\":[\"8440-8450\"]}"));
    assertEquals(0, found("{\"expose\":[\"8443/udp\"]}"));
    assertEquals(0, found("{\"is-task\":[\"true\"]}"));
    expect(400, "invalid port 'x'", "GET", "/v1.51/containers/json?filters=" + query("{\"publish\":[\"x\"]}"), "");
    assertTrue(call("GET", "/v1.51/containers/web/archive?path=/etc/hosts").body().contains("10.1.2.3\tdepot\n"));
    run("beside", "\"HostConfig\":{\"NetworkMode\":\"container:web\"}", "true");
    create("alone", "\"HostConfig\":{\"NetworkMode\":\"container:nope\"}", "true");
    expect(404, "No such container: nope", "POST", "/v1.51/containers/alone/start", "");
    create("still", "", "true");
    create("with", "\"HostConfig\":{\"NetworkMode\":\"container:still\"}", "true");
    expect(409, "cannot join network namespace of a non running container: still", "POST",
        "/v1.51/containers/with/start", "");
  }

  private int found(String filters) throws IOException {
    String list = call("GET", "/v1.51/containers/json?filters=" + query(filters)).body();
    return list.split("\"Id\"", -1).length - 1;
  }
}
