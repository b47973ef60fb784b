package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.NetworkingConfig;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.NetworkCalls;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The networks of a new container besides its first one. Engines before API 1.44 take one on creation; the container is
 * connected to the others before it starts.
 */
final class FurtherNetworks {
  private static final ApiVersion TAKES_SEVERAL = new ApiVersion(1, 44);

  private final ContainerCreateRequest first;
  private final Map<String, EndpointSettings> further = new LinkedHashMap<>();

  FurtherNetworks(ContainerCreateRequest wanted, ApiVersion version) {
    NetworkingConfig networking = wanted.networkingConfig();
    if (!TAKES_SEVERAL.isAfter(version) || networking == null || networking.endpointsConfig().size() < 2) {
      first = wanted;
      return;
    }
    HostConfig host = wanted.hostConfig();
    further.putAll(networking.endpointsConfig());
    String mode = host == null ? null : host.networkMode();
    String name = mode != null && further.containsKey(mode) ? mode : further.keySet().iterator().next();
    Map<String, EndpointSettings> one = Map.of(name, further.remove(name));
    first = wanted.toBuilder().networkingConfig(networking.toBuilder().endpointsConfig(one).build()).build();
  }

  /** What to create. */
  ContainerCreateRequest first() {
    return first;
  }

  /** Connects what was created. */
  void connect(ApiExecutor calls, String container) {
    further.forEach((network, settings) -> NetworkCalls.connect(calls, network, container, settings));
  }
}
