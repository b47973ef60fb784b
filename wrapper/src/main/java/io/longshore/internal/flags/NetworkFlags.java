package io.longshore.internal.flags;

import io.longshore.generated.engine.model.EndpointIpamConfig;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The networks that a command line joins: {@code --network} in both its forms, and the flags that say more about the
 * first of them.
 */
public final class NetworkFlags {
  private static final Set<String> ENGINES_OWN = Set.of("default", "bridge", "host", "none");
  private static final Pattern MAC = Pattern.compile("\\p{XDigit}{2}([:-]\\p{XDigit}{2}){5}");

  private static final Map<String, BiConsumer<Endpoint, String>> KEYS = Map.of(
      "name", (e, v) -> e.network = v,
      "alias", (e, v) -> e.aliases.add(v),
      "driver-opt", (e, v) -> e.driverOptions.putAll(driverOption(v)),
      "ip", (e, v) -> e.ipv4 = v,
      "ip6", (e, v) -> e.ipv6 = v,
      "mac-address", (e, v) -> e.mac = mac(v),
      "link-local-ip", (e, v) -> e.linkLocal.add(v),
      "gw-priority", (e, v) -> e.priority = Values.integer(v));

  private final List<Endpoint> endpoints = new ArrayList<>();

  /** What the flags beside {@code --network} say. */
  private final Endpoint more = new Endpoint();

  private final List<String> links = new ArrayList<>();

  private static final class Endpoint {
    private String network = "";
    private final List<String> aliases = new ArrayList<>();
    private final List<String> linkLocal = new ArrayList<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private @Nullable String ipv4;
    private @Nullable String ipv6;
    private @Nullable String mac;
    private @Nullable Long priority;

    EndpointSettings settings(List<String> links) {
      EndpointSettings.Builder settings = EndpointSettings.builder().macAddress(mac).gwPriority(priority);
      if (!aliases.isEmpty()) {
        settings.aliases(aliases);
      }
      if (!links.isEmpty()) {
        settings.links(links);
      }
      if (!driverOptions.isEmpty()) {
        settings.driverOpts(driverOptions);
      }
      EndpointIpamConfig.Builder addresses = EndpointIpamConfig.builder().ipv4Address(ipv4).ipv6Address(ipv6);
      if (!linkLocal.isEmpty()) {
        addresses.linkLocalIPs(linkLocal);
      }
      EndpointIpamConfig asked = addresses.build();
      return asked.equals(EndpointIpamConfig.builder().build()) ? settings.build()
          : settings.ipamConfig(asked).build();
    }
  }

  /** {@code --network}: a name, or fields. */
  public void network(String text) {
    Endpoint endpoint = new Endpoint();
    if (text.indexOf('=') < 0) {
      endpoint.network = text;
    } else {
      for (Fields.Field field : Fields.of(text, Set.of())) {
        set(endpoint, field.key(), field.value());
      }
    }
    if (endpoint.network.isBlank()) {
      throw new IllegalArgumentException("it names no network; write the name, or name=NETWORK among the fields");
    }
    if (endpoints.stream().anyMatch(other -> other.network.equals(endpoint.network))) {
      throw new IllegalArgumentException("the network '" + endpoint.network + "' is named twice");
    }
    endpoints.add(endpoint);
  }

  /** {@code --network-alias}, {@code --ip} and so on, by the key that {@code --network} has for the same. */
  public void more(String key, String value) {
    set(more, key, value);
  }

  private static void set(Endpoint endpoint, String name, String value) {
    BiConsumer<Endpoint, String> key = KEYS.get(name);
    if (key == null) {
      throw Fields.unexpected(name);
    }
    key.accept(endpoint, value);
  }

  /** {@code --link}. */
  public void link(String link) {
    links.add(link);
  }

  public List<String> links() {
    return links;
  }

  /** The network of the first flag. */
  public @Nullable String mode() {
    return endpoints.isEmpty() ? null : endpoints.get(0).network;
  }

  /** The settings of all networks, or null if nothing was said of any; asked for once, when all is known. */
  public @Nullable NetworkingConfig config() {
    Endpoint first = endpoints.isEmpty() ? new Endpoint() : endpoints.get(0);
    if (endpoints.isEmpty()) {
      first.network = "default";
    }
    merge(first);
    Map<String, @Nullable EndpointSettings> config = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints.isEmpty() ? List.of(first) : endpoints) {
      boolean own = isOwn(endpoint.network);
      if (isOwn(first.network) != own) {
        throw new IllegalArgumentException(
            "--network: " + (own ? endpoint : first).network + " cannot be combined with other networks");
      }
      if (own && !endpoint.aliases.isEmpty()) {
        throw new IllegalArgumentException(
            "--network-alias: the network " + endpoint.network
                + " has no names; name a network of your own with --network");
      }
      config.put(endpoint.network, endpoint.settings(endpoint == first && !own ? links : List.of()));
    }
    boolean plain = endpoints.size() < 2 && config.containsValue(EndpointSettings.builder().build());
    return plain ? null : NetworkingConfig.builder().endpointsConfig(config).build();
  }

  private static boolean isOwn(String network) {
    return ENGINES_OWN.contains(network) || network.startsWith("container:");
  }

  private void merge(Endpoint first) {
    first.aliases.addAll(onlyOnce("--network-alias", "alias", first.aliases, more.aliases));
    first.linkLocal.addAll(onlyOnce("--link-local-ip", "link-local-ip", first.linkLocal, more.linkLocal));
    first.ipv4 = onlyOnce("--ip", "ip", first.ipv4, more.ipv4);
    first.ipv6 = onlyOnce("--ip6", "ip6", first.ipv6, more.ipv6);
    first.mac = onlyOnce("--mac-address", "mac-address", first.mac, more.mac);
  }

  private static List<String> onlyOnce(String flag, String key, List<String> own, List<String> more) {
    if (!own.isEmpty() && !more.isEmpty()) {
      throw twice(flag, key);
    }
    return more;
  }

  private static @Nullable String onlyOnce(String flag, String key, @Nullable String own, @Nullable String more) {
    if (own != null && more != null) {
      throw twice(flag, key);
    }
    return own == null ? more : own;
  }

  private static IllegalArgumentException twice(String flag, String key) {
    return new IllegalArgumentException(flag + ": the first --network has " + key + " too; keep one of them");
  }

  private static Map<String, String> driverOption(String text) {
    if (text.indexOf('=') <= 0) {
      throw new IllegalArgumentException("driver-opt: write driver-opt=NAME=value");
    }
    return KeyValueFile.with(Map.of(), text);
  }

  private static String mac(String text) {
    if (!MAC.matcher(text).matches()) {
      throw Values.wrong(text, "write a MAC address such as 02:42:ac:11:00:02");
    }
    return text;
  }
}
