package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.generated.engine.model.NetworkingConfig;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.internal.flags.PortSpec;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The part of {@link CreateOptions.Builder} that concerns the engine's host: ports, the network, restarts, the log. Not
 * thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class HostOptions<B extends HostOptions<B>> extends MountOptions<B>
    permits VariableOptions {
  private static final EndpointSettings NO_SETTINGS = EndpointSettings.builder().build();
  private static final HostConfig NOTHING = HostConfig.builder().build();

  private final Map<String, Object> exposed = new LinkedHashMap<>();
  private final Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
  private final Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();

  HostOptions() {}

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
    if (!PortSpec.isProtocol(Check.text("protocol", protocol))) {
      throw new IllegalArgumentException("the protocol is '" + protocol + "'; it must be tcp, udp or sctp");
    }
    String port = Check.port("containerPort", containerPort) + "/" + protocol;
    String onHost = hostPort == 0 ? "" : String.valueOf(Check.port("hostPort", hostPort));
    bind(port, PortBinding.builder().hostIp(Check.listenAddress("hostIp", hostIp)).hostPort(onHost).build());
    return self();
  }

  /**
   * Publishes ports in Docker's short form. Docker: {@code --publish}.
   *
   * @param ports {@code [[hostIp:][hostPort]:]containerPort[/protocol]}; a range such as {@code 8000-8009:80-89}
   *     publishes one port on each, and a range for a single container port lets the engine choose from it
   * @return this
   */
  public B publish(String ports) {
    PortSpec.published(ports).forEach(this::bind);
    return self();
  }

  private void bind(String port, PortBinding binding) {
    exposed.put(port, Map.of());
    bindings.computeIfAbsent(port, key -> new ArrayList<>()).add(binding);
  }

  /**
   * Publishes every exposed port, those of the image too, on free ports of the host. Docker: {@code --publish-all}.
   *
   * @return this
   */
  public B publishAll() {
    host.publishAllPorts(true);
    return self();
  }

  /**
   * Says that the program listens on ports, without publishing them. Docker: {@code --expose}.
   *
   * @param ports each a number or a range, with {@code /udp} or {@code /sctp} unless it is TCP
   * @return this
   */
  public B expose(String... ports) {
    Check.words("expose", ports).forEach(port -> PortSpec.exposed(port).forEach(each -> exposed.put(each, Map.of())));
    return self();
  }

  /**
   * Adds a network that the container joins; {@code bridge} unless one is named. Called several times, it joins
   * several: engines before API 1.44 take one on creation, and {@link Containers} connects the others then. In a
   * network that was created, other containers find it by its name.
   *
   * @param network a network's name or id, {@code bridge}, {@code host}, {@code none} or {@code container:NAME}
   * @return this
   * @throws IllegalArgumentException if it was named before
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
   * @throws IllegalArgumentException if it was named before
   */
  public B network(String network, Consumer<EndpointSettings.Builder> endpoint) {
    EndpointSettings.Builder builder = EndpointSettings.builder();
    endpoint.accept(builder);
    join(network, builder.build());
    return self();
  }

  final void join(String network, EndpointSettings settings) {
    if (endpoints.putIfAbsent(Check.text("network", network), settings) != null) {
      throw new IllegalArgumentException(
          "the network '" + network + "' is named twice; set all of its aliases and addresses in one network(…)");
    }
  }

  /**
   * Sets when the engine restarts the container.
   *
   * @param policy one of the constants of {@link RestartPolicyName}
   * @return this
   */
  public B restart(RestartPolicyName policy) {
    host.restartPolicy(RestartPolicy.builder().name(Objects.requireNonNull(policy, "policy")).build());
    return self();
  }

  /**
   * Restarts the program if it ends with another exit code than 0, a limited number of times. Docker:
   * {@code --restart on-failure:3}.
   *
   * @param maximum the most restarts; 0 for no limit
   * @return this
   */
  public B restartOnFailure(int maximum) {
    host.restartPolicy(
        RestartPolicy.builder().name(RestartPolicyName.ON_FAILURE)
            .maximumRetryCount(Check.notNegative("restartOnFailure", maximum)).build());
    return self();
  }

  /**
   * Sets where the output goes, instead of the engine's default. Docker: {@code --log-driver}.
   *
   * @param driver one of the constants, or {@code LogDriver.of(…)} for a plugin; {@link Container#logs()} reads what
   *     {@code json-file}, {@code local} and {@code journald} keep. Docker looks for an unknown one for about 15
   *     seconds before it refuses it
   * @return this
   */
  public B logDriver(LogDriver driver) {
    Objects.requireNonNull(driver, "driver");
    host.logConfig(log -> log.type(driver));
    return self();
  }

  /**
   * Sets an option of the log driver. Docker: {@code --log-opt}.
   *
   * @param name its name, such as {@code max-size}
   * @param value its value, which an engine may repeat in its message if it refuses it
   * @return this
   */
  public B logOption(String name, String value) {
    host.logConfig(log -> log.option(name, value));
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

  /**
   * Starts with a whole host configuration, such as one that the program has built or {@link Container#inspect()} has
   * shown. Call it before the methods that set a part of it: these add to it or replace what it says.
   *
   * @param host the configuration
   * @return this
   * @throws IllegalArgumentException if a part of it was set before, which would be lost
   */
  public B hostConfig(HostConfig host) {
    Objects.requireNonNull(host, "host");
    if (!this.host.build().equals(NOTHING)) {
      throw new IllegalArgumentException(
          "hostConfig(…) would replace what other methods have set; call it first, or use hostConfig(h -> …)");
    }
    this.host = host.toBuilder();
    return self();
  }

  /** What {@link #hostConfig} has set stays; what the other methods collected is added to it. */
  void addTo(ContainerCreateRequest.Builder request) {
    nameFirstNetwork();
    HostConfig set = host.build();
    if (!exposed.isEmpty()) {
      request.exposedPorts(Concat.of(request.build().exposedPorts(), exposed));
    }
    if (!bindings.isEmpty()) {
      Map<String, List<PortBinding>> all = new LinkedHashMap<>(set.portBindings());
      bindings.forEach((port, more) -> all.merge(port, more, Concat::of));
      host.portBindings(all);
    }
    // One network without settings of its own needs no more than its name.
    if (endpoints.size() > 1 || endpoints.values().stream().anyMatch(one -> !one.equals(NO_SETTINGS))) {
      addNetworks(request);
    }
    if (!mounts.isEmpty()) {
      host.mounts(Concat.of(set.mounts(), mounts));
    }
    HostConfig collected = host.build();
    if (request.build().hostConfig() == null) {
      request.hostConfig(collected);
    } else if (!collected.equals(NOTHING)) {
      throw new IllegalArgumentException(
          "customize(…) sets a host configuration and other methods add to it; give it to hostConfig(…) instead, before"
              + " the other methods");
    }
  }

  /** Engines want the first network as the mode too. */
  private void nameFirstNetwork() {
    if (endpoints.isEmpty()) {
      return;
    }
    String mode = host.build().networkMode();
    if (mode == null || mode.isEmpty() || mode.equals("default")) {
      host.networkMode(endpoints.keySet().iterator().next());
    } else if (!endpoints.containsKey(mode)) {
      throw new IllegalArgumentException(
          "hostConfig(…) sets the network mode '" + mode + "', and network(…) names " + endpoints.keySet()
              + "; name all networks with network(…), and set no mode");
    }
  }

  private void addNetworks(ContainerCreateRequest.Builder request) {
    NetworkingConfig set = request.build().networkingConfig();
    Map<String, EndpointSettings> before = set == null ? Map.of() : set.endpointsConfig();
    request.networkingConfig(networks -> endpoints.forEach((name, settings) -> {
      EndpointSettings other = before.getOrDefault(name, NO_SETTINGS);
      if (other.equals(NO_SETTINGS)) {
        networks.network(name, settings);
      } else if (!settings.equals(NO_SETTINGS) && !settings.equals(other)) {
        throw new IllegalArgumentException(
            "customize(…) and network(…) both set aliases or addresses for the network '" + name
                + "'; set all of them in network(…)");
      }
    }));
  }
}
