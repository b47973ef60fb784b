package io.longshore.embedded.internal.experimental;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.generated.experimental.model.NetworkResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Networks, endpoints and services as the libnetwork of June 2015 kept them. A service is an endpoint of whatever
 * network: where these ask for the id of an endpoint's network, services have none. Errors carry the server's words.
 */
final class ExperimentalState {
  private static final String DEFAULT_NETWORK = "bridge";
  private static final Set<String> DRIVERS = Set.of("bridge", "host", "null");
  private static final Set<String> LASTING = Set.of("host", "null");

  private static final class Network {
    final String id = Ids.next();
    final String name;
    final String type;
    final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    Network(String name, String type) {
      this.name = name;
      this.type = type;
    }

    NetworkResource view() {
      List<EndpointResource> views = endpoints.values().stream().map(Endpoint::view).toList();
      return NetworkResource.builder().name(name).id(id).type(type).endpoints(views).build();
    }
  }

  private static final class Endpoint {
    final String id = Ids.next();
    final String name;
    final Network network;
    @Nullable
    String container;

    Endpoint(String name, Network network) {
      this.name = name;
      this.network = network;
    }

    EndpointResource view() {
      return EndpointResource.builder().name(name).id(id).network(network.name).build();
    }
  }

  /** What a list request asks for: the first of the known filters that is given. */
  record Filter(String kind, String value) {
    static final Filter ALL = new Filter("", "");

    boolean matches(String id, String name, String network) {
      return switch (kind) {
        case "name" -> !value.isEmpty() && name.equals(value);
        case "partial-id" -> id.startsWith(value);
        case "network" -> network.equals(value);
        default -> true;
      };
    }
  }

  private final Map<String, Network> networks = new LinkedHashMap<>();

  /** A daemon has these from its start. */
  ExperimentalState() {
    createNetwork("none", "null");
    createNetwork("host", "host");
    createNetwork(DEFAULT_NETWORK, "bridge");
  }

  private Network network(String id) {
    Network network = networks.get(id);
    if (network == null) {
      throw EngineError.notFound("Resource not found: Network");
    }
    return network;
  }

  private @Nullable Network named(String name) {
    return networks.values().stream().filter(network -> network.name.equals(name)).findFirst().orElse(null);
  }

  private Stream<Endpoint> all(String networkId) {
    Stream<Network> where = networkId.isEmpty() ? networks.values().stream() : Stream.of(network(networkId));
    return where.flatMap(network -> network.endpoints.values().stream());
  }

  private Endpoint endpoint(String networkId, String id) {
    return all(networkId).filter(endpoint -> endpoint.id.equals(id)).findFirst().orElseThrow(
        () -> EngineError.notFound(networkId.isEmpty() ? "Service not found" : "Resource not found: Endpoint"));
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw EngineError.invalid("invalid name: " + name);
    }
  }

  synchronized List<NetworkResource> networks(Filter filter) {
    return networks.values().stream()
        .filter(network -> filter.matches(network.id, network.name, network.name))
        .map(Network::view)
        .toList();
  }

  synchronized NetworkResource getNetwork(String id) {
    return network(id).view();
  }

  final synchronized String createNetwork(String name, String type) {
    checkName(name);
    if (named(name) != null) {
      throw EngineError.conflict("network with name " + name + " already exists");
    }
    if (!DRIVERS.contains(type)) {
      throw EngineError.notFound("Plugin not found");
    }
    if (LASTING.contains(type) && networks.values().stream().anyMatch(each -> each.type.equals(type))) {
      throw EngineError.conflict("only one instance of \"" + type + "\" network is allowed");
    }
    Network network = new Network(name, type);
    networks.put(network.id, network);
    return network.id;
  }

  synchronized void deleteNetwork(String id) {
    Network network = network(id);
    if (!network.endpoints.isEmpty()) {
      throw EngineError.conflict("network with name " + network.name + " id " + network.id + " has active endpoints");
    }
    if (LASTING.contains(network.type)) {
      throw EngineError.conflict("network of type \"" + network.type + "\" cannot be deleted");
    }
    networks.remove(id);
  }

  synchronized List<EndpointResource> endpoints(String networkId, Filter filter) {
    return all(networkId)
        .filter(endpoint -> filter.matches(endpoint.id, endpoint.name, endpoint.network.name))
        .map(Endpoint::view)
        .toList();
  }

  synchronized EndpointResource getEndpoint(String networkId, String id) {
    return endpoint(networkId, id).view();
  }

  synchronized String createEndpoint(String networkId, String name) {
    return create(network(networkId), name);
  }

  private static String create(Network network, String name) {
    checkName(name);
    if (network.endpoints.values().stream().anyMatch(endpoint -> endpoint.name.equals(name))) {
      throw EngineError.conflict("service endpoint with name " + name + " already exists");
    }
    Endpoint endpoint = new Endpoint(name, network);
    network.endpoints.put(endpoint.id, endpoint);
    return endpoint.id;
  }

  /** Publishes a service; an empty network name means the default network. */
  synchronized String publish(String name, String networkName) {
    Network network = named(networkName.isEmpty() ? DEFAULT_NETWORK : networkName);
    if (network == null) {
      throw EngineError.notFound("Resource not found: Network");
    }
    try {
      return create(network, name);
    } catch (EngineError e) {
      // So the server makes an endpoint's error a service's: all through, the name included.
      throw new EngineError(e.kind(), e.words().replace("endpoint", "service"));
    }
  }

  synchronized void deleteEndpoint(String networkId, String id) {
    Endpoint endpoint = endpoint(networkId, id);
    if (endpoint.container != null) {
      throw EngineError.conflict((networkId.isEmpty() ? "service" : "endpoint") + " with name " + endpoint.name + " id "
          + endpoint.id + " has active containers");
    }
    endpoint.network.endpoints.remove(id);
  }

  /** The container that has joined; null if none has. */
  synchronized @Nullable String container(String networkId, String id) {
    return endpoint(networkId, id).container;
  }

  synchronized String join(String networkId, String id, String container, boolean defaultSandbox) {
    Endpoint endpoint = endpoint(networkId, id);
    if (container.isEmpty()) {
      throw EngineError.invalid("invalid container id " + container);
    }
    if (endpoint.container != null) {
      throw EngineError.invalid("a container has already joined the endpoint");
    }
    endpoint.container = container;
    String key = defaultSandbox ? "default" : container.substring(0, Math.min(12, container.length()));
    return "/var/run/docker/netns/" + key;
  }

  synchronized void leave(String networkId, String id, String container) {
    Endpoint endpoint = endpoint(networkId, id);
    if (endpoint.container == null) {
      throw EngineError.failed("no container is attached to the endpoint");
    }
    if (!endpoint.container.equals(container)) {
      throw EngineError.invalid("invalid container id " + container);
    }
    endpoint.container = null;
  }
}
