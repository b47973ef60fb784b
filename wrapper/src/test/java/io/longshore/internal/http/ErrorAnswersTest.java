package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.of;
import static io.longshore.unit.ScriptedEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.ForbiddenException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.TooManyRequestsException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.internal.config.Candidate;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer that is no success, for every status and every form that its body comes in. */
@Timeout(60)
class ErrorAnswersTest {
  private static final Map<Integer, Class<? extends EngineException>> TYPES = new TreeMap<>(
      Map.of(
          400, BadRequestException.class,
          401, UnauthorizedException.class,
          403, ForbiddenException.class,
          429, TooManyRequestsException.class,
          404, NotFoundException.class,
          409, ConflictException.class,
          418, EngineException.class,
          500, ServerErrorException.class,
          501, ServerErrorException.class,
          503, ServerErrorException.class));

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private record Form(String name, String type, String body, String words) {}

  private static List<Form> forms() {
    String page = "<html>\n<body><h1>Bad Gateway</h1></body></html>";
    return List.of(
        new Form("JSON", "application/json", "{\"message\":\"No such container: web\"}\n", "No such container: web"),
        new Form("JSON with charset", "application/json; charset=utf-8", "{\"message\":\"größer\",\"more\":[1]}",
            "größer"),
        new Form("text", "text/plain; charset=utf-8", "no such container\n", "no such container"),
        new Form("JSON called text", "text/plain", "{\"message\":\"words\"}\n", "words"),
        new Form("a page", "text/html", page, page),
        new Form("nothing", "text/plain", "", "no reason given"),
        new Form("blank", "text/plain", " \r\n", "no reason given"),
        new Form("null", "application/json", "null", "null"),
        new Form("null message", "application/json", "{\"message\":null}", "{\"message\":null}"),
        new Form("empty message", "application/json", "{\"message\":\"\"}", "no reason given"),
        new Form("JSON of another form", "application/json", "[\"oops\"]", "[\"oops\"]"),
        new Form("cut JSON", "application/json", "{\"message\":\"No su", "{\"message\":\"No su"));
  }

  @TestFactory
  List<DynamicTest> everyStatusAndForm() {
    List<DynamicTest> tests = new ArrayList<>();
    TYPES.forEach(
        (status, type) -> forms().forEach(
            form -> tests.add(
                DynamicTest.dynamicTest(
                    status + " " + form.name(),
                    () -> {
                      engine.answers(of(status, form.type(), form.body()));
                      EngineException e = assertThrows(EngineException.class,
                          () -> docker.containers().get("web").start());
                      assertSame(type, e.getClass());
                      told(e, status, form.words());
                    }))));
    return tests;
  }

  private static void told(EngineException e, int status, String words) {
    assertEquals(status, e.status());
    assertEquals("ContainerStart", e.operation());
    assertEquals("web", e.resource());
    assertEquals(words, e.engineMessage());
    assertEquals("1.51", e.apiVersion());
    assertEquals("start of web failed: " + words + " (status " + status + ", API 1.51, ContainerStart)",
        e.getMessage());
  }

  @Test
  void withoutAResourceNoneIsNamed() {
    engine.answers(json(500, "{\"message\":\"oops\"}"));
    EngineException e = assertThrows(ServerErrorException.class, () -> docker.containers().list());
    assertEquals("", e.resource());
    assertEquals("list failed: oops (status 500, API 1.51, ContainerList)", e.getMessage());
  }

