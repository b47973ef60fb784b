package io.longshore.image;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.error.StreamFailedException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.registry.RegistryAuth;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull that did not pull is never a success, whatever the status was. */
@Timeout(60)
class PullsThatFailTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"error\":\"no such manifest\"}|no such manifest",
      "{\"errorDetail\":{\"message\":\"no space left\"}}|no space left",
      "{\"errorDetail\":{\"code\":401,\"message\":\"no space left\"},\"error\":\"short\"}|no space left",
      "{\"errorDetail\":{\"code\":7},\"error\":\"short\"}|short",
      "{\"errorDetail\":{\"code\":7}}|code 7",
      "{\"status\":\"x\",\"id\":\"y\",\"error\":\"with more\"}|with more",
      "{\"message\":\"boom\"}|boom",
  })
  void anErrorInTheStreamIsAFailedCall(String object, String words) {
    String steps = "{\"status\":\"Pulling from a\"}\r\n" + object + "\r\n{\"status\":\"never seen\"}\r\n";
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, steps));
        DockerClient docker = engine.client()) {
      List<String> seen = new ArrayList<>();
      StreamFailedException e = assertThrows(StreamFailedException.class,
          () -> docker.images().pull("a:b", step -> seen.add(step.status())));
      assertEquals(words, e.engineMessage());
      assertEquals("ImageCreate", e.operation());
      assertEquals("a:b", e.resource());
      assertEquals(200, e.status());
      assertEquals("1.51", e.apiVersion());
      assertTrue(e.getMessage().contains("pull of a:b failed: " + words), e.getMessage());
      assertEquals(List.of("Pulling from a"), seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "null"})
  void anAnswerWithNothingInItIsNoPull(String nothing) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, nothing));
        DockerClient docker = engine.client()) {
      StreamException e = assertThrows(StreamException.class, () -> docker.images().pull("a:b"));
      assertSame(StreamEnd.TRUNCATED, e.end());
      assertTrue(e.getMessage().contains("sent an empty response to the pull of a:b"), e::getMessage);
    }
  }

  /** Docker has a last word; an engine that has none is asked whether it has the image. */
  @Test
  void aPullWithoutItsLastWordHasToShowItsImage() {
    for (int status : new int[] {200, 404, 403}) {
      try (ScriptedEngine engine = new ScriptedEngine()
          .answers(
              request -> request.getMethod().equals("POST")
                  ? json(200, "{\"status\":\"Pulling fs layer\"}")
                  : json(status, "{\"message\":\"as it is\"}"));
          DockerClient docker = engine.client()) {
        if (status == 404) {
          StreamException e = assertThrows(StreamException.class, () -> docker.images().pull("a:b"));
          assertSame(StreamEnd.TRUNCATED, e.end());
        } else {
          docker.images().pull("a:b");
        }
        assertEquals("GET /v1.51/images/a:b/json", ScriptedEngine.line(engine.last()));
      }
    }
    try (
        ScriptedEngine engine = new ScriptedEngine()
            .answers(json(200, "{\"status\":\"Status: Image is up to date for a:b\"}"));
        DockerClient docker = engine.client()) {
      docker.images().pull("a:b");
      assertEquals("POST /v1.51/images/create?fromImage=a&tag=b", ScriptedEngine.line(engine.only()));
    }
  }

  @Test
  void progressMayComeInAnyPortions() {
    String last = "{\"status\":\"Status: Downloaded newer image for a\"}";
    String steps = "{\"status\":\"ä\",\"progressDetail\":{}}{\"status\":\"b\"}\r\n\r\n  {\"id\":\"c\",\"progressDetail\":{\"current\":1,\"total\":5}}null"
        + last;
    try (ScriptedEngine engine = new ScriptedEngine()
        .answers(
            request -> new MockResponse.Builder().chunkedBody(steps, 3).build());
        DockerClient docker = engine.client()) {
      List<ImageProgress> seen = new ArrayList<>();
      docker.images().pull("a", seen::add);
      assertEquals(List.of("ä", "b"), seen.stream().map(ImageProgress::status).limit(2).toList());
      assertEquals(5, seen.get(2).progressDetail().total());
      assertEquals(4, seen.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Content-Length: 100\r\n\r\n{\"status\":\"one\"}",
      "Content-Length: 100\r\n\r\n{\"status\":\"one\"}{\"sta",
      "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"one\"}\r\n",
      "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"one\"}\r\n10\r\n{\"sta",
      "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"one\"}\r\n5\r\n{\"sta\r\n0\r\n\r\n",
      "X: y\r\n\r\n{\"status\":\"one\"}{\"sta"
  })
  void aStreamThatIsCutIsNoSuccess(String answer) {
    try (RawEngine engine = RawEngine.sending("HTTP/1.1 200 OK\r\n" + answer);
        DockerClient docker = engine.builder().build()) {
      List<String> seen = new ArrayList<>();
      DockerException e = assertThrows(DockerException.class,
          () -> docker.images().pull("a", step -> seen.add(step.status())));
      assertTrue(e instanceof StreamException || e instanceof ConnectionException, e.toString());
      assertTrue(e.getMessage().contains("pull of a"), e.getMessage());
      assertEquals(List.of("one"), seen);
      assertEquals(1, engine.asked().size(), "a pull is not repeated");
    }
  }

  @Test
  void whatIsNoProgressIsAFailure() {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, "{\"status\":\"one\"} <html>"));
        DockerClient docker = engine.client()) {
      StreamException e = assertThrows(StreamException.class, () -> docker.images().pull("a"));
      assertSame(StreamEnd.FAILED, e.end());
    }
  }

  /** What was asked for, what the engine then has, whether it can be asked for a platform or keeps several. */
  @ParameterizedTest
  @CsvSource({
      "linux/s390x, amd64, 1.51, false, false",
      "linux/s390x, amd64, 1.47, false, false",
      "linux/s390x, amd64, 1.47, true, true",
      "linux/amd64, amd64, 1.51, false, true",
      "linux/x86_64, amd64, 1.51, false, true",
      "linux/arm/v7, arm, 1.51, false, true",
      "arm64, arm64, 1.51, false, true",
      "arm64, amd64, 1.51, false, false",
      "aarch64, arm64, 1.51, false, true",
      "linux, arm64, 1.51, false, true",
      "windows, amd64, 1.51, false, false",
      "windows/amd64, amd64, 1.51, false, false",
  })
  void anImageForAnotherPlatformIsNotTheOne(
      String platform, String architecture, String api, boolean containerd, boolean pulled) {
    String store = containerd ? "[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]"
        : "[[\"Supports d_type\",\"true\"]]";
    try (ScriptedEngine engine = new ScriptedEngine().speaks(api).answers(request -> {
      String path = request.getUrl().encodedPath();
      if (path.endsWith("/info")) {
        return json(200, "{\"DriverStatus\":" + store + "}");
      }
      if (path.endsWith("/images/create")) {
        return json(200, "{\"status\":\"Status: Downloaded newer image for a\"}");
      }
      return request.getUrl().queryParameter("platform") == null
          ? json(200, "{\"Os\":\"linux\",\"Architecture\":\"" + architecture + "\"}")
          : json(404, "{\"message\":\"not for this platform\"}");
    });
        DockerClient docker = engine.client()) {
      if (pulled) {
        docker.images().pull(p -> p.reference("a").platform(platform));
      } else {
        NotFoundException e = assertThrows(NotFoundException.class,
            () -> docker.images().pull(p -> p.reference("a").platform(platform)));
        assertTrue(e.getMessage().startsWith("pull of a failed: there is no such image for " + platform),
            e::getMessage);
        assertTrue(e.getMessage().contains("linux/" + architecture + " instead"), e::getMessage);
      }
    }
  }

  @Test
  void whatTakesLongerThanItMayIsEnded() {
    String step = "{\"id\":\"a\",\"status\":\"Waiting\"}";
    try (ScriptedEngine engine = new ScriptedEngine().answers(request -> new MockResponse.Builder()
        .body(step.repeat(10_000)).throttleBody(step.length(), 100, TimeUnit.MILLISECONDS).build());
        DockerClient docker = engine.client()) {
      Duration time = Duration.ofMillis(500);
      byte[] archive = new byte[1024];
      for (Executable call : List.<Executable>of(
          () -> docker.images().pull(p -> p.reference("a").timeout(time)),
          () -> docker.images().get("a").push(p -> p.timeout(time)),
          () -> docker.images().load(new ByteArrayInputStream(archive), l -> l.timeout(time)))) {
        DeadlineException e = assertThrows(DeadlineException.class, call);
        assertTrue(e.getMessage().contains("500 ms"), e::getMessage);
      }
    }
  }

  @Test
  void aRefusalBeforeTheStreamKeepsItsKind() {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(404, "{\"message\":\"pull access denied\"}"));
        DockerClient docker = engine.client()) {
      assertInstanceOf(NotFoundException.class, assertThrows(DockerException.class, () -> docker.images().pull("a")));
    }
  }

  @Test
  void aListenerThatThrowsEndsThePullAndFreesItsConnection() throws InterruptedException {
    CountDownLatch hungUp = new CountDownLatch(1);
    byte[] step = "10\r\n{\"status\":\"one\"}\r\n".getBytes(StandardCharsets.US_ASCII);
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          try {
            while (true) {
              out.write(step);
              out.flush();
            }
          } finally {
            hungUp.countDown();
          }
        });
        DockerClient docker = engine.builder().build()) {
      IllegalStateException mine = new IllegalStateException("enough");
      IllegalStateException thrown = assertThrows(
          IllegalStateException.class,
          () -> docker.images().pull(
              "a",
              progress -> {
                throw mine;
              }));
      assertSame(mine, thrown);
      assertTrue(hungUp.await(20, TimeUnit.SECONDS), "the engine still sends");
    }
  }

  @Test
  void pullsReuseTheirConnectionAndBrokenOnesAreFreed() {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, "{\"status\":\"one\"}\r\n"));
        DockerClient docker = engine.client()) {
      docker.images().pull("a");
      docker.images().pull("a");
      assertEquals(
          engine.asked().get(0).getConnectionIndex(), engine.asked().get(1).getConnectionIndex(),
          "a connection per pull");
      for (int i = 0; i < 30; i++) {
        assertThrows(
            IllegalStateException.class,
            () -> docker.images().pull(
                "a",
                step -> {
                  throw new IllegalStateException();
                }));
      }
      docker.images().pull("a");
    }
  }

  @Test
  void aRunThatCannotPullSaysBoth() {
    try (ScriptedEngine engine = new ScriptedEngine()
        .answers(
            request -> request.getUrl().encodedPath().endsWith("/images/create")
                ? json(200, "{\"error\":\"no route to registry\"}")
                : json(404, "{\"message\":\"No such image: a:latest\"}"));
        DockerClient docker = engine.client()) {
      StreamFailedException e = assertThrows(StreamFailedException.class,
          () -> docker.containers().run(c -> c.image("a")));
      assertEquals("no route to registry", e.engineMessage());
      assertInstanceOf(NotFoundException.class, e.getSuppressed()[0]);
      assertEquals(
          List.of(
              "POST /v1.51/containers/create", "GET /v1.51/images/a/json",
              "POST /v1.51/images/create?fromImage=a&tag=latest"),
          engine.lines());
      engine.forget();
      assertThrows(NotFoundException.class, () -> docker.containers().run(c -> c.image("a").pull(PullPolicy.NEVER)));
      assertEquals(1, engine.asked().size());
    }
  }

  @Test
  void aRunWithoutItsVolumeDriverDoesNotPull() {
    try (ScriptedEngine engine = new ScriptedEngine()
        .answers(
            request -> request.getUrl().encodedPath().endsWith("/images/a/json")
                ? json(200, "{\"Id\":\"sha256:1\"}")
                : json(404, "{\"message\":\"plugin \\\"x\\\" not found\"}"));
        DockerClient docker = engine.client()) {
      NotFoundException e = assertThrows(NotFoundException.class, () -> docker.containers().run(c -> c.image("a")));
      assertEquals("plugin \"x\" not found", e.engineMessage());
      assertEquals(
          List.of("POST /v1.51/containers/create", "GET /v1.51/images/a/json", "POST /v1.51/containers/create"),
          engine.lines());
    }
  }

  /** Docker 20.10's words and 28's; the image that is there does not do. */
  @ParameterizedTest
  @ValueSource(strings = {
      "image with reference a was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64",
      "image with reference a was found but its platform (linux/amd64) does not match the specified platform (linux/arm64)",
      "image with reference a was found but does not provide the specified platform (linux/arm64)",
  })
  void aRunForAnotherPlatformThanTheImagesPulls(String refusal) {
    AtomicBoolean pulled = new AtomicBoolean();
    try (ScriptedEngine engine = new ScriptedEngine()
        .answers(
            request -> {
              String path = request.getUrl().encodedPath();
              if (path.endsWith("/containers/create")) {
                return pulled.get() ? json(201, "{\"Id\":\"c1\"}") : json(404, "{\"message\":\"" + refusal + "\"}");
              }
              pulled.compareAndSet(false, path.endsWith("/images/create"));
              return path.endsWith("/start") ? ScriptedEngine.status(204) : json(200, "{}");
            });
        DockerClient docker = engine.client()) {
      docker.containers().run(c -> c.image("a").platform("linux/arm64"));
      String create = "POST /v1.51/containers/create?platform=linux%2Farm64";
      assertEquals(
          List.of(
              // After a pull the image is looked for, since an engine may not tell a failed one.
              create, "POST /v1.51/images/create?fromImage=a&tag=latest&platform=linux%2Farm64",
              "GET /v1.51/images/a/json", create,
              "POST /v1.51/containers/c1/start"),
          engine.lines());
      engine.forget();
      pulled.set(false);
      assertThrows(
          NotFoundException.class,
          () -> docker.containers().run(c -> c.image("a").platform("linux/arm64").pull(PullPolicy.NEVER)));
      assertEquals(List.of(create), engine.lines());
    }
  }

  @Test
  void anImageThatSomebodyElseHasJustPulledIsUsedAsItIs() {
    AtomicInteger creates = new AtomicInteger();
    try (ScriptedEngine engine = new ScriptedEngine()
        .answers(
            request -> switch (request.getUrl().encodedPath()) {
              case "/v1.51/containers/create" ->
                creates.incrementAndGet() == 1
                    ? json(404, "{\"message\":\"No such image: a:latest\"}")
                    : json(201, "{\"Id\":\"c1\"}");
              case "/v1.51/images/a/json" -> json(200, "{\"Id\":\"sha256:1\"}");
              default -> ScriptedEngine.status(204);
            });
        DockerClient docker = engine.client()) {
      assertEquals("c1", docker.containers().run(c -> c.image("a")).id());
      assertEquals(
          List.of(
              "POST /v1.51/containers/create", "GET /v1.51/images/a/json", "POST /v1.51/containers/create",
              "POST /v1.51/containers/c1/start"),
          engine.lines());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "500|Head \"https://r.example/v2/a/manifests/1\": no basic auth credentials",
      "500|Get \"https://r.example/v2/\": unauthorized: authentication required",
      "500|unauthorized: incorrect username or password",
      "401|unauthorized: authentication required",
      "500|pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
      "500|denied: requested access to the resource is denied",
      "200|unauthorized: access to the requested resource is not authorized",
      "500|denied",
      "403|denied",
      "200|initializing source docker://r.example/a:1: reading manifest 1 in r.example/a: denied",
      "200|trying to reuse blob sha256:0a at destination: failed to read from destination repository a: 403 (Forbidden)",
      "500|unknown: failed to resolve reference \"r.example/a:1\": unexpected status from HEAD request to x: 403 Forbidden",
      "500|unexpected status from HEAD request to http://r.example/v2/a/manifests/1: 401 in words of its own",
      "500|error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: \"<html>\"",
  })
  void aRegistryThatWantsCredentialsSaysHowToGiveThem(int status, String words) {
    String body = status == 200 ? "{\"errorDetail\":{\"message\":\"%s\"}}" : "{\"message\":\"%s\"}";
    try (
        ScriptedEngine engine = new ScriptedEngine()
            .answers(json(status, String.format(body, words.replace("\"", "\\\""))));
        DockerClient docker = engine.client()) {
      UnauthorizedException none = assertThrows(UnauthorizedException.class,
          () -> docker.images().pull("r.example/a:1"));
      assertEquals(status, none.status());
      assertEquals(words, none.engineMessage());
      assertTrue(none.getMessage().contains("auth(RegistryAuth.password("), none.getMessage());
      assertTrue(none.getMessage().startsWith("pull of r.example/a:1 failed: "), none.getMessage());
      UnauthorizedException wrong = assertThrows(
          UnauthorizedException.class,
          () -> docker.images().pull(p -> p.reference("r.example/a:1").auth(RegistryAuth.password("u", "s3cret"))));
      assertTrue(wrong.getMessage().contains("r.example rejected the credentials"), wrong.getMessage());
      assertFalse(wrong.getMessage().contains("s3cret"), wrong.getMessage());
    }
  }
}
