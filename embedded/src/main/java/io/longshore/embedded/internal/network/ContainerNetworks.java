package io.longshore.embedded.internal.network;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.PortBinding;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The networks of one container: those that it joins when it starts, and its places in them while it runs. */
public final class ContainerNetworks {
  private static final EndpointSettings NOTHING = EndpointSettings.builder().build();

  private final Networks all;
  private final Member member;
  private final String hostName;
  private final String sharedWith;
  private final Function<String, @Nullable ContainerNetworks> others;
  private final Map<String, EndpointSettings> wanted = new LinkedHashMap<>();
  private final Map<String, Endpoint> joined = new LinkedHashMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();
  private final Map<String, String> hosts = new LinkedHashMap<>();
  private final Listeners listeners = new Listeners();
  private String sandboxId = "";
  private @Nullable PublishedPorts ports;

  /**
   * Those of a new container.
   *
   * @param mode its first network
   * @param endpoints what it wants in each of its networks
   * @param others finds those of another container by its id
   */
  public ContainerNetworks(Networks all, Member member, String hostName, String mode,
      Map<String, EndpointSettings> endpoints, Function<String, @Nullable ContainerNetworks> others) {
    this.all = all;
    this.member = member;
    this.hostName = hostName;
    this.others = others;
    sharedWith = mode.startsWith("container:") ? mode.substring("container:".length()) : "";
    if (sharedWith.isEmpty()) {
      wanted.put(named(mode), NOTHING);
    }
    endpoints.forEach((network, settings) -> wanted.put(named(network), Objects.requireNonNullElse(settings, NOTHING)));
    wanted.forEach((network, settings) -> {
      Network known = all.find(network);
      if (known != null) {
        known.check(settings);
      }
    });
  }

  /** The docker command writes "default" for the network that is joined if none is named. */
  private String named(String network) {
    Network known = all.find(network.equals("default") ? "bridge" : network);
    return known == null ? network : known.name();
  }

  /** Joins them all, and opens the published ports; or throws and does nothing. */
  public synchronized void start(HostConfig host, Set<String> exposed) {
    if (!sharedWith.isEmpty()) {
      ContainerNetworks home = others.apply(sharedWith);
      if (home == null) {
        throw EngineError.notFound("joining network namespace of container: No such container: " + sharedWith);
      }
      if (!home.isRunning()) {
        throw EngineError.conflict("cannot join network namespace of a non running container: " + home.member.name());
      }
    }
    host.extraHosts().forEach(entry -> {
      String[] parts = entry.split("[:=]", 2);
      hosts.put(parts[0], parts.length < 2 ? "" : parts[1].replaceAll("[\\[\\]]", ""));
    });
    try {
      for (Map.Entry<String, EndpointSettings> each : wanted.entrySet()) {
        joined.put(each.getKey(), all.join(all.get(each.getKey()), member, each.getValue()));
      }
      boolean bridged = joined.keySet().stream().map(all::get).anyMatch(Network::reachesOutside);
      ports = PublishedPorts.open(member, bridged ? host : HostConfig.builder().build(), bridged ? exposed : Set.of(),
          listeners);
    } catch (RuntimeException e) {
      leaveAll();
      throw e;
    }
    sandboxId = Ids.next();
    listeners.open();
  }

  /** Leaves them all, and ends the traffic of its programs. */
  public synchronized void end() {
    if (ports != null) {
      ports.close();
      ports = null;
    }
    listeners.close();
    leaveAll();
    sandboxId = "";
  }

  private void leaveAll() {
    joined.forEach((name, endpoint) -> {
      Network network = all.find(name);
      if (network != null) {
        all.leave(network, member);
      }
    });
    joined.clear();
  }

