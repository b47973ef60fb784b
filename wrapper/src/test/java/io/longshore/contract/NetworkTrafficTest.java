package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.longshore.container.Container;
import io.longshore.network.Network;
import io.longshore.session.ExecResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What containers reach of each other, and what this machine reaches of them. */
class NetworkTrafficTest extends NetworkedTest {
  private static final int PORT = 8080;

  /** Sends its word to each who connects. */
  private static String[] says(String word) {
    return Programs.shell("while true; do echo " + word + " | nc -l -p " + PORT + "; done");
  }

  /** What a program in the container hears when it connects. */
  private static String heard(Container from, String host) {
    ExecResult result = from.exec("sh", "-c", "nc -w 2 " + host + " " + PORT + " </dev/null");
    return result.exitCode() == 0 ? result.stdout().strip() : "";
  }

  /** The server may not listen yet, or be between two connections. */
  private static void awaitHeard(String word, Container from, String host) {
    Poll.until(host + " says " + word, () -> heard(from, host).equals(word));
  }

  @Test
  void containersFindEachOtherByNameAndAlias() {
    String net = newName();
    String server = newName();
    network(net, n -> {});
    run(o -> o.name(server).command(says("ahoy")).network(net, e -> e.alias("db")));
    Container client = run(o -> o.network(net));
    awaitHeard("ahoy", client, "db");
    awaitHeard("ahoy", client, server);
  }

  @Test
  void programsSeeOnWhichPortsOthersListen() {
    Container container = run(says("ahoy"));
    Poll.until("the port is listed", () -> container.exec("netstat", "-ltn").stdout().contains(":" + PORT + " "));
    assertFalse(run(o -> {}).exec("netstat", "-ltn").stdout().contains("LISTEN"));
  }

  @Test
  void anAddressIsReachedInTheSameNetworkAndNotFromAnother() {
    String subnet = subnet();
    String net = newName();
    String other = newName();
    network(net, subnet);
    network(other, n -> {});
    run(o -> o.command(says("ahoy")).network(net, e -> e.alias("db").ipv4Address(subnet + "20")));
    Container near = run(o -> o.network(net));
    Container far = run(o -> o.network(other));
    awaitHeard("ahoy", near, subnet + "20");
    assertEquals("", heard(far, subnet + "20"));
  }

  @Test
  void aContainerIsMovedBetweenNetworksWhileItRuns() {
    String before = newName();
    String after = newName();
    Network first = network(before, n -> {});
    Network second = network(after, n -> {});
    Container server = run(o -> o.command(says("ahoy")).network(before, e -> e.alias("db")));
    Container near = run(o -> o.network(before));
    Container far = run(o -> o.network(after));
    awaitHeard("ahoy", near, "db");
    second.connect(server.id(), e -> e.alias("store"));
    awaitHeard("ahoy", far, "store");
    first.disconnect(server);
    assertEquals("", heard(near, "db"));
    awaitHeard("ahoy", far, "store");
  }

  @Test
  void aPublishedPortIsReached() throws IOException {
    String net = newName();
    network(net, n -> {});
    Container server = run(o -> o.command(says("ahoy")).network(net).publish("127.0.0.1", 0, PORT, "tcp"));
    int port = server.hostPort(PORT);
    Poll.until("the port answers", () -> hears("127.0.0.1", port).equals("ahoy"));
    forceRemove(server);
    assertEquals("", hears("127.0.0.1", port));
  }

  private static String hears(String host, int port) {
    try (Socket socket = new Socket(InetAddress.getByName(host), port)) {
      socket.setSoTimeout(2000);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void containersReachEachOtherByIpv6() {
    String subnet = subnet();
    String six = "fd00:" + subnet.replace(".", ":") + ":";
    String net = newName();
    network(net, n -> n.enableIPv6(true)
        .ipam(i -> i.config(c -> c.subnet(subnet + "0/24")).config(c -> c.subnet(six + "/64"))));
    run(o -> o.command(says("ahoy")).network(net, e -> e.ipv6Address(six + "7")));
    Container client = run(o -> o.network(net));
    if (engine.embedded()) {
      awaitHeard("ahoy", client, six + "7");
    } else {
      // A new address is not used until it is known that no other host has it.
      Poll.until("the address answers",
          () -> client.exec("ping", "-c", "1", "-W", "2", six + "7").exitCode() == 0);
    }
  }

  @Test
  void aLinkTellsAddressAndPorts() {
    assumeFalse(engine.deviations() != Deviations.NONE, "Podman has no links");
    String server = newName();
    run(o -> o.name(server).env("TIER", "back").command(says("ahoy"))
        .customize(r -> r.exposedPorts(java.util.Map.of(PORT + "/tcp", java.util.Map.of()))));
    Container client = run(o -> o.hostConfig(h -> h.links(java.util.List.of(server + ":db"))));
    String variables = client.exec("env").stdout();
    assertTrue(variables.contains("DB_PORT_8080_TCP=tcp://"), "no port of the link");
    assertTrue(variables.contains("DB_ENV_TIER=back\n"), "no variable of the link");
    assertFalse(variables.contains("DB_ENV_PATH"), "PATH of the link");
    awaitHeard("ahoy", client, "db");
  }
}
