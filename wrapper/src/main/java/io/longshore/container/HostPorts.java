package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.internal.Answered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where a port of a container is published. */
final class HostPorts {
  private HostPorts() {}

  /**
   * Returns the first host port that leads to a port of a container.
   *
   * @param key the container's port and protocol in the engines' form
   */
  static int find(ContainerInspect now, String key, String shown) {
    List<PortBinding> bindings = now.networkSettings() == null ? null : now.networkSettings().ports().get(key);
    if (bindings != null) {
      for (PortBinding binding : ipv4First(bindings)) {
        String port = binding == null ? null : binding.hostPort();
        if (port != null && !port.isEmpty()) {
          return Answered.port(port, key + " of the container " + shown);
        }
      }
    }
    throw new DockerException(
        "the container " + shown + " publishes no port for " + key
            + ": it is not running, or was created without publish(…)",
        null);
  }

  /** An engine may choose a different port for each kind of address, and most programs use IPv4. */
  private static List<PortBinding> ipv4First(List<PortBinding> bindings) {
    List<PortBinding> sorted = new ArrayList<>(bindings);
    sorted.sort(Comparator.comparing(binding -> isIpv6(binding)));
    return sorted;
  }

  private static boolean isIpv6(PortBinding binding) {
    return binding != null && binding.hostIp() != null && binding.hostIp().indexOf(':') >= 0;
  }
}
