package io.longshore.internal.flags;

import io.longshore.generated.engine.model.EndpointSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The networks that a command line joins: {@code --network} in both its forms, and the flags that say more about the
 * first of them.
 */
public final class NetworkFlags {
  private static final Set<String> ENGINES_OWN = Set.of("default", "bridge", "host", "none");
  private static final Pattern MAC = Pattern.compile("\\p{XDigit}{2}([:-]\\p{XDigit}{2}){5}");

  private static final Map<String, BiConsumer<EndpointSettings.Builder, String>> KEYS = Map.of(
      "alias", EndpointSettings.Builder::alias,
      "driver-opt", NetworkFlags::driverOption,
      "ip", EndpointSettings.Builder::ipv4Address,
      "ip6", EndpointSettings.Builder::ipv6Address,
      "mac-address", NetworkFlags::mac,
      "link-local-ip", EndpointSettings.Builder::linkLocalIp,
      "gw-priority", (e, v) -> e.gwPriority(Values.integer(v)));

  private final Map<String, EndpointSettings.Builder> networks = new LinkedHashMap<>();
  private final Set<String> keysOfFirst = new HashSet<>();
  private final List<Fields.Field> more = new ArrayList<>();
  private final List<String> links = new ArrayList<>();

  /** {@code --network}: a name, or fields. */
  public void network(String text) {
    String name = text;
    EndpointSettings.Builder settings = EndpointSettings.builder();
    if (text.indexOf('=') >= 0) {
      name = "";
      for (Fields.Field field : Fields.of(text, Set.of())) {
        if (field.key().equals("name")) {
          name = field.value();
        } else {
          set(settings, field.key(), field.value());
          if (networks.isEmpty()) {
            keysOfFirst.add(field.key());
          }
        }
      }
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("it names no network; write the name, or name=NETWORK among the fields");
    }
    if (networks.put(name, settings) != null) {
      throw new IllegalArgumentException("the network '" + name + "' is named twice");
    }
  }

  /** {@code --network-alias}, {@code --ip} and so on, by the key that {@code --network} has for the same. */
  public void more(String key, String value) {
    // Its network is not known yet, but a bad value is to fail here, where the message can name the flag.
    set(EndpointSettings.builder(), key, value);
    more.add(new Fields.Field(key, value, true));
  }

  private static void set(EndpointSettings.Builder settings, String name, String value) {
    BiConsumer<EndpointSettings.Builder, String> key = KEYS.get(name);
    if (key == null) {
      throw Fields.unexpected(name);
    }
    key.accept(settings, value);
  }

  /** {@code --link}. */
  public void link(String link) {
    links.add(link);
  }

  public List<String> links() {
    return links;
  }

  /** The networks to join in their order, none if nothing was said of any; asked for once, when all is known. */
  public Map<String, EndpointSettings> joined() {
    if (networks.isEmpty() && !more.isEmpty()) {
      networks.put("default", EndpointSettings.builder());
    }
    Map<String, EndpointSettings> joined = new LinkedHashMap<>();
    networks.forEach((name, settings) -> {
      if (joined.isEmpty()) {
        addMore(name, settings);
      }
      checkFits(name, settings.build());
      joined.put(name, settings.build());
    });
    return joined;
  }

  private void addMore(String name, EndpointSettings.Builder settings) {
    for (Fields.Field field : more) {
      if (keysOfFirst.contains(field.key())) {
        throw new IllegalArgumentException(
            "--network has " + field.key() + " for its first network, and a flag has it too; keep one of them");
      }
      set(settings, field.key(), field.value());
    }
    if (!links.isEmpty() && !isEnginesOwn(name)) {
      settings.links(links);
    }
  }

  private void checkFits(String name, EndpointSettings settings) {
    if (!isEnginesOwn(name)) {
      return;
    }
    if (networks.keySet().stream().anyMatch(other -> !isEnginesOwn(other))) {
      throw new IllegalArgumentException("--network: " + name + " cannot be combined with other networks");
    }
    if (!settings.aliases().isEmpty()) {
      throw new IllegalArgumentException(
          "--network-alias: the network " + name + " has no names; name a network of your own with --network");
    }
  }

  private static boolean isEnginesOwn(String network) {
    return ENGINES_OWN.contains(network) || network.startsWith("container:");
  }

  private static void driverOption(EndpointSettings.Builder settings, String text) {
    if (text.indexOf('=') <= 0) {
      throw new IllegalArgumentException("driver-opt: write driver-opt=NAME=value");
    }
    KeyValueFile.with(Map.of(), text).forEach(settings::driverOpt);
  }

  private static void mac(EndpointSettings.Builder settings, String text) {
    if (!MAC.matcher(text).matches()) {
      throw Values.wrong(text, "write a MAC address such as 02:42:ac:11:00:02");
    }
    settings.macAddress(text);
  }
}
