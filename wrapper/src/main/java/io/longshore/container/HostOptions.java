package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountType;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The part of {@link CreateOptions.Builder} that concerns the engine's host: ports, mounts, limits, the network. Not
 * thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class HostOptions<B extends HostOptions<B>> permits CreateOptions.Builder {
  private static final Pattern FLAGS = Pattern.compile(":(ro|rw|z|Z|U|cached|delegated|consistent|nocopy)(,\\w+)*$");
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

  private static final EndpointSettings NO_SETTINGS = EndpointSettings.builder().build();

  private final HostConfig.Builder host = HostConfig.builder();
  private final Map<String, Object> exposed = new LinkedHashMap<>();
  private final Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
  private final List<Mount> mounts = new ArrayList<>();
  private final Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();

  HostOptions() {}

  abstract B self();

  /**
   * Publishes a TCP port on a free port of every address of the host; {@link Container#hostPort} returns it.
   *
   * @param containerPort the port in the container
   * @return this
   */
  public B publish(int containerPort) {
    return publish("", 0, containerPort, "tcp");
  }

  /**
   * Publishes a TCP port on every address of the host.
   *
   * @param hostPort the port on the host
   * @param containerPort the port in the container
   * @return this
   */
  public B publish(int hostPort, int containerPort) {
    return publish("", Check.port("hostPort", hostPort), containerPort, "tcp");
  }

  /**
   * Publishes a port.
   *
   * @param hostIp the host's address to listen on, numeric; an empty string for all
   * @param hostPort the port on the host, or 0 for a free one
   * @param containerPort the port in the container
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   * @return this
   */
  public B publish(String hostIp, int hostPort, int containerPort, String protocol) {
    // Engines accept any word here and then publish nothing.
    if (!PROTOCOLS.contains(Check.text("protocol", protocol))) {
      throw new IllegalArgumentException("the protocol is '" + protocol + "'; it must be tcp, udp or sctp");
    }
    String port = Check.port("containerPort", containerPort) + "/" + protocol;
    String onHost = hostPort == 0 ? "" : String.valueOf(Check.port("hostPort", hostPort));
    exposed.put(port, Map.of());
    bindings
        .computeIfAbsent(port, key -> new ArrayList<>())
        .add(PortBinding.builder().hostIp(Check.ipAddress("hostIp", hostIp)).hostPort(onHost).build());
    return self();
  }

  /**
   * Mounts a directory or file of the engine's host.
   *
   * @param source an absolute path on the engine's host, which must exist
   * @param target an absolute path in the container
   * @return this
   */
  public B bind(String source, String target) {
    return mount(m -> m.type(MountType.BIND).source(Check.text("source", source)).target(target(target)));
  }

  /**
   * Mounts a directory or file of the engine's host that the container cannot change.
   *
   * @param source an absolute path on the engine's host, which must exist
   * @param target an absolute path in the container
   * @return this
   */
  public B bindReadOnly(String source, String target) {
    return mount(
        m -> m.type(MountType.BIND).source(Check.text("source", source)).target(target(target))
            .readOnly(true));
  }

  /**
   * Mounts a named volume, which is created if it does not exist.
   *
   * @param volume its name
   * @param target an absolute path in the container
   * @return this
   */
  public B volume(String volume, String target) {
    return mount(
        m -> m.type(MountType.VOLUME).source(Check.text("volume", volume)).target(target(target)));
  }

  /**
   * Mounts a directory in memory. Programs in the container see it; {@link Container#files()} does not, so use
   * {@link Container#exec} to fill it.
   *
   * @param target an absolute path in the container
   * @return this
   */
  public B tmpfs(String target) {
    return mount(m -> m.type(MountType.TMPFS).target(target(target)));
  }

  /** The docker command has flags behind a colon; here they would become a part of the directory's name. */
  private static String target(String path) {
    if (FLAGS.matcher(Check.text("target", path)).find()) {
      throw new IllegalArgumentException(
          "the target '" + path + "' ends with flags; use bindReadOnly(…) for ro, and mount(…) for other flags");
    }
    return path;
  }

  /**
   * Adds a mount with every detail.
   *
   * @param mount sets the details
   * @return this
   */
  public B mount(Consumer<Mount.Builder> mount) {
    Mount.Builder builder = Mount.builder();
    mount.accept(builder);
    mounts.add(builder.build());
    return self();
  }

  /**
   * Limits the memory.
   *
   * @param bytes the limit
   * @return this
   */
  public B memory(long bytes) {
    host.memory(Check.notNegative("memory", bytes));
    return self();
  }

  /**
   * Limits the CPU time.
   *
   * @param cpus in CPUs: 1.5 is one and a half
   * @return this
   */
  public B cpus(double cpus) {
    host.nanoCpus(Cpus.nano(cpus));
    return self();
  }

  /**
   * Adds a network that the container joins; {@code bridge} unless one is named. Called several times, it joins
   * several: engines before API 1.44 take one on creation, and {@link Containers} connects the others then. In a
   * network that was created, other containers find it by its name.
   *
   * @param network a network's name or id, {@code bridge}, {@code host}, {@code none} or {@code container:NAME}
   * @return this
   */
  public B network(String network) {
    return network(network, endpoint -> {});
  }

  /**
   * Adds a network that the container joins, under further names or with a fixed address.
   *
   * <pre>{@code
   * docker.containers().run(c -> c.image("postgres").network("back", e -> e.alias("db").ipv4Address("10.20.0.7")));
   * }</pre>
   *
   * @param network a network's name or id
   * @param endpoint its aliases and addresses; engines take a fixed address only in a network with a subnet that was
   *     chosen when it was created
   * @return this
   */
  public B network(String network, Consumer<EndpointSettings.Builder> endpoint) {
    if (endpoints.isEmpty()) {
      host.networkMode(Check.text("network", network));
    }
    EndpointSettings.Builder builder = EndpointSettings.builder();
    endpoint.accept(builder);
    endpoints.put(Check.text("network", network), builder.build());
    return self();
  }

  /**
   * Sets when the engine restarts the container.
   *
   * @param policy one of the constants of {@link RestartPolicyName}
   * @return this
   */
  public B restart(RestartPolicyName policy) {
    host.restartPolicy(RestartPolicy.builder().name(policy).build());
    return self();
  }

  /**
   * Removes the container and its anonymous volumes when it stops.
   *
   * @return this
   */
  public B autoRemove() {
    host.autoRemove(true);
    return self();
  }

  /**
   * Runs an init process before the program, which reaps zombies and forwards signals.
   *
   * @return this
   */
  public B init() {
    host.init(true);
    return self();
  }

  /**
   * Runs with every capability and every device of the host.
   *
   * @return this
   */
  public B privileged() {
    host.privileged(true);
    return self();
  }

  /**
   * Sets everything of the host's part that has no method here.
   *
   * @param host sets it at once; env, labels, ports and mounts of this builder are added to what is set here
   * @return this
   */
  public B hostConfig(Consumer<HostConfig.Builder> host) {
    host.accept(this.host);
    return self();
  }

  /** What {@link #hostConfig} has set stays; what the other methods collected is added to it. */
  final void addTo(ContainerCreateRequest.Builder request) {
    HostConfig set = host.build();
    if (!bindings.isEmpty()) {
      request.exposedPorts(Concat.of(request.build().exposedPorts(), exposed));
      host.portBindings(Concat.of(set.portBindings(), bindings));
    }
    // One network without settings of its own needs no more than its name.
    if (endpoints.size() > 1 || endpoints.values().stream().anyMatch(one -> !one.equals(NO_SETTINGS))) {
      request.networkingConfig(networks -> endpoints.forEach(networks::network));
    }
    if (!mounts.isEmpty()) {
      host.mounts(Concat.of(set.mounts(), mounts));
    }
    HostConfig collected = host.build();
    if (request.build().hostConfig() == null) {
      request.hostConfig(collected);
    } else if (!collected.equals(HostConfig.builder().build())) {
      throw new IllegalArgumentException(
          "customize(…) sets a host configuration and other methods add to it; set all of it through hostConfig(…)");
    }
  }
}
