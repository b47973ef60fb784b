package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.ContainerMount;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Exec;
import io.longshore.embedded.internal.engine.RunState;
import io.longshore.generated.engine.model.ContainerHostConfigSummary;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.engine.model.DriverData;
import io.longshore.generated.engine.model.MountPoint;
import io.longshore.generated.engine.model.NetworkSettingsSummary;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.PortProtocol;
import io.longshore.generated.engine.model.PortSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Containers as the API shows them. */
record ContainerViews(Engine engine) {
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
  private static final String ROOT = "/var/lib/docker/containers/";

  ContainerInspect inspect(Container container, boolean sizes) {
    RunState state = container.state();
    List<String> argv = container.argv();
    String directory = ROOT + container.id();
    boolean everStarted = state.startedAt() != null;
    boolean hasFile = everStarted && LogRules.driver(container.hostConfig()).equals("json-file");
    List<String> execs = container.execs().list().stream().map(Exec::id).toList();
    ContainerInspect.Builder inspect = ContainerInspect.builder()
        .id(container.id())
        .created(container.created())
        .path(argv.get(0))
        .args(argv.subList(1, argv.size()))
        .state(
            ContainerState.builder()
                .status(ContainerStatus.of(state.status()))
                .running(state.running())
                .paused(state.paused())
                .restarting(state.restarting())
                .dead(false)
                .oomKilled(false)
                .pid(state.pid())
                .exitCode((long) state.exitCode())
                .error(state.error())
                .startedAt(Objects.requireNonNullElse(state.startedAt(), NEVER))
                .finishedAt(Objects.requireNonNullElse(state.finishedAt(), NEVER))
                .health(state.health())
                .build())
        .image(container.image().id())
        .resolvConfPath(everStarted ? directory + "/resolv.conf" : "")
        .hostnamePath(everStarted ? directory + "/hostname" : "")
        .hostsPath(everStarted ? directory + "/hosts" : "")
        .logPath(hasFile ? directory + "/" + container.id() + "-json.log" : "")
        .name("/" + container.name())
        .restartCount((long) state.restartCount())
        .driver("overlay2")
        .platform("linux")
        .mountLabel("")
        .processLabel("")
        .appArmorProfile("")
        .hostConfig(container.hostConfig())
        .graphDriver(DriverData.builder().name("overlay2").data(Map.of()).build())
        .mounts(mounts(container))
        .config(container.config())
        .networkSettings(NetworkViews.settings(container));
    if (sizes) {
      long written = container.files().size();
      inspect.sizeRw(written).sizeRootFs(container.image().size() + written);
    }
    return execs.isEmpty() ? inspect.build() : inspect.execIds(execs).build();
  }

  private static List<MountPoint> mounts(Container container) {
    return container.mounts().list().stream().map(ContainerMount::point).toList();
  }

  ContainerSummary summary(Container container, boolean sizes) {
    RunState state = container.state();
    long written = sizes ? container.files().size() : 0;
    boolean asNamed = container.image().id().startsWith(container.imageName())
        || engine.images().tags(container.image()).contains(fullName(container.imageName()));
    return ContainerSummary.builder()
        .id(container.id())
        .names(List.of("/" + container.name()))
        .image(asNamed ? container.imageName() : container.image().id())
        .imageId(container.image().id())
        // Lists leave a size of 0 out.
        .sizeRw(written == 0 ? null : (Long) written)
        .sizeRootFs(sizes ? (Long) (container.image().size() + written) : null)
        .command(commandLine(container.argv()))
        .created(container.created().getEpochSecond())
        .ports(ports(container.networks().ports()))
        .labels(container.labels())
        .state(ContainerStatus.of(state.status()))
        .status(sentence(state))
        .hostConfig(ContainerHostConfigSummary.builder().networkMode(container.hostConfig().networkMode()).build())
        .networkSettings(NetworkSettingsSummary.builder().networks(NetworkViews.endpoints(container)).build())
        .mounts(mounts(container))
        .build();
  }

  private static String fullName(String name) {
    return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
  }

  private static String commandLine(List<String> argv) {
    StringBuilder line = new StringBuilder(argv.get(0));
    for (String word : argv.subList(1, argv.size())) {
      line.append(' ').append(word.contains(" ") ? "'" + word + "'" : word);
    }
    return line.toString();
  }

  private static List<PortSummary> ports(Map<String, List<PortBinding>> published) {
    List<PortSummary> ports = new ArrayList<>();
    published
        .forEach(
            (port, bindings) -> {
              String[] parts = port.split("/");
              PortSummary.Builder summary = PortSummary.builder().privatePort(Long.parseLong(parts[0]))
                  .type(PortProtocol.of(parts[1]));
              if (bindings.isEmpty()) {
                ports.add(summary.build());
              }
              for (PortBinding binding : bindings) {
                ports.add(
                    summary
                        .ip(binding.hostIp())
                        .publicPort(Long.parseLong(Objects.requireNonNullElse(binding.hostPort(), "0")))
                        .build());
              }
            });
    return ports;
  }

  private static String sentence(RunState state) {
    return switch (state.status()) {
      case "created" -> "Created";
      case "restarting" -> "Restarting (" + state.exitCode() + ") " + since(state.finishedAt()) + " ago";
      case "exited" -> "Exited (" + state.exitCode() + ") " + since(state.finishedAt()) + " ago";
      case "removing" -> "Removal In Progress";
      case "paused" -> "Up " + since(state.startedAt()) + " (Paused)";
      default -> "Up " + since(state.startedAt()) + switch (state.healthWord()) {
        case "none" -> "";
        case "starting" -> " (health: starting)";
        default -> " (" + state.healthWord() + ")";
      };
    };
  }

  private static String since(@Nullable Instant start) {
    long seconds = start == null ? 0 : Duration.between(start, Instant.now()).toSeconds();
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    long hours = minutes / 60;
    return hours == 1 ? "About an hour" : hours < 48 ? hours + " hours" : hours / 24 + " days";
  }
}
