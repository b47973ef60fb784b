package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.internal.Answered;
import java.time.Instant;
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
    throw new DockerException("the container " + shown + " publishes no port for " + key + ": " + reason(now, key),
        null);
  }

  private static String reason(ContainerInspect now, String key) {
    ContainerState state = now.state();
    if (state != null && !Boolean.TRUE.equals(state.running())) {
      Instant started = state.startedAt();
      return started == null || started.isBefore(Instant.EPOCH)
          ? "it was not started yet"
          : "it is not running; it ended with exit code " + state.exitCode() + ", and logs() has what it printed";
    }
    HostConfig host = now.hostConfig();
    String mode = host == null || host.networkMode() == null ? "" : host.networkMode();
    if (mode.equals("host")) {
      return "it is in the host's network, where its ports are ports of the host; connect to the port itself";
    }
    if (mode.equals("none") || mode.startsWith("container:")) {
      return "its network is '" + mode + "', in which a container has no ports of its own";
    }
    if (host != null && (Boolean.TRUE.equals(host.publishAllPorts()) || host.portBindings().containsKey(key))) {
      return "the engine has not published it, as in a network that is internal; its networks are "
          + (now.networkSettings() == null ? "unknown" : now.networkSettings().networks().keySet());
    }
    return "it was created without publish(…) for it; it publishes "
        + (host == null || host.portBindings().isEmpty() ? "nothing" : host.portBindings().keySet());
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
