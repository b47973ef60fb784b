package io.longshore.experimental;

import io.longshore.generated.experimental.model.ExposedPort;
import io.longshore.generated.experimental.model.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ports of an endpoint or service while its options are being built. */
final class Ports {
  private final List<ExposedPort> exposed = new ArrayList<>();
  private final List<PortMapping> published = new ArrayList<>();

  void expose(Protocol protocol, int port) {
    exposed.add(ExposedPort.builder().proto(number(protocol)).port((long) Valid.port("port", port)).build());
  }

  void publish(Protocol protocol, int port, int hostPort, @Nullable String hostIp) {
    published.add(
        PortMapping.builder()
            .proto(number(protocol))
            .port((long) Valid.port("port", port))
            .hostIP(hostIp)
            .hostPort((long) Valid.port("hostPort", hostPort))
            .build());
  }

  List<ExposedPort> exposed() {
    return List.copyOf(exposed);
  }

  List<PortMapping> published() {
    return List.copyOf(published);
  }

  private static long number(Protocol protocol) {
    return Objects.requireNonNull(protocol, "protocol").number();
  }
}
