package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.network.ContainerNetworks;
import io.longshore.embedded.internal.network.Endpoint;
import io.longshore.embedded.internal.network.Network;
import io.longshore.generated.engine.model.ConfigReference;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkContainer;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import io.longshore.generated.engine.model.NetworkInspect;
import io.longshore.generated.engine.model.NetworkSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Networks, and the places of containers in them, as engines show them. */
final class NetworkViews {
  private NetworkViews() {}

  /** With these of its members: lists name none. */
  static NetworkInspect shown(Network network, List<Endpoint> members) {
    NetworkCreateRequest settings = network.settings();
    Map<String, NetworkContainer> containers = new TreeMap<>();
    for (Endpoint endpoint : members) {
      containers.put(
          endpoint.member().id(),
          NetworkContainer.builder()
              .name(endpoint.member().name())
              .endpointId(endpoint.id())
              .macAddress(endpoint.mac())
              .ipv4Address(endpoint.ipv4().isEmpty() ? "" : endpoint.ipv4() + "/" + network.bits(false))
              .ipv6Address(endpoint.ipv6().isEmpty() ? "" : endpoint.ipv6() + "/" + network.bits(true))
              .build());
    }
    return NetworkInspect.builder()
        .name(network.name())
        .id(network.id())
        .created(network.created())
        .scope("local")
        .driver(network.driver())
        .enableIPv4(!Boolean.FALSE.equals(settings.enableIPv4()))
        .enableIPv6(Boolean.TRUE.equals(settings.enableIPv6()))
        .ipam(network.ipam())
        .internal(Boolean.TRUE.equals(settings.internal()))
        .attachable(Boolean.TRUE.equals(settings.attachable()))
        .ingress(false)
        .configFrom(ConfigReference.builder().network("").build())
        .configOnly(false)
        .options(settings.options())
        .labels(settings.labels())
        .containers(containers)
        .build();
  }

  static NetworkSettings settings(Container container) {
    ContainerNetworks networks = container.networks();
    Map<String, EndpointSettings> all = endpoints(container);
    EndpointSettings bridge = Objects.requireNonNullElseGet(all.get("bridge"),
        () -> EndpointSettings.builder().build());
    String sandbox = networks.sandboxId();
    return NetworkSettings.builder()
        .bridge("")
        .hairpinMode(false)
        .linkLocalIPv6Address("")
        .linkLocalIPv6PrefixLen(0L)
        .globalIPv6Address("")
        .globalIPv6PrefixLen(0L)
        .ipv6Gateway("")
        .sandboxId(sandbox)
        .sandboxKey(sandbox.isEmpty() ? "" : "/var/run/docker/netns/" + sandbox.substring(0, 12))
        .ports(networks.ports())
        .networks(all)
        .endpointId(text(bridge.endpointId()))
        .gateway(text(bridge.gateway()))
        .ipAddress(text(bridge.ipAddress()))
        .ipPrefixLen(bridge.ipPrefixLen() == null ? (Long) 0L : bridge.ipPrefixLen())
        .macAddress(text(bridge.macAddress()))
        .build();
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** By the name of the network. */
  static Map<String, EndpointSettings> endpoints(Container container) {
    ContainerNetworks networks = container.networks();
    Map<String, Endpoint> joined = networks.joined();
    Map<String, EndpointSettings> endpoints = new TreeMap<>();
    networks.wanted().forEach((name, wanted) -> {
      Network network = networks.network(name);
      Endpoint endpoint = joined.get(name);
      boolean known = network != null && (endpoint != null || container.state().startedAt() != null);
      EndpointSettings.Builder shown = wanted.toBuilder()
          .gwPriority(wanted.gwPriority() == null ? (Long) 0L : wanted.gwPriority())
          .networkId(known && network != null ? network.id() : "")
          .endpointId("").gateway("").ipAddress("").ipPrefixLen(0L).ipv6Gateway("").globalIPv6Address("")
          .globalIPv6PrefixLen(0L).macAddress(text(wanted.macAddress()));
      if (network != null && endpoint != null) {
        if (!endpoint.ipv4().isEmpty()) {
          shown.gateway(network.gateway(false)).ipAddress(endpoint.ipv4()).ipPrefixLen(network.bits(false));
        }
        if (!endpoint.ipv6().isEmpty()) {
          shown.ipv6Gateway(network.gateway(true)).globalIPv6Address(endpoint.ipv6())
              .globalIPv6PrefixLen(network.bits(true));
        }
        shown.endpointId(endpoint.id()).macAddress(endpoint.mac())
            .dnsNames(network.isBuiltIn() ? null : endpoint.names());
      }
      endpoints.put(name, shown.build());
    });
    return endpoints;
  }
}
