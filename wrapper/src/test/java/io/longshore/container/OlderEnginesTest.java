package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.build.BuildOptions;
import io.longshore.build.BuilderKind;
import io.longshore.error.DeadlineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.unit.ScriptedEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Engines of API 1.24 to 1.40: what they do not have is refused before anything is sent, and the rest is asked as they
 * know it.
 */
@Timeout(30)
class OlderEnginesTest {
  private final ScriptedEngine engine = new ScriptedEngine();

  @AfterEach
  void stop() {
    engine.close();
  }

  private DockerClient speaking(String api) {
    return engine.speaks(api).client();
  }

  @TestFactory
  Stream<DynamicTest> whatCameLaterIsRefusedAndBothVersionsAreNamed() {
    return Stream.of(
        late("HostConfig.AutoRemove", "1.25", (d, c) -> d.containers().create(o -> o.image("i").autoRemove())),
        late("HostConfig.Mounts", "1.25", (d, c) -> d.containers().create(o -> o.image("i").volume("v", "/v"))),
        late("HostConfig.NanoCpus", "1.25", (d, c) -> d.containers().create(o -> o.image("i").cpus(1))),
        late("ContainerUpdateRequest.NanoCpus", "1.28", (d, c) -> c.update(u -> u.cpus(1))),
        late("ContainerUpdateRequest.PidsLimit", "1.40", (d, c) -> c.update(u -> u.customize(r -> r.pidsLimit(5L)))),
        late("ContainerUpdateRequest.BlkioDeviceReadBps", "1.55",
            (d, c) -> c.update(u -> u.customize(r -> r.blkioDeviceReadBps(List.of())))),
        late("ContainerCreate.platform", "1.41",
            (d, c) -> d.containers().create(o -> o.image("i").platform("linux/arm64"))),
        late("ImageCreate.platform", "1.32", (d, c) -> d.images().pull(p -> p.reference("i").platform("linux/arm64"))),
        late("ContainerLogs.until", "1.35", (d, c) -> c.logs(l -> l.until(Instant.now()))),
        late("ContainerWait.condition", "1.30", (d, c) -> c.waitFor(WaitCondition.REMOVED, Duration.ofSeconds(5))),
        late("ExecCreateRequest.Env", "1.25", (d, c) -> c.exec(e -> e.command("x").env("A", "b"))),
        late("ExecCreateRequest.WorkingDir", "1.35", (d, c) -> c.exec(e -> e.command("x").workingDir("/x"))),
        late("ContainerPrune", "1.25", (d, c) -> d.containers().prune()),
        late("SystemDataUsage", "1.25", (d, c) -> d.system().dataUsage()),
        late("ContainerStop.signal", "1.42", (d, c) -> c.stop(s -> s.signal("SIGINT"))),
        late("ContainerRestart.signal", "1.42", (d, c) -> c.restart(s -> s.signal("SIGINT"))),
        late("ContainerList.filters.health", "1.25", (d, c) -> d.containers().list(l -> l.filter("health", "healthy"))),
        late("ImageList.filters.reference", "1.25", (d, c) -> d.images().list(l -> l.reference("a*"))),
        late("SystemEvents.filters.scope", "1.30", (d, c) -> d.system().events(e -> e.filter("scope", "local"))));
  }

  @TestFactory
  Stream<DynamicTest> soIsWhatBuildsHaveGotLater() {
    return Stream.of(
        late("ImageBuild.cachefrom", "1.25", (d, c) -> build(d, b -> b.cacheFrom("i"))),
        late("ImageBuild.networkmode", "1.25", (d, c) -> build(d, b -> b.network("none"))),
        late("ImageBuild.squash", "1.25", (d, c) -> build(d, b -> b.options(o -> o.squash()))),
        late("ImageBuild.target", "1.29", (d, c) -> build(d, b -> b.target("test"))),
        late("ImageBuild.platform", "1.32", (d, c) -> build(d, b -> b.platform("linux/arm64"))),
        late("ImageBuild.version", "1.38", (d, c) -> build(d, b -> b.builder(BuilderKind.BUILDKIT))),
        late("SystemDataUsage", "1.25", (d, c) -> d.builds().cache()),
        late("BuildPrune", "1.31", (d, c) -> d.builds().prune()),
        late("BuildPrune.all", "1.39", (d, c) -> d.builds().prune(p -> p.all())),
        late("BuildPrune.keep-storage", "1.39", (d, c) -> d.builds().prune(p -> p.keepStorage(1))),
        late("BuildPrune.reserved-space", "1.48", (d, c) -> d.builds().prune(p -> p.reservedSpace(1))));
  }

