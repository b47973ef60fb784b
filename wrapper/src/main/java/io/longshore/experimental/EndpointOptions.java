package io.longshore.experimental;

import io.longshore.generated.experimental.model.EndpointCreateRequest;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;

/** How to create an endpoint; see {@link Endpoints#create(String, Consumer)}. Not thread-safe. Since API 1.20. */
public final class EndpointOptions {
  private final Ports ports = new Ports();

  EndpointOptions() {}

  EndpointCreateRequest request(String name) {
    return EndpointCreateRequest.builder()
        .name(Valid.name("name", name))
        .exposedPorts(Calls.unlessEmpty(ports.exposed()))
        .portMapping(Calls.unlessEmpty(ports.published()))
        .build();
  }

  /**
   * Adds a port that containers of the network may use.
   *
   * @param protocol its protocol
   * @param port the container's port, 0 to 65535
   * @return this
   */
  public EndpointOptions expose(Protocol protocol, int port) {
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
  public EndpointOptions publish(Protocol protocol, int hostPort, int port) {
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
  public EndpointOptions publish(Protocol protocol, String hostIp, int hostPort, int port) {
    ports.publish(protocol, port, hostPort, Check.listenAddress("hostIp", Valid.word("hostIp", hostIp)));
    return this;
  }
}
