package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.generated.engine.model.CgroupnsMode;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.ContainerUpdateRequest;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an engine checks and fills in when a container is created or updated. */
final class ContainerRules {
  private static final long MINIMUM_MEMORY = 6L * 1024 * 1024;

  private ContainerRules() {}

  static void check(ContainerCreateRequest asked, HostConfig host) {
    for (String entry : asked.env()) {
      if (entry.isEmpty() || entry.startsWith("=")) {
        throw EngineError.invalid("invalid environment variable: " + entry);
      }
    }
    String directory = Objects.requireNonNullElse(asked.workingDir(), "");
    if (!directory.isEmpty() && !directory.startsWith("/")) {
      throw EngineError
          .invalid("the working directory '" + directory + "' is invalid, it needs to be an absolute path");
    }
    if (asked.stopTimeout() != null && asked.stopTimeout() < -1) {
      throw EngineError.invalid("invalid stop timeout: " + asked.stopTimeout());
    }
    checkHealth(asked.healthcheck());
    MountRules.check(host);
    host.portBindings().forEach(ContainerRules::checkPort);
    checkMemory(host.memory());
    checkPolicy(host.restartPolicy());
    RestartPolicy policy = host.restartPolicy();
    if (Boolean.TRUE.equals(host.autoRemove()) && policy != null && restarts(policy)) {
      throw EngineError.invalid("can't create 'AutoRemove' container with restart policy");
    }
  }

  /** What it wants in each of its networks; older clients give a MAC address for all of it. */
  static Map<String, EndpointSettings> endpoints(ContainerCreateRequest asked) {
    Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
    if (asked.networkingConfig() != null) {
      endpoints.putAll(asked.networkingConfig().endpointsConfig());
    }
    String mac = asked.macAddress();
    if (mac != null && !mac.isEmpty()) {
      HostConfig host = asked.hostConfig() == null ? HostConfig.builder().build() : asked.hostConfig();
      endpoints.compute(mode(host), (network, settings) -> (settings == null ? EndpointSettings.builder().build()
          : settings).toBuilder().macAddress(mac).build());
    }
    return endpoints;
  }

  private static String mode(HostConfig host) {
    String mode = Objects.requireNonNullElse(host.networkMode(), "");
    return mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
  }

  private static void checkHealth(@Nullable HealthConfig health) {
    if (health == null) {
      return;
    }
    Map<String, @Nullable Long> times = new LinkedHashMap<>();
    times.put("Interval", health.interval());
    times.put("Timeout", health.timeout());
    times.put("StartPeriod", health.startPeriod());
    times.put("StartInterval", health.startInterval());
    times.forEach((name, nanos) -> {
      if (nanos != null && nanos != 0 && nanos < 1_000_000) {
        throw EngineError.invalid(name + " in Healthcheck cannot be less than 1ms");
      }
    });
    if (health.retries() != null && health.retries() < 0) {
      throw EngineError.invalid("Retries in Healthcheck cannot be negative");
    }
    if (health.test().equals(List.of("CMD"))) {
      // Docker 28.5.2 takes it, and crashes when the first check is due.
      throw EngineError.invalid("the health check CMD names no command");
    }
  }

  /** What the image says, where nothing else was asked for. */
  private static @Nullable HealthConfig health(@Nullable HealthConfig asked, @Nullable HealthConfig image) {
    if (asked == null || image == null) {
      return asked == null ? image : asked;
    }
    HealthConfig.Builder health = asked.toBuilder();
    return health.test(asked.test().isEmpty() ? image.test() : asked.test())
        .interval(choose(asked.interval(), image.interval()))
        .timeout(choose(asked.timeout(), image.timeout()))
        .startPeriod(choose(asked.startPeriod(), image.startPeriod()))
        .startInterval(choose(asked.startInterval(), image.startInterval()))
        .retries(choose(asked.retries(), image.retries()))
        .build();
  }

  private static boolean restarts(RestartPolicy policy) {
    return policy.name() != null
        && policy.name().known() != RestartPolicyName.Known.NO
        && policy.name().known() != RestartPolicyName.Known.UNSET;
  }

  private static void checkPort(String port, @Nullable List<PortBinding> bindings) {
    String number = port.split("/", -1)[0];
    if (!isPort(number)) {
      throw EngineError.invalid("invalid port specification: \"" + number + "\"");
    }
    for (PortBinding binding : Objects.requireNonNullElse(bindings, List.<PortBinding>of())) {
      String hostPort = Objects.requireNonNullElse(binding.hostPort(), "");
      if (!hostPort.isEmpty() && !isPort(hostPort)) {
        throw EngineError.invalid("invalid port specification: \"" + hostPort + "\"");
      }
    }
  }

  private static boolean isPort(String text) {
    for (String part : text.split("-", 2)) {
      if (!part.matches("\\d{1,5}") || Integer.parseInt(part) > 65535) {
        return false;
      }
    }
    return true;
  }

