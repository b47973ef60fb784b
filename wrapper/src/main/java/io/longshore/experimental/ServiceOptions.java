package io.longshore.experimental;

import io.longshore.generated.experimental.model.ServicePublishRequest;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to publish a service; see {@link Services#publish(String, Consumer)}. Not thread-safe. Since API 1.20. */
public final class ServiceOptions {
  private @Nullable String network;
  private final Ports ports = new Ports();

  ServiceOptions() {}

  ServicePublishRequest request(String name) {
    return ServicePublishRequest.builder()
        .name(Valid.name("name", name))
        .networkName(network)
        .exposedPorts(Calls.unlessEmpty(ports.exposed()))
        .portMapping(Calls.unlessEmpty(ports.published()))
        .build();
  }

  /**
   * Sets the network to publish the service in; the engine's default network unless set.
   *
   * @param network the network's name; ids do not match
   * @return this
   */
  public ServiceOptions network(String network) {
    this.network = Valid.name("network", network);
    return this;
  }

  /**
   * Adds a port that containers of the network may use.
   *
   * @param protocol its protocol
   * @param port the container's port, 0 to 65535
   * @return this
   */
  public ServiceOptions expose(Protocol protocol, int port) {
    ports.expose(protocol, port);
    return this;
  }

  /**
   * Adds a port of the host, on all its addresses, that leads to a port of the container.
   *
   * @param protocol their protocol
   * @param hostPort the host's port, 0 to 65535; with 0 the engine chooses one
   * @param port the container's port, 0 to 65535
   * @return this
   */
  public ServiceOptions publish(Protocol protocol, int hostPort, int port) {
    ports.publish(protocol, port, hostPort, null);
    return this;
  }

  /**
   * Adds a port of the host, on one of its addresses, that leads to a port of the container.
   *
   * @param protocol their protocol
   * @param hostIp the host's address, numeric
   * @param hostPort the host's port, 0 to 65535; with 0 the engine chooses one
   * @param port the container's port, 0 to 65535
   * @return this
   */
  public ServiceOptions publish(Protocol protocol, String hostIp, int hostPort, int port) {
    ports.publish(protocol, port, hostPort, Check.listenAddress("hostIp", Valid.word("hostIp", hostIp)));
    return this;
  }
}
