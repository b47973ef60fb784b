package io.longshore.internal.options;

import io.longshore.generated.engine.model.EndpointSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an endpoint that engines report. In a request most engines ignore them, which nobody notices until an
 * address is another one than the program expects, and a network's id fails the start.
 */
public final class ReportedSettings {
  private static final String ADDRESS = "to choose an address, call ipv4Address(…)";
  private static final String ADDRESS_6 = "to choose an address, call ipv6Address(…)";
  private static final String SUBNET = "a subnet and its gateway are chosen when the network is created, with ipam(…)";

  private static final List<Setting> ALL = List.of(
      new Setting("ipAddress", EndpointSettings::ipAddress, ADDRESS),
      new Setting("ipPrefixLen", EndpointSettings::ipPrefixLen, SUBNET),
      new Setting("gateway", EndpointSettings::gateway, SUBNET),
      new Setting("globalIPv6Address", EndpointSettings::globalIPv6Address, ADDRESS_6),
      new Setting("globalIPv6PrefixLen", EndpointSettings::globalIPv6PrefixLen, SUBNET),
      new Setting("ipv6Gateway", EndpointSettings::ipv6Gateway, SUBNET),
      new Setting("networkId", EndpointSettings::networkId, "the network to join is named beside its settings"),
      new Setting("endpointId", EndpointSettings::endpointId, "leave it out"),
      new Setting("dnsNames", EndpointSettings::dnsNames, "to add a name, call alias(…)"));

  private ReportedSettings() {}

  private record Setting(String method, Function<EndpointSettings, @Nullable Object> value, String instead) {
    /** Engines report an empty value for what a container does not have; it asks for nothing. */
    boolean isSet(EndpointSettings settings) {
      Object value = this.value.apply(settings);
      return value != null && !value.equals("") && !value.equals(0L) && !value.equals(List.of());
    }
  }

  /** Checks what is asked of each network. */
  public static void refuseIn(Map<String, ? extends @Nullable EndpointSettings> endpoints) {
    endpoints.forEach(ReportedSettings::refuseIn);
  }

  /** Checks what is asked of a network. */
  public static void refuseIn(String network, @Nullable EndpointSettings settings) {
    if (settings == null) {
      return;
    }
    for (Setting setting : ALL) {
      if (setting.isSet(settings)) {
        throw new IllegalArgumentException(
            setting.method + " is set for the network '" + network + "', but it is only reported by engines; "
                + setting.instead);
      }
    }
  }
}
