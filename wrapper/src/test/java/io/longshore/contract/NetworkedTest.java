package io.longshore.contract;

import io.longshore.generated.engine.model.NetworkCreateRequest;
import io.longshore.network.Network;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A test that makes networks, and leaves none. */
abstract class NetworkedTest extends ContractTest {
  /** No two JVMs of a run have the same: engines allow a subnet once. */
  private static final int BLOCK = 128 + Integer.getInteger("surefire.forkNumber", 0);

  private static final AtomicInteger SUBNETS = new AtomicInteger();

  @AfterEach
  void removeNetworks() {
    removeContainers();
    docker.networks().list(o -> o.label(LABEL, RUN)).forEach(left -> docker.networks().get(left.id()).remove());
  }

  /** The start of a subnet that no other test has: three numbers and a dot. */
  static String subnet() {
    return "10." + BLOCK + "." + SUBNETS.incrementAndGet() % 256 + ".";
  }

  Network network() {
    return network(newName(), n -> {});
  }

  Network network(String name, Consumer<NetworkCreateRequest.Builder> options) {
    return docker.networks().create(marked(name).andThen(options));
  }

  /** A network whose addresses begin with this. */
  Network network(String name, String subnet) {
    return network(name, n -> n.ipam(i -> i.config(c -> c.subnet(subnet + "0/24").gateway(subnet + "1"))));
  }

  static Consumer<NetworkCreateRequest.Builder> marked(String name) {
    return n -> n.name(name).label(LABEL, RUN);
  }
}
