package io.longshore.embedded.internal.network;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.generated.engine.model.EndpointIpamConfig;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.Ipam;
import io.longshore.generated.engine.model.IpamConfig;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network and the running containers in it. Thread-safe. */
public final class Network {
  /** A subnet, and the part of it that addresses are chosen from. */
  private record Pool(Subnet subnet, Subnet range, IpamConfig config) {}

  private final String id = Ids.next();
  private final Instant created = Instant.now();
  private final NetworkCreateRequest settings;
  private final boolean builtIn;
  private final boolean ownSubnets;
  private final List<Pool> pools = new ArrayList<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  /**
   * Makes one.
   *
   * @param settings what it was asked to be, with its driver
   * @param subnets its subnets, as they were checked
   * @param ownSubnets whether its creator chose them
   */
  Network(NetworkCreateRequest settings, List<IpamConfig> subnets, boolean ownSubnets, boolean builtIn) {
    this.settings = settings;
    this.ownSubnets = ownSubnets;
    this.builtIn = builtIn;
    for (IpamConfig config : subnets) {
      Subnet subnet = Objects.requireNonNull(Subnet.parse(Objects.requireNonNull(config.subnet())));
      Subnet range = config.ipRange() == null ? null : Subnet.parse(config.ipRange());
      config.auxiliaryAddresses().values().forEach(subnet::take);
      String gateway = config.gateway();
      if (gateway == null || gateway.isEmpty()) {
        gateway = subnet.takeFrom(subnet);
      } else {
        subnet.take(gateway);
      }
      IpamConfig shown = config.toBuilder().gateway(gateway).build();
      pools.add(new Pool(subnet, range == null ? subnet : range, shown));
    }
  }

  /** The id. */
  public String id() {
    return id;
  }

  /** The name. */
  public String name() {
    return Objects.requireNonNullElse(settings.name(), "");
  }

  /** The driver. */
  public String driver() {
    return Objects.requireNonNullElse(settings.driver(), "");
  }

  /** Whether ports of its members can be published. */
  boolean reachesOutside() {
    return !driver().equals("host") && !driver().equals("null") && !Boolean.TRUE.equals(settings.internal());
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** What it was asked to be. */
  public NetworkCreateRequest settings() {
    return settings;
  }

  /** Whether the engine made it itself. */
  public boolean isBuiltIn() {
    return builtIn;
  }

  /** Where its addresses come from. */
  public Ipam ipam() {
    return Ipam.builder().driver("default").config(pools.stream().map(Pool::config).toList())
        .options(settings.ipam() == null || settings.ipam().options().isEmpty() ? null : settings.ipam().options())
        .build();
  }

  /** The gateway of a family; empty if there is none. */
  public String gateway(boolean ipv6) {
    return pools.stream().filter(pool -> pool.subnet.isIpv6() == ipv6)
        .map(pool -> Objects.requireNonNullElse(pool.config.gateway(), "")).findFirst().orElse("");
  }

  /** The size of the subnet of a family in bits; 0 if there is none. */
  public long bits(boolean ipv6) {
    return pools.stream().filter(pool -> pool.subnet.isIpv6() == ipv6).mapToLong(pool -> pool.subnet.bits())
        .findFirst().orElse(0);
  }

  boolean overlaps(Subnet other) {
    return pools.stream().anyMatch(pool -> pool.subnet.overlaps(other));
  }

  /** Who is in it. */
  public synchronized List<Endpoint> endpoints() {
    return List.copyOf(endpoints.values());
  }

  /** The endpoint of a name or address; null if there is none. Names are for networks that users made. */
  synchronized @Nullable Endpoint find(String nameOrAddress) {
    return endpoints.values().stream().filter(each -> each.isKnownAs(nameOrAddress, !builtIn)).findFirst()
        .orElse(null);
  }

  /** Throws if no container can have these settings here. */
  void check(EndpointSettings wanted) {
    EndpointIpamConfig asked = wanted.ipamConfig();
    String refused = "invalid config for network " + name() + ": invalid endpoint settings:\n";
    if (builtIn && !wanted.aliases().isEmpty()) {
      throw EngineError
          .invalid(refused + "network-scoped aliases are only supported for user-defined networks");
    }
    for (String address : asked == null ? List.<String>of() : addresses(asked)) {
      if (!Subnet.isAddress(address)) {
        throw EngineError.invalid("invalid endpoint settings:\ninvalid IPv4 address: " + address);
      }
      if (builtIn) {
        throw EngineError
            .invalid(refused + "user specified IP address is supported on user defined networks only");
      }
      if (!ownSubnets) {
        throw EngineError.invalid(refused + "user specified IP address is supported only when connecting to networks"
            + " with user configured subnets");
      }
      if (pools.stream().noneMatch(pool -> pool.subnet.contains(address))) {
        throw EngineError.invalid(refused + "no configured subnet contains IP address " + address);
      }
    }
    String mac = Objects.requireNonNullElse(wanted.macAddress(), "");
    if (!mac.isEmpty() && !mac.matches("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")) {
      throw EngineError.invalid("invalid endpoint settings:\ninvalid MAC address: " + mac);
    }
  }

  private static List<String> addresses(EndpointIpamConfig asked) {
    List<String> addresses = new ArrayList<>();
    for (String address : new String[] {asked.ipv4Address(), asked.ipv6Address()}) {
      if (address != null && !address.isEmpty()) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  synchronized Endpoint join(Member member, EndpointSettings wanted) {
    check(wanted);
    if (endpoints.containsKey(member.id())) {
      throw EngineError
          .forbidden("endpoint with name " + member.name() + " already exists in network " + name());
    }
    List<String> asked = wanted.ipamConfig() == null ? List.of() : addresses(wanted.ipamConfig());
    Map<Boolean, String> given = new LinkedHashMap<>();
    try {
      for (Pool pool : pools) {
        String address = asked.stream().filter(pool.subnet::contains).findFirst().orElse(null);
        if (address == null) {
          address = pool.subnet.takeFrom(pool.range);
        } else {
          pool.subnet.take(address);
        }
        given.put(pool.subnet.isIpv6(), address);
      }
    } catch (EngineError e) {
      giveBack(given.values());
      throw e;
    }
    String ipv4 = given.getOrDefault(false, "");
    String mac = Objects.requireNonNullElse(wanted.macAddress(), "");
    boolean addressed = !pools.isEmpty();
    Endpoint endpoint = new Endpoint(addressed ? Ids.next() : "", member, wanted, ipv4, given.getOrDefault(true, ""),
        mac.isEmpty() && addressed ? mac(ipv4) : mac);
    endpoints.put(member.id(), endpoint);
    return endpoint;
  }

  private void giveBack(Iterable<String> addresses) {
    addresses.forEach(address -> pools.forEach(pool -> {
      if (pool.subnet.contains(address)) {
        pool.subnet.giveBack(address);
      }
    }));
  }

  /** Made of the address, as engines before Docker 28 do. */
  private static String mac(String ipv4) {
    StringBuilder mac = new StringBuilder("02:42");
    for (String part : (ipv4.isEmpty() ? "0.0.0.0" : ipv4).split("\\.")) {
      mac.append(String.format(":%02x", Integer.parseInt(part)));
    }
    return mac.toString();
  }

  synchronized void leave(Member member) {
    Endpoint endpoint = endpoints.remove(member.id());
    if (endpoint != null) {
      giveBack(List.of(endpoint.ipv4(), endpoint.ipv6()));
    }
  }
}
