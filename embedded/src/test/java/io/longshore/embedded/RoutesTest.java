package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.embedded.internal.api.ModernApi;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.experimental.ExperimentalApi;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.testing.SpecOperations;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The routes against the spec: each operation is served or stands here, and nothing is served beyond it. */
class RoutesTest extends EngineTest {
  private static final String NO_MANAGER = "This node is not a swarm manager. Use 'docker swarm init' or"
      + " 'docker swarm join' to connect this node to swarm and try again.";

  /** In the spec and not served: an embedded engine says so. */
  private static final String SPECIFIED = """
      GET /containers/x/attach/ws
      POST /session
      """;

  /** What else API 1.55 has and the spec does not. */
  private static final String UNSPECIFIED = """
      GET /images/search
      GET /images/x/attestations
      POST /swarm/init
      POST /swarm/join
      GET /plugins
      GET /plugins/privileges
      POST /plugins/pull
      POST /plugins/create
      GET /plugins/x/json
      DELETE /plugins/x
      POST /plugins/x/enable
      POST /plugins/x/disable
      POST /plugins/x/upgrade
      POST /plugins/x/push
      POST /plugins/x/set
      """;

  /** What engines refuse that are in no swarm; read off 28.5. */
  private static final String OF_A_SWARM = """
      GET /swarm
      POST /swarm/update
      GET /swarm/unlockkey
      POST /swarm/unlock
      GET /nodes
      GET /nodes/x
      DELETE /nodes/x
      POST /nodes/x/update
      GET /services
      POST /services/create
      GET /services/x
      DELETE /services/x
      POST /services/x/update
      GET /services/x/logs
      GET /tasks
      GET /tasks/x
      GET /tasks/x/logs
      GET /secrets
      POST /secrets/create
      GET /secrets/x
      DELETE /secrets/x
      POST /secrets/x/update
      GET /configs
      POST /configs/create
      GET /configs/x
      DELETE /configs/x
      POST /configs/x/update
      """;

  private static final String LEAVE = "POST /swarm/leave";

  static Stream<String> notDone() {
    return (SPECIFIED + UNSPECIFIED).lines();
  }

  static Stream<String> ofASwarm() {
    return OF_A_SWARM.lines();
  }

  @Test
  void areThoseOfTheSpec() {
    TreeSet<String> expected = specified("engine.yaml");
    SPECIFIED.lines().filter(route -> !expected.contains(route)).forEach(route -> {
      throw new AssertionError(route + " is not in the spec");
    });
    Stream.of(UNSPECIFIED, OF_A_SWARM, LEAVE).flatMap(String::lines).forEach(expected::add);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    ModernApi api = new ModernApi(new Engine(timer), new ApiVersion(1, 55), Map.of(), threads);
    timer.shutdown();
    threads.shutdown();
    assertEquals(lines(expected), lines(filled(api.routes())));
  }

  @Test
  void ofTheExperimentalApiAreThoseOfItsSpec() {
    TreeSet<String> expected = specified("experimental-networking.yaml");
    // What a client asks for first, to know whom it speaks to.
    expected.addAll(List.of("GET /_ping", "GET /version"));
    assertEquals(lines(expected), lines(filled(new ExperimentalApi(true).routes())));
  }

  private static TreeSet<String> specified(String document) {
    return SpecOperations.of(document).values().stream()
        .map(request -> request.method() + " " + request.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<String> filled(List<String> templates) {
    return templates.stream()
        .map(template -> template.replaceAll("\\{[^}]*}", "x"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String lines(TreeSet<String> routes) {
    return String.join("\n", routes);
  }

  @ParameterizedTest
  @MethodSource("notDone")
  void refusesInWords(String route) throws IOException {
    String[] parts = route.split(" ");
    String path = "/v1.51" + parts[1];
    expect(501, "the embedded engine does not serve " + parts[0] + " " + path, parts[0], path, "");
  }

  @ParameterizedTest
  @MethodSource("ofASwarm")
  void isInNoSwarm(String route) throws IOException {
    String[] parts = route.split(" ");
    expect(503, NO_MANAGER, parts[0], "/v1.51" + parts[1], "");
  }

  @Test
  void cannotLeaveASwarm() throws IOException {
    expect(503, "This node is not part of a swarm", "POST", "/v1.51/swarm/leave", "");
  }

  /** Read off 28.5: there is no 405, and a path is looked up before its version. */
  @Test
  void whatIsNoRouteIsNotFound() throws IOException {
    for (String route : List.of(
        "GET /v1.51/nonsense", "GET /nonsense", "GET /", "GET /v1.51", "GET /v1.51/containers", "GET /v1.51/version/",
        "PUT /v1.51/containers/json", "DELETE /v1.51/version", "PATCH /v1.51/volumes", "POST /v1.51/_ping",
        "GET /v1.51/containers/x/y/z", "GET /v1.99/nonsense", "GET /vx/version")) {
      String[] parts = route.split(" ");
      expect(404, "page not found", parts[0], parts[1], "");
    }
    RawClient.Answer answer = call("HEAD", "/v1.51/containers/json");
    assertEquals(Arrays.asList(404, ""), Arrays.asList(answer.status(), answer.body()));
  }

  @Test
  void optionsAreAnsweredOnEveryPath() throws IOException {
    for (String path : List.of("/v1.51/version", "/v1.51/nonsense", "/nonsense")) {
      RawClient.Answer answer = call("OPTIONS", path);
      assertEquals(List.of("200", "0", ""),
          List.of(String.valueOf(answer.status()), answer.header("Content-Length"), answer.body()));
    }
    expect(400, "client version 1.99 is too new", "OPTIONS", "/v1.99/version", "");
  }
}
