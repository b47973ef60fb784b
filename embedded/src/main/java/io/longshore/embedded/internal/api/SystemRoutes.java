package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.RunState;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.CgroupDriver;
import io.longshore.generated.engine.model.EngineComponent;
import io.longshore.generated.engine.model.LocalNodeState;
import io.longshore.generated.engine.model.PluginsInfo;
import io.longshore.generated.engine.model.RuntimeInfo;
import io.longshore.generated.engine.model.SwarmInfo;
import io.longshore.generated.engine.model.SystemInfo;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.generated.engine.model.VersionPlatform;
import io.longshore.generated.runtime.ApiVersion;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The engine itself. */
record SystemRoutes(Engine engine, ApiVersion minimum, ApiVersion newest) {
  /** What the engine calls its version. */
  static final String NO_SWARM = "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.";
  static final String VERSION = "28.5.2+longshore";

  private static final String BUILD_TIME = "2026-11-21T00:00:00.000000000+00:00";

  void addTo(Router router) {
    router
        .add("GET", "/_ping", this::ping)
        .add("HEAD", "/_ping", this::ping)
        .add("GET", "/version", this::version)
        .add("GET", "/info", this::info);
  }

  private void ping(HttpRequest request, HttpResponse response) throws IOException {
    response
        .header("Cache-Control", "no-cache, no-store, must-revalidate")
        .header("Pragma", "no-cache")
        .header("Builder-Version", "1")
        .header("Swarm", "inactive")
        .text(200, "text/plain; charset=utf-8", "OK");
  }

  private void version(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, String> details = Map.of(
        "ApiVersion", newest.toString(), "MinAPIVersion", minimum.toString(), "Os", "linux", "Arch", "amd64",
        "Experimental", "false", "BuildTime", BUILD_TIME, "KernelVersion", kernel(), "GitCommit", "longshore",
        "GoVersion", "go1.24");
    SystemVersion version = SystemVersion.builder()
        .platform(VersionPlatform.builder().name("Longshore embedded engine").build())
        .components(List.of(EngineComponent.builder().name("Engine").version(VERSION).details(details).build()))
        .version(VERSION)
        .apiVersion(newest.toString())
        .minAPIVersion(minimum.toString())
        .gitCommit("longshore")
        .goVersion("go1.24")
        .os("linux")
        .arch("amd64")
        .kernelVersion(kernel())
        .buildTime(BUILD_TIME)
        .build();
    response.json(200, SystemVersion.ADAPTER, version);
  }

  private static String kernel() {
    return System.getProperty("os.version", "0");
  }

  private void info(HttpRequest request, HttpResponse response) throws IOException {
    List<RunState> states = engine.containers().list().stream().map(Container::state).toList();
    long paused = states.stream().filter(RunState::paused).count();
    long running = states.stream().filter(RunState::running).count() - paused;
    String[] open = new File("/proc/self/fd").list();
    SystemInfo info = SystemInfo.builder()
        .id(engine.id())
        .containers((long) states.size())
        .containersRunning(running)
        .containersPaused(paused)
        .containersStopped(states.size() - running - paused)
        .images((long) engine.images().list().size())
        .driver("overlay2")
        .dockerRootDir("/var/lib/docker")
        .plugins(
            PluginsInfo.builder()
                .volume(List.of("local"))
                .network(List.of("bridge", "host", "null"))
                .log(LogRules.DRIVERS)
                .build())
        .memoryLimit(true)
        .swapLimit(true)
        .cpuCfsPeriod(true)
        .cpuCfsQuota(true)
        .cpuShares(true)
        .cpuSet(true)
        .pidsLimit(true)
        .oomKillDisable(true)
        .ipv4Forwarding(true)
        .debug(false)
        .goroutines((long) Thread.activeCount())
        .fileDescriptors(open == null ? -1L : open.length)
        .systemTime(Instant.now())
        .loggingDriver("json-file")
        .cgroupDriver(CgroupDriver.CGROUPFS)
        .kernelVersion(kernel())
        .operatingSystem("Longshore embedded engine")
        .osType("linux")
        .architecture("x86_64")
        .indexServerAddress("https://index.docker.io/v1/")
        .ncpu((long) Runtime.getRuntime().availableProcessors())
        .memTotal(Runtime.getRuntime().maxMemory())
        .name("longshore")
        .labels(List.of())
        .experimentalBuild(false)
        .serverVersion(VERSION)
        .runtimes(Map.of("runc", RuntimeInfo.builder().path("runc").build()))
        .defaultRuntime("runc")
        .swarm(
            SwarmInfo.builder()
                .nodeId("")
                .nodeAddr("")
                .localNodeState(LocalNodeState.INACTIVE)
                .controlAvailable(false)
                .error("")
                .build())
        .liveRestoreEnabled(false)
        .initBinary("docker-init")
        .securityOptions(List.of("name=seccomp,profile=builtin"))
        .build();
    response.json(200, SystemInfo.ADAPTER, info);
  }
}
