package io.longshore.embedded.internal.network;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.IpamConfig;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The networks of an engine. Thread-safe. */
public final class Networks {
  /** Is told what happens to networks. */
  public interface Listener {
    /** @param container the container that it happened with; null if none took part */
    void told(String action, Network network, @Nullable Member container);
  }

  private static final String OWN_BRIDGE = "172.17.0.0/16";

  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Listener listener;

  /** The three that every engine has. */
  public Networks(Listener listener) {
    this.listener = listener;
    add(new Network(own("bridge", "bridge"), List.of(subnet(OWN_BRIDGE)), false, true));
    add(new Network(own("host", "host"), List.of(), false, true));
    add(new Network(own("none", "null"), List.of(), false, true));
  }

  private static NetworkCreateRequest own(String name, String driver) {
    return NetworkCreateRequest.builder().name(name).driver(driver).build();
  }

  private static IpamConfig subnet(String subnet) {
    return IpamConfig.builder().subnet(subnet).build();
  }

  private void add(Network network) {
    networks.put(network.id(), network);
  }

  private void tell(String action, Network network, @Nullable Member container) {
    listener.told(action, network, container);
  }

  /** Creates one. */
  public Network create(NetworkCreateRequest asked) {
    String name = Objects.requireNonNullElse(asked.name(), "");
    String driver = asked.driver() == null || asked.driver().isEmpty() ? "bridge" : asked.driver();
    if (name.isEmpty()) {
      throw EngineError.invalid("invalid network name: name is empty");
    }
    if (List.of("bridge", "host", "none", "default").contains(name)) {
      throw EngineError.forbidden("operation is not permitted on predefined " + name + " network");
    }
    switch (driver) {
      case "bridge" -> {
      }
      case "host", "null" ->
        throw EngineError.forbidden("only one instance of \"" + driver + "\" network is allowed");
      case "overlay" -> throw EngineError.forbidden("This node is not a swarm manager. Use \"docker swarm init\" or"
          + " \"docker swarm join\" to connect this node to swarm and try again.");
      case "macvlan", "ipvlan" ->
        throw EngineError.unsupported("the embedded engine has networks of the driver bridge only, not " + driver);
      default -> throw EngineError.notFound("plugin \"" + driver + "\" not found");
    }
    if (Boolean.TRUE.equals(asked.configOnly()) || asked.configFrom() != null) {
      throw EngineError.unsupported("the embedded engine has no networks that are settings for others");
    }
    List<IpamConfig> subnets = asked.ipam() == null ? List.of() : asked.ipam().config();
    subnets.forEach(config -> check(config, name));
    Network made;
    synchronized (this) {
      if (networks.values().stream().anyMatch(each -> each.name().equals(name))) {
        throw EngineError.conflict("network with name " + name + " already exists");
      }
      for (IpamConfig config : subnets) {
        if (isTaken(parsed(config))) {
          throw EngineError.forbidden(
              "invalid pool request: Pool overlaps with other one on this address space");
        }
      }
      List<IpamConfig> all = new ArrayList<>(subnets);
      if (!Boolean.FALSE.equals(asked.enableIPv4()) && subnets.stream().allMatch(config -> parsed(config).isIpv6())) {
        all.add(0, subnet(free(Stream.concat(IntStream.range(18, 32).mapToObj(i -> "172." + i + ".0.0/16"),
            IntStream.range(0, 16).mapToObj(i -> "192.168." + 16 * i + ".0/20")))));
      }
      if (Boolean.TRUE.equals(asked.enableIPv6()) && subnets.stream().noneMatch(config -> parsed(config).isIpv6())) {
        all.add(subnet(free(IntStream.range(1, 0xffff).mapToObj(i -> "fd00:d0c:" + Integer.toHexString(i) + "::/64"))));
      }
      made = new Network(asked.toBuilder().driver(driver).build(), all, !subnets.isEmpty(), false);
      add(made);
    }
    tell("create", made, null);
    return made;
  }