  private static void checkMemory(@Nullable Long memory) {
    if (memory != null && memory > 0 && memory < MINIMUM_MEMORY) {
      throw EngineError.invalid("Minimum memory limit allowed is 6MB");
    }
  }

  private static void checkPolicy(@Nullable RestartPolicy policy) {
    if (policy == null || policy.name() == null) {
      return;
    }
    long count = policy.maximumRetryCount() == null ? 0 : policy.maximumRetryCount();
    switch (policy.name().known()) {
      case UNKNOWN_TO_SPEC ->
        throw EngineError.invalid("invalid restart policy: unknown policy '" + policy.name()
            + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
      case ON_FAILURE -> {
        if (count < 0) {
          throw EngineError.invalid("invalid restart policy: maximum retry count cannot be negative");
        }
      }
      default -> {
        if (count != 0) {
          String more = count < 0 ? " and cannot be negative" : "";
          throw EngineError
              .invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'" + more);
        }
      }
    }
  }

  /** What was asked for, with the image's defaults where nothing was. */
  static ContainerConfig merge(ContainerCreateRequest asked, ImageConfig image) {
    boolean ownEntrypoint = !asked.entrypoint().isEmpty();
    List<String> entrypoint = ownEntrypoint ? asked.entrypoint() : image.entrypoint();
    // An entrypoint of its own drops the image's command; a single empty word drops the image's entrypoint.
    entrypoint = entrypoint.equals(List.of("")) ? List.of() : entrypoint;
    List<String> command = asked.cmd().isEmpty() && !ownEntrypoint ? image.cmd() : asked.cmd();
    // Go writes maps in the order of their keys.
    Map<String, String> labels = new TreeMap<>(image.labels());
    labels.putAll(Bodies.texts(asked.labels()));
    Map<String, @Nullable Object> ports = new TreeMap<>();
    image.exposedPorts().keySet().forEach(port -> ports.put(port, Map.of()));
    asked.exposedPorts().keySet().forEach(port -> ports.put(withProtocol(port), Map.of()));
    if (asked.hostConfig() != null) {
      asked.hostConfig().portBindings().keySet().forEach(port -> ports.put(withProtocol(port), Map.of()));
    }
    ContainerConfig.Builder config = ContainerConfig.builder()
        .hostname(Objects.requireNonNullElse(asked.hostname(), ""))
        .domainname(Objects.requireNonNullElse(asked.domainname(), ""))
        .user(first(asked.user(), image.user()))
        .attachStdin(isTrue(asked.attachStdin()))
        .attachStdout(isTrue(asked.attachStdout()))
        .attachStderr(isTrue(asked.attachStderr()))
        .tty(isTrue(asked.tty()))
        .openStdin(isTrue(asked.openStdin()))
        .stdinOnce(isTrue(asked.stdinOnce()))
        .env(mergeEnv(image.env(), asked.env()))
        .cmd(command.isEmpty() ? null : command)
        .healthcheck(health(asked.healthcheck(), image.healthcheck()))
        .image(asked.image())
        .workingDir(first(asked.workingDir(), image.workingDir()))
        .entrypoint(entrypoint.isEmpty() ? null : entrypoint)
        .networkDisabled(asked.networkDisabled())
        .macAddress(first(asked.macAddress(), "").isEmpty() ? null : asked.macAddress())
        .labels(labels)
        .stopSignal(asked.stopSignal() == null ? image.stopSignal() : asked.stopSignal())
        .stopTimeout(asked.stopTimeout())
        .shell(asked.shell().isEmpty() ? null : asked.shell());
    Map<String, @Nullable Object> volumes = new TreeMap<>(image.volumes());
    volumes.putAll(asked.volumes());
    if (!volumes.isEmpty()) {
      config.volumes(volumes);
    }
    return ports.isEmpty() ? config.build() : config.exposedPorts(ports).build();
  }

  private static String withProtocol(String port) {
    return port.contains("/") ? port : port + "/tcp";
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static String first(@Nullable String own, @Nullable String image) {
    return own != null && !own.isEmpty() ? own : Objects.requireNonNullElse(image, "");
  }

  private static List<String> mergeEnv(List<String> image, List<String> own) {
    List<String> merged = new ArrayList<>(own);
    for (String entry : image) {
      String name = entry.split("=", 2)[0];
      if (own.stream().noneMatch(other -> other.split("=", 2)[0].equals(name))) {
        merged.add(entry);
      }
    }
    return merged;
  }

  /** The host's settings as an engine shows them after creation. */
  static HostConfig withDefaults(HostConfig asked) {
    HostConfig.Builder host = asked.toBuilder();
    host.logConfig(LogRules.of(asked));
    host.networkMode(mode(asked));
    if (asked.restartPolicy() == null || asked.restartPolicy().name() == null
        || asked.restartPolicy().name().equals(RestartPolicyName.UNSET)) {
      host.restartPolicy(RestartPolicy.builder().name(RestartPolicyName.NO).maximumRetryCount(0L).build());
    } else if (asked.restartPolicy().maximumRetryCount() == null) {
      host.restartPolicy(asked.restartPolicy().toBuilder().maximumRetryCount(0L).build());
    }
    long memory = orZero(asked.memory());
    return host.autoRemove(isTrue(asked.autoRemove()))
        .privileged(isTrue(asked.privileged()))
        .publishAllPorts(isTrue(asked.publishAllPorts()))
        .readonlyRootfs(isTrue(asked.readonlyRootfs()))
        .volumeDriver(first(asked.volumeDriver(), ""))
        .containerIdFile(first(asked.containerIdFile(), ""))
        .cgroupnsMode(asked.cgroupnsMode() == null ? CgroupnsMode.HOST : asked.cgroupnsMode())
        .ipcMode(first(asked.ipcMode(), "private"))
        .utsMode(first(asked.utsMode(), ""))
        .pidMode(first(asked.pidMode(), ""))
        .usernsMode(first(asked.usernsMode(), ""))
        .runtime(first(asked.runtime(), "runc"))
        .cgroupParent(first(asked.cgroupParent(), ""))
        .cpusetCpus(first(asked.cpusetCpus(), ""))
        .cpusetMems(first(asked.cpusetMems(), ""))
        .shmSize(asked.shmSize() == null ? 67_108_864L : asked.shmSize())
        .consoleSize(asked.consoleSize().isEmpty() ? List.of(0L, 0L) : asked.consoleSize())
        .oomScoreAdj(orZero(asked.oomScoreAdj()))
        .cpuShares(orZero(asked.cpuShares()))
        .memory(memory)
        .memorySwap(asked.memorySwap() == null ? (Long) (2 * memory) : asked.memorySwap())
        .memoryReservation(orZero(asked.memoryReservation()))
        .nanoCpus(orZero(asked.nanoCpus()))
        .cpuPeriod(orZero(asked.cpuPeriod()))
        .cpuQuota(orZero(asked.cpuQuota()))
        .blkioWeight(orZero(asked.blkioWeight()))
        .oomKillDisable(isTrue(asked.oomKillDisable()))
        .cgroup(first(asked.cgroup(), ""))
        .cpuRealtimePeriod(orZero(asked.cpuRealtimePeriod()))
        .cpuRealtimeRuntime(orZero(asked.cpuRealtimeRuntime()))
        .cpuCount(orZero(asked.cpuCount()))
        .cpuPercent(orZero(asked.cpuPercent()))
        .ioMaximumIOps(orZero(asked.ioMaximumIOps()))
        .ioMaximumBandwidth(orZero(asked.ioMaximumBandwidth()))
        .build();
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** A container's host settings with changes; a zero changes nothing. */
  static HostConfig update(Container container, ContainerUpdateRequest asked) {
    checkMemory(asked.memory());
    checkPolicy(asked.restartPolicy());
    HostConfig now = container.hostConfig();
    HostConfig.Builder changed = now.toBuilder();
    long memory = orZero(asked.memory());
    long swap = orZero(asked.memorySwap());
    if (memory > 0) {
      // A limit that was never set leaves a swap limit of zero, which is smaller than any memory limit.
      long swapNow = orZero(now.memorySwap());
      if (swap == 0 && swapNow != -1 && memory > swapNow) {
        throw EngineError.conflict(
            "Cannot update container " + container.id() + ": Memory limit should be smaller than already set memoryswap"
                + " limit, update the memoryswap at the same time");
      }
      changed.memory(memory);
    }
    changed.memorySwap(swap != 0 ? (Long) swap : now.memorySwap());
    changed.memoryReservation(choose(asked.memoryReservation(), now.memoryReservation()));
    changed.cpuShares(choose(asked.cpuShares(), now.cpuShares()));
    changed.nanoCpus(choose(asked.nanoCpus(), now.nanoCpus()));
    changed.cpuPeriod(choose(asked.cpuPeriod(), now.cpuPeriod()));
    changed.cpuQuota(choose(asked.cpuQuota(), now.cpuQuota()));
    changed.blkioWeight(choose(asked.blkioWeight(), now.blkioWeight()));
    changed.cpusetCpus(first(asked.cpusetCpus(), now.cpusetCpus()))
        .cpusetMems(first(asked.cpusetMems(), now.cpusetMems()));
    changed.pidsLimit(choose(asked.pidsLimit(), now.pidsLimit()));
    RestartPolicy policy = asked.restartPolicy();
    if (policy != null && policy.name() != null && !policy.name().value().isEmpty()) {
      if (Boolean.TRUE.equals(now.autoRemove()) && restarts(policy)) {
        throw EngineError.conflict("Cannot update container " + container.id()
            + ": Restart policy cannot be updated because AutoRemove is enabled for the container");
      }
      changed.restartPolicy(policy.toBuilder().maximumRetryCount(orZero(policy.maximumRetryCount())).build());
    }
    return changed.build();
  }

  private static @Nullable Long choose(@Nullable Long asked, @Nullable Long now) {
    return asked == null || asked == 0 ? now : asked;
  }
}
