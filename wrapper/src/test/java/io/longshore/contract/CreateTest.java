package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.LogConfig;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.image.PullPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Making containers, and what engines refuse to make. */
class CreateTest extends ContractTest {
  @Test
  void everyOptionReachesTheEngine() {
    String name = newName();
    ContainerInspect made = create(options -> options
        .name(name)
        .command("sleep", "7")
        .entrypoint("/bin/busybox")
        .env("COLOUR", "blue = green")
        .label("one", "1")
        .workingDir("/tmp")
        .user("nobody")
        .hostname("quay")
        .tty()
        .openStdin()
        .memory(64 << 20)
        .cpus(0.5))
        .inspect();
    assertEquals("/" + name, made.name());
    assertEquals("/bin/busybox", made.path());
    assertEquals(List.of("sleep", "7"), made.args());
    assertTrue(made.config().env().contains("COLOUR=blue = green"), () -> made.config().env().toString());
    assertEquals("1", made.config().labels().get("one"));
    assertEquals("/tmp", made.config().workingDir());
    assertEquals("nobody", made.config().user());
    assertEquals("quay", made.config().hostname());
    assertEquals(true, made.config().tty());
    assertEquals(true, made.config().openStdin());
    assertEquals(64L << 20, made.hostConfig().memory());
    assertEquals(500_000_000L, made.hostConfig().nanoCpus());
  }

  @Test
  void theEnvironmentReachesTheProgram() {
    Container container = toEnd(
        run(options -> options.command("env").env("COLOUR", "grün").env("EMPTY", "").env("LINES_", "a\nb")));
    try (var log = container.logs()) {
      String written = log.readAll().stdout();
      assertTrue(written.contains("COLOUR=grün\n"), written.replace(SECRET, "…"));
      assertTrue(written.contains("EMPTY=\n"), written.replace(SECRET, "…"));
      assertTrue(written.contains("LINES_=a\nb\n"), written.replace(SECRET, "…"));
    }
  }

  @Test
  void runStartsWhatItMakes() {
    assertEquals(ContainerStatus.RUNNING, status(run(Programs.forever())));
  }

  @Test
  void oneSetOfOptionsMakesManyContainers() {
    CreateOptions options = CreateOptions.of(with(o -> o.command(Programs.exit(0))));
    Container one = docker.containers().create(options);
    Container two = docker.containers().create(options);
    assertEquals(2, mine().stream().filter(c -> List.of(one.id(), two.id()).contains(c.id())).count());
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    String name = newName();
    Container first = create(options -> options.name(name).command(Programs.forever()));
    ConflictException taken = fails(ConflictException.class,
        () -> create(options -> options.name(name).command(Programs.forever())));
    assertEquals(409, taken.status());
    assertTrue(taken.getMessage().contains(name), taken::getMessage);
    assertEquals(first.id(), docker.containers().get(name).inspect().id());
  }

  @Test
  void anImageThatTheEngineDoesNotHaveIsNotFound() {
    NotFoundException missing = fails(NotFoundException.class,
        () -> create(options -> options.image("longshore/nowhere:" + RUN)));
    assertTrue(missing.getMessage().contains("longshore/nowhere:" + RUN), missing::getMessage);
  }

  @Test
  void runWithoutPullingAnImageThatTheEngineDoesNotHaveIsNotFound() {
    fails(
        NotFoundException.class,
        () -> run(options -> options.image("longshore/nowhere:" + RUN).pull(PullPolicy.NEVER)));
    assertEquals(List.of(), mine());
  }

  @Test
  void runRemovesWhatCannotBeStarted() {
    EngineException refused = fails(EngineException.class, () -> run("/no/such/program"));
    assertTrue(refused.engineMessage().contains("/no/such/program"), refused::getMessage);
    assertEquals(List.of(), mine());
  }

  @Test
  void aContainerThatCannotBeStartedStaysAndSaysWhy() {
    Container container = create("/no/such/program");
    EngineException refused = fails(EngineException.class, container::start);
    assertEquals("ContainerStart", refused.operation());
    assertEquals(container.id(), refused.resource());
    assertEquals(ContainerStatus.CREATED, status(container));
    assertEquals(127, exitCode(container));
  }

  @Test
  void autoRemoveRemovesTheContainerAtItsEnd() {
    Container container = run(options -> options.command(Programs.exit(0)).autoRemove());
    Poll.until("the container is gone", () -> mine().stream().noneMatch(left -> left.id().equals(container.id())));
    fails(NotFoundException.class, container::inspect);
  }

  @Test
  void publishedPortsHaveANumberOnTheHost() {
    Container container = run(options -> options.command(Programs.forever()).publish(80));
    int port = container.hostPort(80);
    assertTrue(port > 0 && port < 65_536, () -> "port " + port);
  }

  @Test
  void theDefaultLogDriverIsShown() {
    LogConfig log = create(Programs.forever()).inspect().hostConfig().logConfig();
    assertEquals(LogDriver.JSON_FILE, log.type());
    assertEquals(Map.of(), log.config());
    LogConfig options = LogConfig.builder().config(Map.of("max-size", "1m")).build();
    LogConfig filled = create(o -> o.hostConfig(h -> h.logConfig(options))).inspect().hostConfig().logConfig();
    assertEquals(LogDriver.JSON_FILE, filled.type());
    assertEquals(Map.of("max-size", "1m"), filled.config());
  }

  @Test
  void aLogDriverThatIsNotThereIsRefusedAndSoAreOptionsThatItDoesNotHave() {
    Map<LogConfig, String> refused = Map.of(
        log("nonsense", Map.of()), "error looking up logging plugin nonsense: plugin \"nonsense\" not found",
        log("json-file", Map.of("nope", "1")), "unknown log opt 'nope' for json-file log driver",
        log("local", Map.of("nope", "1")), "unknown log opt 'nope' for log driver local",
        log("json-file", Map.of("mode", "quick")), "logger: logging mode not supported: quick",
        log("json-file", Map.of("max-buffer-size", "1m")),
        "logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    refused.forEach(
        (log, words) -> assertEquals(
            words,
            fails(BadRequestException.class, () -> create(o -> o.hostConfig(h -> h.logConfig(log)))).engineMessage()));
  }

  @Test
  void aLogThatIsNotKeptCannotBeRead() {
    Container container = toEnd(
        run(o -> o.command(Programs.say("hi")).hostConfig(h -> h.logConfig(log("none", Map.of())))));
    assertEquals("", container.inspect().logPath());
    UnsupportedException refused = fails(UnsupportedException.class, () -> container.logs().readAll());
    assertTrue(refused.getMessage().contains("keeps nothing that can be read"),
        refused::getMessage);
  }

  private static LogConfig log(String driver, Map<String, String> options) {
    return LogConfig.builder().type(LogDriver.of(driver)).config(options).build();
  }
}