  /** Connects it to one more. */
  public synchronized void connect(Network network, EndpointSettings settings) {
    if (network.driver().equals("host")) {
      throw EngineError
          .invalid("cannot connect container to host network - container must be created in host network mode");
    }
    if (!sharedWith.isEmpty() || wanted.containsKey("host")) {
      throw EngineError.invalid("container sharing network namespace with another container or host cannot be connected"
          + " to any other network");
    }
    if (wanted.containsKey("none") || network.driver().equals("null")) {
      throw EngineError.invalid("container cannot be connected to multiple networks with one of the networks in private"
          + " (none) mode");
    }
    network.check(settings);
    if (isRunning()) {
      joined.put(network.name(), all.join(network, member, settings));
    }
    wanted.put(network.name(), settings);
  }

  /** Takes it out of one. */
  public synchronized void disconnect(Network network) {
    if (network.driver().equals("host")) {
      throw EngineError.invalid("container cannot be disconnected from host network or connected to host network");
    }
    if (wanted.remove(network.name()) == null) {
      throw EngineError.failed("container " + member.id() + " is not connected to network " + network.name());
    }
    if (joined.remove(network.name()) != null) {
      all.leave(network, member);
    }
  }

  private boolean isRunning() {
    return !sandboxId.isEmpty();
  }

  /** What it wants in each of its networks. */
  public synchronized Map<String, EndpointSettings> wanted() {
    return new LinkedHashMap<>(wanted);
  }

  /** Its places, by the name of the network; empty unless it runs. */
  public synchronized Map<String, Endpoint> joined() {
    return new LinkedHashMap<>(joined);
  }

  /** The network of a name, which may be gone. */
  public @Nullable Network network(String name) {
    return all.find(name);
  }

  /** The id of what separates its network from others; empty unless it runs. */
  public synchronized String sandboxId() {
    return sandboxId;
  }

  /** The published ports; empty unless it runs. */
  public synchronized Map<String, List<PortBinding>> ports() {
    return ports == null ? Map.of() : ports.bindings();
  }

  /** Its address on the engine's own bridge; empty if it has none. */
  public synchronized String bridgeAddress() {
    Endpoint endpoint = joined.get("bridge");
    return endpoint == null ? "" : endpoint.ipv4();
  }

  /** Makes a container known to its programs under a name, by its address of this moment. */
  public synchronized void link(String alias, String address) {
    links.put(alias, address);
  }

  /** Listens on a port of the container; 0 for any. */
  public ServerSocket listen(int port) throws IOException {
    return home().listeners.listen(port);
  }

  /** The ports on which its programs listen. */
  public List<Integer> listening() {
    return listeners.ports();
  }

  /** Connects to what listens in this container, or in another one in a network of both. */
  public Socket connect(String host, int port) throws IOException {
    return listeners.connect(home().target(host).listeners, port);
  }

  /** Those of the container whose networks this one shares, or itself. */
  private ContainerNetworks home() throws SocketException {
    ContainerNetworks home = sharedWith.isEmpty() ? this : others.apply(sharedWith);
    if (home == null) {
      throw new SocketException("the container " + sharedWith + ", whose networks this one shares, is gone");
    }
    return home;
  }

  private ContainerNetworks target(String host) throws UnknownHostException {
    List<String> networks;
    String wantedHost;
    synchronized (this) {
      boolean own = host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals(hostName)
          || joined.values().stream().anyMatch(endpoint -> endpoint.isKnownAs(host, false));
      if (own) {
        return this;
      }
      networks = List.copyOf(joined.keySet());
      String named = hosts.getOrDefault(host, host);
      if (!named.equals(host) && (named.startsWith("127.") || named.equals("::1"))) {
        return this;
      }
      wantedHost = links.getOrDefault(named, named);
    }
    for (String name : networks) {
      Network network = all.find(name);
      Endpoint endpoint = network == null ? null : network.find(wantedHost);
      ContainerNetworks found = endpoint == null ? null : others.apply(endpoint.member().id());
      if (found != null) {
        return found;
      }
    }
    throw new UnknownHostException(
        host + ": programs of the embedded engine reach the containers of their networks only");
  }
}
