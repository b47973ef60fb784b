package io.longshore.container;

import io.longshore.generated.engine.model.PortBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where a port of a container is published. */
final class HostPorts {
  private HostPorts() {}

  /** An engine may choose a port of its own for each kind of address, and most programs use the first. */
  static List<PortBinding> ipv4First(List<PortBinding> bindings) {
    List<PortBinding> sorted = new ArrayList<>(bindings);
    sorted.sort(Comparator.comparing(binding -> isIpv6(binding)));
    return sorted;
  }

  private static boolean isIpv6(PortBinding binding) {
    return binding != null && binding.hostIp() != null && binding.hostIp().indexOf(':') >= 0;
  }
}
