package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.HostConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Legacy links on the engine's own bridge: an alias for another container, and variables that tell its address. */
final class Links {
  private record Link(Container target, String path, String alias) {}

  private Links() {}

  /** The settings with links as engines keep them, {@code /other:/own/alias}. */
  static HostConfig named(HostConfig host, String own, Containers containers) {
    if (host.links().isEmpty()) {
      return host;
    }
    return host.toBuilder().links(host.links().stream().map(link -> {
      String[] parts = link.split(":", 2);
      Container target;
      try {
        target = containers.get(parts[0]);
      } catch (EngineError e) {
        throw EngineError.invalid("could not get container for " + parts[0] + ": " + e.words());
      }
      String alias = parts.length < 2 ? target.name() : parts[1].substring(parts[1].lastIndexOf('/') + 1);
      return "/" + target.name() + ":/" + own + "/" + alias;
    }).toList()).build();
  }

  /** Throws if one that is linked does not run. */
  private static List<Link> of(Container container, Containers containers) {
    return container.hostConfig().links().stream().map(link -> {
      String[] parts = link.split(":", 2);
      Container target = containers.find(parts[0]);
      if (target == null || !target.isRunning()) {
        throw EngineError.failed("Cannot link to a non running container: " + parts[0] + " AS " + parts[1]);
      }
      return new Link(target, parts[1], parts[1].substring(parts[1].lastIndexOf('/') + 1));
    }).toList();
  }

  /** Makes those that are linked known by their aliases. */
  static void apply(Container container, Containers containers) {
    for (Link link : of(container, containers)) {
      container.networks().link(link.alias, link.target.networks().bridgeAddress());
    }
  }

  static Map<String, String> variables(Container container, Containers containers) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (container.hostConfig().links().isEmpty()) {
      return variables;
    }
    for (Link link : of(container, containers)) {
      String prefix = link.alias.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
      String address = link.target.networks().bridgeAddress();
      variables.put(prefix + "NAME", link.path);
      List<String> ports = link.target.config().exposedPorts().keySet().stream()
          .sorted(Comparator.comparing((String port) -> port.endsWith("/tcp") ? 0 : 1).thenComparing(Links::number))
          .toList();
      for (String port : ports) {
        String protocol = port.substring(port.indexOf('/') + 1);
        String url = protocol + "://" + address + ":" + number(port);
        String one = prefix + "PORT_" + number(port) + "_" + protocol.toUpperCase(Locale.ROOT);
        variables.putIfAbsent(prefix + "PORT", url);
        variables.put(one, url);
        variables.put(one + "_ADDR", address);
        variables.put(one + "_PORT", String.valueOf(number(port)));
        variables.put(one + "_PROTO", protocol);
      }
      for (String entry : link.target.config().env()) {
        String[] parts = entry.split("=", 2);
        if (parts.length == 2 && !parts[0].equals("PATH")) {
          variables.put(prefix + "ENV_" + parts[0], parts[1]);
        }
      }
    }
    return variables;
  }

  private static int number(String port) {
    return Integer.parseInt(port.split("/", 2)[0]);
  }
}