  @Test
  void aCreateNamesWhatItWasAbout() {
    engine.answers(json(404, "{\"message\":\"No such image: i:latest\"}"));
    assertEquals(
        "a container of i",
        assertThrows(NotFoundException.class, () -> docker.containers().create(c -> c.image("i").env("P", "s3cret")))
            .resource());
    engine.answers(json(409, "{\"message\":\"name in use\"}"));
    assertEquals(
        "db", assertThrows(ConflictException.class, () -> docker.containers().create(c -> c.image("i").name("db")))
            .resource());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json"})
  void aHugeReasonIsCut(String type) {
    String body = (type.endsWith("json") ? "{\"message\":\"" : "") + "x".repeat(20_000_000);
    engine.answers(of(500, type, body));
    EngineException e = assertThrows(ServerErrorException.class, () -> docker.containers().get("web").start());
    assertTrue(e.engineMessage().length() < 5_000, e.engineMessage().length() + " characters");
    assertTrue(e.engineMessage().endsWith("…"));
    engine.answers(status(204));
    assertTrue(docker.containers().get("web").start(), "the client goes on");
  }

  @Test
  void aLongMessageInJsonIsCutToo() {
    engine.answers(json(500, "{\"message\":\"" + "x".repeat(50_000) + "\"}"));
    EngineException e = assertThrows(ServerErrorException.class, () -> docker.containers().get("web").start());
    assertEquals("x".repeat(4096) + "…", e.engineMessage());
  }

  @Test
  void whatIsNoTextReachesNoTerminal() {
    Buffer bytes = new Buffer()
        .write(new byte[] {0, 1, 27, '[', '2', 'J', (byte) 0xff, (byte) 0xfe, 'a', '\n', 'b', 127});
    engine.answers(
        new MockResponse.Builder().code(502).headers(Headers.of("Content-Type", "application/octet-stream")).body(bytes)
            .build());
    EngineException e = assertThrows(ServerErrorException.class, () -> docker.containers().get("web").start());
    assertEquals("???[2J\ufffd\ufffda\nb?", e.engineMessage().substring(e.engineMessage().length() - 12));
  }

  @Test
  void neitherDoesWhatJsonHides() {
    engine.answers(json(409, "{\"message\":\"a\\u001b[2Jb\\u0007\\nc\"}"));
    EngineException e = assertThrows(ConflictException.class, () -> docker.containers().get("web").start());
    assertEquals("a?[2Jb?\nc", e.engineMessage());
  }

  @Test
  void forbiddenIsAConflictInTheExperimentalDialectOnly() {
    EngineException.Answer answer = new EngineException.Answer("NetworkCreate", "", 403, "exists", "1.20");
    assertSame(ConflictException.class, Dialect.EXPERIMENTAL.failure(answer).getClass());
    assertSame(ForbiddenException.class, Dialect.ENGINE.failure(answer).getClass());
    assertEquals(403, Dialect.EXPERIMENTAL.failure(answer).status());
  }

  @Test
  void anAnswerToHeadHasNoReason() {
    engine.answers(status(500));
    try (EngineLookup session = new EngineLookup(List.of(Place.of(new Candidate("test", engine.host(), null))), null)) {
      ApiExecutor executor = new ApiExecutor(session, Dialect.ENGINE, TimeLimits.DEFAULTS, null);
      EngineException e = assertThrows(
          ServerErrorException.class,
          () -> executor.exchange(SystemApi.systemPingHead().request(), Limits.ORDINARY));
      assertEquals("no reason given", e.engineMessage());
      assertEquals("HEAD /v1.51/_ping", engine.lines().get(0));
      engine.answers(status(404));
      assertThrows(
          NotFoundException.class,
          () -> executor.exchange(ContainerApi.containerArchiveInfo("web").options(o -> o.path("/x")).request(),
              Limits.ORDINARY));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void redirectsAreNotFollowedAndToldWithTheirLocation(int status) {
    engine.answers(
        new MockResponse.Builder().code(status).addHeader("Location", "/elsewhere").addHeader("Content-Length", "0")
            .build());
    EngineException started = assertThrows(EngineException.class, () -> docker.containers().get("web").start());
    assertSame(EngineException.class, started.getClass());
    assertEquals(status, started.status());
    assertTrue(started.getMessage().contains("it redirects to /elsewhere, which is not followed"),
        started.getMessage());
    EngineException listed = assertThrows(EngineException.class, () -> docker.containers().list());
    assertEquals(status, listed.status());
    assertEquals(List.of("POST /v1.51/containers/web/start", "GET /v1.51/containers/json"), engine.lines());
  }

  @Test
  void anUpgradeThatNobodyAskedForIsAnError() {
    try (RawEngine raw = RawEngine.sending("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        DockerClient client = raw.builder().build()) {
      DockerException e = assertThrows(DockerException.class, () -> client.containers().list());
      assertTrue(e.getMessage().contains("list"), e.getMessage());
    }
  }

  @Test
  void interimAnswersAreSkipped() {
    try (RawEngine raw = RawEngine.sending(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
        DockerClient client = raw.builder().build()) {
      assertEquals(List.of(), client.containers().list());
    }
  }

  @Test
  void aReasonThatBreaksOffKeepsItsStatus() {
    try (
        RawEngine raw = RawEngine
            .sending("HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nname in use");
        DockerClient client = raw.builder().build()) {
      ConflictException e = assertThrows(ConflictException.class, () -> client.containers().get("web").rename("db"));
      assertEquals("name in use", e.engineMessage());
      assertFalse(e.getMessage().contains("done"), e.getMessage());
    }
  }
}
