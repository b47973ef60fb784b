package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.RestartPolicyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder sets, the engine has. */
class CreateOptionsTest extends ContractTest {
  private ContainerInspect made(Consumer<CreateOptions.Builder> options) {
    return create(options).inspect();
  }

  private HostConfig host(Consumer<CreateOptions.Builder> options) {
    return made(options).hostConfig();
  }

  @Test
  void memoryAndCpu() {
    HostConfig host = host(
        c -> c.memory(64L << 20).memoryReservation(32L << 20).memorySwap(128L << 20).cpuShares(512)
            .cpuPeriod(Duration.ofMillis(50)).cpuQuota(Duration.ofMillis(20)).cpusetCpus("0").cpusetMems("0"));
    assertEquals(64L << 20, host.memory());
    assertEquals(32L << 20, host.memoryReservation());
    assertEquals(128L << 20, host.memorySwap());
    assertEquals(512, host.cpuShares());
    assertEquals(50_000, host.cpuPeriod());
    assertEquals(20_000, host.cpuQuota());
    assertEquals("0", host.cpusetCpus());
    assertEquals("0", host.cpusetMems());
  }

  @Test
  void limitsOfProcesses() {
    HostConfig host = host(
        c -> c.pidsLimit(100).ulimit("nofile", 512, 1024).oomScoreAdj(500).shmSize(128L << 20));
    assertEquals(100, host.pidsLimit());
    assertTrue(
        host.ulimits().stream().anyMatch(
            limit -> limit.name().matches("(?i)(rlimit_)?nofile") && limit.soft() == 512 && limit.hard() == 1024),
        () -> host.ulimits().toString());
    assertEquals(500, host.oomScoreAdj());
    assertEquals(128L << 20, host.shmSize());
  }

  @Test
  void limitsReachThePrograms() {
    assumeFalse(engine.embedded(), "its programs are Java, which has no such limits");
    // Podman replaces all of its default limits, one of which this machine may need.
    Container container = runToEnd(
        c -> c.ulimit("nproc", 1000).ulimit("nofile", 512, 1024).command("sh", "-c", "ulimit -n; ulimit -Hn"));
    assertEquals("512\n1024\n", output(container));
  }

  @Test
  void capabilitiesAndSecurity() {
    HostConfig host = host(
        c -> c.capAdd("NET_ADMIN", "SYS_TIME").capDrop("MKNOD").securityOption("no-new-privileges").readOnly()
            .groupAdd("42"));
    assertEquals(Set.of("NET_ADMIN", "SYS_TIME"), plain(host.capAdd()));
    assertEquals(Set.of("MKNOD"), plain(host.capDrop()));
    assertTrue(host.securityOpt().contains("no-new-privileges"), () -> host.securityOpt().toString());
    assertEquals(true, host.readonlyRootfs());
    assertEquals(List.of("42"), host.groupAdd());
  }

  private static Set<String> plain(List<String> capabilities) {
    return capabilities.stream().map(name -> name.replaceFirst("^CAP_", "")).collect(Collectors.toSet());
  }

  @Test
  void namesAndAddresses() {
    ContainerInspect made = made(
        c -> c.hostname("quay").domainname("example.com").dns("192.0.2.53").dnsSearch("example.org")
            .dnsOption("ndots:2")
            .addHost("db", "192.0.2.7"));
    assertEquals("quay", made.config().hostname());
    assertEquals("example.com", made.config().domainname());
    assertEquals(List.of("192.0.2.53"), made.hostConfig().dns());
    assertEquals(List.of("example.org"), made.hostConfig().dnsSearch());
    assertEquals(List.of("ndots:2"), made.hostConfig().dnsOptions());
    assertEquals(List.of("db:192.0.2.7"), made.hostConfig().extraHosts());
  }

  @Test
  void namespaces() {
    HostConfig host = host(c -> c.pid("host").ipc("host").uts("host").sysctl("net.ipv4.ip_forward", "0"));
    assertEquals("host", host.pidMode());
    assertEquals("host", host.ipcMode());
    assertEquals("host", host.utsMode());
    assertEquals(Map.of("net.ipv4.ip_forward", "0"), host.sysctls());
  }

  @Test
  void portsThatAreExposedAndRanges() {
    ContainerInspect made = made(c -> c.expose("5000-5001/udp", "90").publish("127.0.0.1::80").publishAll());
    assertTrue(
        made.config().exposedPorts().keySet().containsAll(Set.of("5000/udp", "5001/udp", "90/tcp", "80/tcp")),
        () -> made.config().exposedPorts().toString());
    assertEquals("127.0.0.1", made.hostConfig().portBindings().get("80/tcp").get(0).hostIp());
    assertEquals(true, made.hostConfig().publishAllPorts());
  }

