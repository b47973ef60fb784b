package io.longshore.embedded.internal.engine;

import io.longshore.generated.engine.model.PortBinding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and published ports on the bridge: numbers that are given out and taken back, with no traffic behind them.
 */
public final class Networks {
  /** What a running container has. */
  public record Attachment(
      String sandboxId, String endpointId, String address, String mac, Map<String, List<PortBinding>> ports) {}

  private final String bridgeId = Ids.next();
  private final Map<String, Attachment> attachments = new HashMap<>();
  private final BitSet hosts = new BitSet();
  private final Set<String> taken = new HashSet<>();
  private int ephemeral = 32767;

  /** The bridge's id. */
  public String bridgeId() {
    return bridgeId;
  }

  /** What a container has; null while it does not run. */
  public synchronized @Nullable Attachment of(Container container) {
    return attachments.get(container.id());
  }

  synchronized void connect(Container container) {
    int host = hosts.nextClearBit(2);
    Map<String, List<PortBinding>> ports = publish(container);
    hosts.set(host);
    String address = "172.17." + (host >> 8) + "." + (host & 255);
    String mac = String.format("02:42:ac:11:%02x:%02x", host >> 8, host & 255);
    attachments.put(container.id(), new Attachment(Ids.next(), Ids.next(), address, mac, ports));
  }

  private Map<String, List<PortBinding>> publish(Container container) {
    Map<String, List<PortBinding>> wanted = container.hostConfig().portBindings();
    Set<String> exposed = new TreeSet<>(container.config().exposedPorts().keySet());
    exposed.addAll(wanted.keySet());
    Map<String, List<PortBinding>> published = new LinkedHashMap<>();
    List<String> mine = new ArrayList<>();
    for (String port : exposed) {
      String full = port.contains("/") ? port : port + "/tcp";
      List<PortBinding> bindings = Objects.requireNonNullElse(wanted.get(port), List.of());
      if (bindings.isEmpty() && Boolean.TRUE.equals(container.hostConfig().publishAllPorts())) {
        bindings = List.of(PortBinding.builder().build());
      }
      List<PortBinding> real = new ArrayList<>();
      for (PortBinding binding : bindings) {
        String ip = binding.hostIp() == null || binding.hostIp().isEmpty() ? "0.0.0.0" : binding.hostIp();
        String number = binding.hostPort() == null || binding.hostPort().isEmpty() ? "0" : binding.hostPort();
        number = number.equals("0") ? String.valueOf(++ephemeral) : number;
        String key = ip + ":" + number + full.substring(full.indexOf('/'));
        if (!taken.add(key)) {
          mine.forEach(taken::remove);
          throw EngineError.failed(
              "failed to set up container networking: driver failed programming external connectivity on endpoint "
                  + container.name() + " (" + Ids.next() + "): Bind for " + ip + ":" + number
                  + " failed: port is already allocated");
        }
        mine.add(key);
        real.add(PortBinding.builder().hostIp(ip).hostPort(number).build());
      }
      published.put(full, real);
    }
    return published;
  }

  synchronized void disconnect(Container container) {
    Attachment attachment = attachments.remove(container.id());
    if (attachment != null) {
      String[] parts = attachment.address.split("\\.");
      hosts.clear(Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]));
      attachment.ports.forEach(
          (port, bindings) -> bindings.forEach(
              binding -> taken
                  .remove(binding.hostIp() + ":" + binding.hostPort() + port.substring(port.indexOf('/')))));
    }
  }
}