  private static void build(DockerClient docker, Consumer<BuildOptions> options) {
    docker.builds().build(b -> options.accept(b.remote("https://example.com/i.git").builder(BuilderKind.CLASSIC)));
  }

  private DynamicTest late(String what, String since, BiConsumer<DockerClient, Container> call) {
    return DynamicTest.dynamicTest(what, () -> {
      String before = "1." + (Integer.parseInt(since.substring(2)) - 1);
      for (String api : List.of("1.24", before)) {
        engine.forget();
        try (DockerClient docker = speaking(api)) {
          Container web = docker.containers().get("web");
          String said = assertThrows(UnsupportedException.class, () -> call.accept(docker, web)).getMessage();
          // Over 1.24 the operation itself may be what is missing.
          assertTrue(said.startsWith(what + " needs API " + since + " and this engine speaks " + api)
              || api.equals("1.24") && said.contains("needs API"), said);
          // Logs and events look at the container or the engine before they ask for more.
          assertEquals(List.of(), engine.lines().stream().filter(line -> !line.matches("GET .*/(info|json)")).toList());
        }
      }
    });
  }

  /** An engine that ignored the filter would remove every stopped container. */
  @Test
  void aPruneIsNeverSentWithAFilterThatTheEngineIgnores() {
    try (DockerClient docker = speaking("1.27")) {
      assertThrows(UnsupportedException.class, () -> docker.containers().prune(p -> p.until(Instant.now())));
    }
    try (DockerClient docker = speaking("1.28")) {
      String said = assertThrows(UnsupportedException.class, () -> docker.containers().prune(p -> p.label("a")))
          .getMessage();
      assertTrue(said.startsWith("ContainerPrune.filters.label needs API 1.29"), said);
      assertThrows(UnsupportedException.class, () -> docker.containers().prune(p -> p.filter("label!", "a")));
      assertEquals(List.of(), engine.lines());
      docker.containers().prune(p -> p.until(Instant.EPOCH));
    }
    try (DockerClient docker = speaking("1.29")) {
      docker.containers().prune(p -> p.label("a"));
    }
    assertEquals(2, engine.lines().size(), () -> engine.lines().toString());
  }

  /** They answer when the container has ended, not when the wait is registered. */
  @Test
  void aWaitMayBeAnsweredLate() {
    engine.answers(request -> {
      pause(1500);
      return json(200, "{\"StatusCode\":3}");
    });
    try (DockerClient docker = engine.speaks("1.29").builder()
        .timeouts(Timeouts.defaults().withAnswer(Duration.ofMillis(500))).build()) {
      Container web = docker.containers().get("web");
      assertEquals(3, web.waitFor());
      assertEquals(3, web.waitFor(Duration.ofSeconds(20)));
      assertEquals(List.of("POST /v1.29/containers/web/wait", "POST /v1.29/containers/web/wait"), engine.lines());
      assertThrows(DeadlineException.class, () -> web.waitFor(Duration.ofMillis(300)));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aWaitIsNotPromisedBeforeTheEngineCanRegisterIt() {
    try (DockerClient docker = speaking("1.29")) {
      Container web = docker.containers().get("web");
      String said = assertThrows(UnsupportedException.class, () -> web.openWait(WaitCondition.NOT_RUNNING))
          .getMessage();
      assertTrue(said.contains("needs API 1.30 and this engine speaks 1.29") && said.contains("waitFor"), said);
      assertEquals(List.of(), engine.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.24", "1.40"})
  void statsWithoutCpuIsTheFirstOfManyReadings(String api) {
    engine.answers(json(200, "{\"read\":\"2026-01-02T03:04:05Z\"}\n{\"read\":\"2026-01-02T03:04:06Z\"}\n"));
    try (DockerClient docker = speaking(api)) {
      assertEquals(Instant.parse("2026-01-02T03:04:05Z"),
          docker.containers().get("web").statsWithoutCpu().time().orElseThrow());
      assertEquals(List.of("GET /v" + api + "/containers/web/stats"), engine.lines());
    }
  }
}