  private static Subnet parsed(IpamConfig config) {
    return Objects.requireNonNull(Subnet.parse(Objects.requireNonNullElse(config.subnet(), "")));
  }

  private boolean isTaken(Subnet subnet) {
    return networks.values().stream().anyMatch(network -> network.overlaps(subnet));
  }

  private String free(Stream<String> choice) {
    return choice.filter(text -> !isTaken(Objects.requireNonNull(Subnet.parse(text)))).findFirst()
        .orElseThrow(() -> EngineError.notFound("all predefined address pools have been fully subnetted"));
  }

  private static void check(IpamConfig config, String network) {
    String refused = "invalid network config:\n";
    Subnet subnet = Subnet.parse(Objects.requireNonNullElse(config.subnet(), ""));
    if (subnet == null) {
      throw EngineError.invalid(refused + "invalid subnet " + config.subnet() + ": invalid CIDR block notation");
    }
    if (subnet.hasHostBits()) {
      throw EngineError.invalid(refused + "invalid subnet " + config.subnet() + ": the subnet of " + network
          + " has host bits set");
    }
    if (config.ipRange() != null) {
      Subnet range = Subnet.parse(config.ipRange());
      if (range == null || !subnet.contains(range)) {
        throw EngineError.invalid(refused + "invalid ip-range " + config.ipRange() + ": parent subnet is an "
            + config.subnet());
      }
    }
    List<String> within = new ArrayList<>(config.auxiliaryAddresses().values());
    if (config.gateway() != null && !config.gateway().isEmpty()) {
      within.add(config.gateway());
    }
    for (String address : within) {
      if (!subnet.contains(address)) {
        throw EngineError.invalid(refused + "invalid address " + address + ": parent subnet is " + config.subnet());
      }
    }
  }

  /** All of them. */
  public synchronized List<Network> list() {
    return List.copyOf(networks.values());
  }

  /** Finds one by its id, its name or the start of its id. */
  public Network get(String text) {
    Network found = find(text);
    if (found == null) {
      throw EngineError.notFound("network " + text + " not found");
    }
    return found;
  }

  /** The same, or null. */
  public synchronized @Nullable Network find(String text) {
    Network byId = networks.get(text);
    if (byId != null) {
      return byId;
    }
    List<Network> begun = new ArrayList<>();
    for (Network each : networks.values()) {
      if (each.name().equals(text)) {
        return each;
      }
      if (!text.isEmpty() && each.id().startsWith(text)) {
        begun.add(each);
      }
    }
    if (begun.size() > 1) {
      throw EngineError.invalid("network " + text + " is ambiguous (" + begun.size() + " matches found based on ID"
          + " prefix)");
    }
    return begun.isEmpty() ? null : begun.get(0);
  }

  /** Puts a container that runs into a network. */
  Endpoint join(Network network, Member member, EndpointSettings wanted) {
    Endpoint endpoint;
    synchronized (this) {
      if (networks.get(network.id()) == null) {
        throw EngineError.notFound("network " + network.name() + " not found");
      }
      endpoint = network.join(member, wanted);
    }
    tell("connect", network, member);
    return endpoint;
  }

  /** Takes it out again. */
  void leave(Network network, Member member) {
    network.leave(member);
    tell("disconnect", network, member);
  }

  /** Removes one that no container is in. */
  public void remove(Network network) {
    if (network.isBuiltIn()) {
      throw EngineError.forbidden(network.name() + " is a pre-defined network and cannot be removed");
    }
    synchronized (this) {
      List<Endpoint> inside = network.endpoints();
      if (!inside.isEmpty()) {
        throw EngineError.forbidden("error while removing network: network " + network.name() + " has active endpoints"
            + " (name:\"" + inside.get(0).member().name() + "\" id:\"" + inside.get(0).id().substring(0, 12) + "\")");
      }
      networks.remove(network.id());
    }
    tell("destroy", network, null);
  }
}