  @Test
  void devices() {
    HostConfig host = host(c -> c.device("/dev/null", "/dev/nothing", "rw"));
    assertEquals("/dev/nothing", host.devices().get(0).pathInContainer());
    assertEquals("rw", host.devices().get(0).cgroupPermissions());
  }

  @Test
  void restartsAndLogs() {
    HostConfig host = host(
        c -> c.restartOnFailure(3).logDriver(LogDriver.JSON_FILE).logOption("max-size", "1m").logOption("max-file",
            "2"));
    assertEquals(RestartPolicyName.ON_FAILURE, host.restartPolicy().name());
    assertEquals(3, host.restartPolicy().maximumRetryCount());
    assertEquals(LogDriver.JSON_FILE, host.logConfig().type());
    assertEquals(Map.of("max-size", "1m", "max-file", "2"), host.logConfig().config());
  }

  @Test
  void memoryMountsHaveASizeAndAMode() {
    HostConfig host = host(
        c -> c.tmpfs("/run", "size=1m,mode=1770").tmpfs("/scratch", t -> t.sizeBytes(2L << 20).mode(0700L)));
    assertTrue(host.tmpfs().get("/run").contains("size=1m"), () -> host.tmpfs().toString());
    Mount scratch = host.mounts().get(0);
    assertEquals(2L << 20, scratch.tmpfsOptions().sizeBytes());
    assertEquals(0700L, scratch.tmpfsOptions().mode());
  }

  @Test
  void aVolumeWithoutANameIsAPartOfTheContainer() {
    assertEquals(Set.of("/data"), made(c -> c.volume("/data")).config().volumes().keySet());
  }

  @Test
  void healthChecksCountInDurations() {
    HealthConfig check = made(
        c -> c.healthCheck(
            h -> h.command("test", "-e", "/bin/sh").interval(Duration.ofSeconds(90)).timeout(Duration.ofMillis(1500))
                .startPeriod(Duration.ofMinutes(1)).retries(5)))
        .config().healthcheck();
    assertEquals(List.of("CMD", "test", "-e", "/bin/sh"), check.test());
    assertEquals(90_000_000_000L, check.interval());
    assertEquals(1_500_000_000L, check.timeout());
    assertEquals(60_000_000_000L, check.startPeriod());
    assertEquals(5, check.retries());
  }

  @Test
  void aHealthCheckIsSwitchedOff() {
    assertEquals(List.of("NONE"), made(c -> c.noHealthCheck()).config().healthcheck().test());
  }

  @Test
  void theStartIntervalOfAHealthCheckNeedsANewerEngine() {
    Consumer<CreateOptions.Builder> check = c -> c
        .healthCheck(h -> h.shell("true").startInterval(Duration.ofMillis(250)));
    if (!speaks("1.44")) {
      fails(UnsupportedException.class, () -> made(check));
      return;
    }
    HealthConfig kept = made(check).config().healthcheck();
    assertEquals(List.of("CMD-SHELL", "true"), kept.test());
    assertEquals(250_000_000L, kept.startInterval());
  }

  @Test
  void variablesAndLabelsOfFiles(@TempDir Path directory) throws IOException {
    Path env = Files.writeString(directory.resolve("env"), "# colors\nCOLOR=blue\nPATH_OF_NOBODY\nSPACE= x\n");
    Path labels = Files.writeString(directory.resolve("labels"), "one=1\ntwo=a=b\n");
    ContainerInspect made = made(c -> c.envFile(env).labelFile(labels));
    assertTrue(made.config().env().containsAll(List.of("COLOR=blue", "SPACE= x")));
    assertEquals("1", made.config().labels().get("one"));
    assertEquals("a=b", made.config().labels().get("two"));
  }

  @Test
  void aCommandLineMakesAContainer() {
    String name = newName();
    Container container = docker.containers().run(
        CreateOptions.parse(
            "docker run -d --name " + name + " -e 'COLOR=dark blue' --label " + LABEL + "=" + RUN + " -m 64m -w /tmp "
                + Programs.IMAGE + " sh -c 'echo \"$COLOR\" in $(pwd)'"));
    assertEquals("dark blue in /tmp\n", output(toEnd(container)));
    assertEquals("/" + name, container.inspect().name());
    assertEquals(64L << 20, container.inspect().hostConfig().memory());
  }

  private Container runToEnd(Consumer<CreateOptions.Builder> options) {
    return toEnd(run(options));
  }

  private static String output(Container container) {
    try (var log = container.logs()) {
      return log.readAll().stdout();
    }
  }
}
