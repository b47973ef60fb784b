package io.longshore.embedded.internal.network;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.PortBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The published ports of a running container. TCP ports are open on this machine until the container ends, those of all
 * addresses on the loopback address alone: a double for tests opens nothing to the network. Others are only numbers.
 */
final class PublishedPorts implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger(49_152);

  private final Member member;
  private final Listeners listeners;
  private final Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
  private final List<ServerSocket> open = new ArrayList<>();

  private PublishedPorts(Member member, Listeners listeners) {
    this.member = member;
    this.listeners = listeners;
  }

  static PublishedPorts open(Member member, HostConfig host, Set<String> exposed, Listeners listeners) {
    PublishedPorts ports = new PublishedPorts(member, listeners);
    Set<String> all = new TreeSet<>(exposed);
    all.addAll(host.portBindings().keySet());
    try {
      for (String port : all) {
        List<PortBinding> wanted = Objects.requireNonNullElse(host.portBindings().get(port), List.of());
        if (wanted.isEmpty() && Boolean.TRUE.equals(host.publishAllPorts())) {
          wanted = List.of(PortBinding.builder().build());
        }
        String full = port.contains("/") ? port : port + "/tcp";
        ports.bindings.put(full, wanted.stream().map(binding -> ports.open(full, binding)).toList());
      }
    } catch (RuntimeException e) {
      ports.close();
      throw e;
    }
    return ports;
  }

  /** By port and protocol of the container. */
  Map<String, List<PortBinding>> bindings() {
    return bindings;
  }

  private PortBinding open(String port, PortBinding wanted) {
    String[] parts = port.split("/");
    String ip = wanted.hostIp() == null || wanted.hostIp().isEmpty() ? "0.0.0.0" : wanted.hostIp();
    String[] range = (wanted.hostPort() == null || wanted.hostPort().isEmpty() ? "0" : wanted.hostPort()).split("-");
    int first = Integer.parseInt(range[0]);
    int last = Integer.parseInt(range[range.length - 1]);
    IOException failure = null;
    for (int number = first; number <= last; number++) {
      try {
        int opened = parts[1].equals("tcp") ? listen(ip, number, Integer.parseInt(parts[0]))
            : number == 0 ? NUMBERS.getAndIncrement() : number;
        return PortBinding.builder().hostIp(ip).hostPort(String.valueOf(opened)).build();
      } catch (IOException e) {
        failure = e;
      }
    }
    String why = failure instanceof java.net.BindException && String.valueOf(failure.getMessage()).contains("in use")
        ? "port is already allocated"
        : String.valueOf(failure == null ? "no port in the range" : failure.getMessage());
    throw EngineError.failed(
        "failed to set up container networking: driver failed programming external connectivity on endpoint "
            + member.name() + " (" + Ids.next() + "): Bind for " + ip + ":" + first + " failed: " + why);
  }

  private int listen(String ip, int number, int containerPort) throws IOException {
    boolean any = ip.equals("0.0.0.0") || ip.equals("::");
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(any ? InetAddress.getLoopbackAddress() : InetAddress.getByName(ip), number));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    open.add(socket);
    Thread thread = new Thread(() -> accept(socket, containerPort), "longshore-published-" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
    return socket.getLocalPort();
  }

  private void accept(ServerSocket socket, int containerPort) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        if (!listeners.offer(containerPort, connection)) {
          Listeners.end(connection);
        }
      } catch (IOException e) {
        // Closed, or a connection that ended before it began.
      }
    }
  }

  @Override
  public void close() {
    open.forEach(Listeners::end);
  }
}
