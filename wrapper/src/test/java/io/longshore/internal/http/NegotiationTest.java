package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.of;
import static io.longshore.unit.ScriptedEngine.pong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Containers;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConfigurationException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineNotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.TlsException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.config.Candidate;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which engine is found and which version is spoken with it. */
@Timeout(60)
class NegotiationTest {
  private final ScriptedEngine engine = new ScriptedEngine().answers(json(200, "[]"));
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private static Containers containers(EngineLookup session) {
    return new Containers(new ApiExecutor(session, Dialect.ENGINE, TimeLimits.DEFAULTS, null));
  }

  private static Place place(String source, String host) {
    return Place.of(new Candidate(source, host, null));
  }

  /** A place where engines usually are, which nobody named. */
  private static Place usual(String source, String host) {
    return Place.of(new Candidate(source, host, null, false));
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.24, 1.24", "1.38, 1.38", "1.40, 1.40", "1.41, 1.41", "1.51, 1.51", "1.55, 1.55", "1.56, 1.55",
      "1.100, 1.55", "2.0, 1.55"})
  void theNewestThatBothKnow(String theirs, String spoken) {
    engine.speaks(theirs);
    docker.containers().list();
    assertEquals(List.of("GET /v" + spoken + "/containers/json"), engine.lines());
    assertEquals(ApiVersion.parse(spoken), docker.apiVersion());
    assertEquals(1, engine.pings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.21", "1.23", "0.99"})
  void anEngineThatIsTooOldIsNamedWithBothRanges(String theirs) {
    engine.speaks(theirs);
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains("API " + theirs + " at most; this client speaks 1.24 to 1.55"), e.getMessage());
    assertEquals(List.of(), engine.lines());
  }

  @Test
  void docker18IsPointedToItsExperimentalNetworks() {
    engine.pings(request -> pong(null));
    engine.answers(json(200, "{\"Version\":\"1.8.0-dev\",\"ApiVersion\":\"1.20\",\"Experimental\":true}"));
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains("1.20") && e.getMessage().contains("docker.experimental()"), e.getMessage());
    assertEquals(List.of("GET /version"), engine.lines());
  }

  @Test
  void aDocker18WithoutExperimentalNetworksIsNotPointedThere() {
    engine.pings(request -> pong(null));
    engine.answers(json(200, "{\"Version\":\"1.8.0\",\"ApiVersion\":\"1.20\"}"));
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains("Docker 1.8 without experimental networks"), e.getMessage());
    assertFalse(e.getMessage().contains("docker.experimental()"), e.getMessage());
    assertThrows(UnsupportedException.class, () -> docker.experimental().networks().list());
    assertEquals(List.of("GET /version"), engine.lines(), "nothing more is asked");
  }

  @Test
  void adviceIsAboutSettingsThatCount() {
    String tlsOnly = "Client sent an HTTP request to an HTTPS server.";
    engine.pings(request -> of(400, "text/plain", tlsOnly));
    TlsException e = assertThrows(TlsException.class, () -> docker.system().info());
    assertTrue(e.getMessage().contains("tls(directory)") && !e.getMessage().contains("DOCKER_"), e.getMessage());
    try (EngineLookup session = new EngineLookup(List.of(Place.of(new Candidate("DOCKER_HOST", engine.host(), null))),
        null)) {
      TlsException other = assertThrows(TlsException.class, () -> containers(session).list());
      assertTrue(other.getMessage().contains("DOCKER_TLS_VERIFY=1") && !other.getMessage().contains("tls("),
          other.getMessage());
    }
    try (DockerClient pinned = engine.builder().apiVersion("1.12").build()) {
      engine.speaks("1.51");
      UnsupportedException old = assertThrows(UnsupportedException.class, pinned::apiVersion);
      assertTrue(old.getMessage().contains("the engine up to 1.51"), old.getMessage());
      assertTrue(old.getMessage().contains("leave apiVersion(…) unset") && !old.getMessage().contains("DOCKER_"),
          old.getMessage());
    }
  }

  @Test
  void aModernEngineHasNoExperimentalNetworks() {
    engine
        .answers(json(400, "{\"message\":\"client version 1.20 is too old. Minimum supported API version is 1.44\"}"));
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.experimental().networks().list());
    assertTrue(e.getMessage().contains("speaks API 1.51") && e.getMessage().contains("Docker 1.8"), e.getMessage());
    assertThrows(UnsupportedException.class, () -> docker.experimental().networks().list());
    assertEquals(List.of("GET /v1.20/version"), engine.lines(), "asked once");
  }

  @Test
  void aServerThatKnowsNoPingIsNoEngine() {
    engine.pings(request -> of(404, "text/html", "<html>not here</html>"))
        .answers(of(404, "text/html", "<html>not here</html>"));
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().get("web").inspect());
    assertTrue(e.getMessage().contains(engine.host()) && e.getMessage().contains("not a Docker engine"),
        e.getMessage());
    assertEquals(List.of(), engine.lines(), "nothing else is sent there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>welcome</html>", "OK", "", "\n", "{"})
  void aServerThatAnswersAnythingIsNoEngine(String page) {
    engine.pings(request -> of(200, "text/html", page)).answers(of(200, "text/html", page));
    DockerException e = assertThrows(DockerException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains(engine.host()) && e.getMessage().contains("not a Docker engine"),
        e.getMessage());
  }

  @Test
  void aVersionThatIsNoneIsToldAsSuch() {
    engine.speaks("one");
    DockerException e = assertThrows(DockerException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains("not a Docker engine") && e.getMessage().contains("'one'"), e.getMessage());
  }

  @Test
  void anEngineThatIsIllSaysSoItself() {
    engine.pings(request -> json(500, "{\"message\":\"starting up\"}"));
    ServerErrorException e = assertThrows(ServerErrorException.class, () -> docker.containers().list());
    assertEquals("SystemPing failed: starting up (status 500)", e.getMessage());
    engine.speaks("1.51");
    assertEquals(List.of(), docker.containers().list(), "the next call looks again");
  }

  @Test
  void aPinnedVersionIsSpoken() {
    try (DockerClient pinned = engine.builder().apiVersion("v1.44").build()) {
      pinned.containers().list();
      assertEquals(List.of("GET /v1.44/containers/json"), engine.lines());
      assertEquals(new ApiVersion(1, 44), pinned.apiVersion());
    }
    engine.pings(request -> pong(null));
    engine.answers(request -> request.getUrl().encodedPath().equals("/version") ? json(404, "{}") : json(200, "[]"));
    try (DockerClient pinned = engine.builder().apiVersion("1.43").build()) {
      pinned.containers().list();
    }
    assertEquals("GET /v1.43/containers/json", engine.lines().get(engine.lines().size() - 1));
    try (DockerClient old = engine.builder().apiVersion("1.12").build()) {
      UnsupportedException e = assertThrows(UnsupportedException.class, () -> old.containers().list());
      assertTrue(e.getMessage().contains("and the engine does not say what it speaks: "), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> engine.builder().apiVersion("vv1.43"));
  }

  @Test
  void theEngineIsAskedOnce() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(
            callers.submit(
                () -> {
                  go.await();
                  return docker.containers().list();
                }));
      }
      go.countDown();
      for (Future<?> call : calls) {
        call.get(30, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
    docker.with(Timeouts.defaults().withConnect(Duration.ofSeconds(5))).containers().list();
    assertEquals(1, engine.pings());
    assertEquals(51, engine.asked().size());
    assertTrue(engine.lines().stream().allMatch(line -> line.equals("GET /v1.51/containers/json")),
        engine.lines().toString());
  }

  @Test
  void manyCallsWaitForOneFailedSearchAndNotForEachOther() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    AtomicInteger pings = new AtomicInteger();
    engine.pings(
        request -> {
          pings.incrementAndGet();
          pinged.countDown();
          return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
        });
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try (DockerClient impatient = engine.builder().timeouts(Timeouts.defaults().withAnswer(Duration.ofSeconds(2)))
        .build()) {
      List<Future<DeadlineException>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(callers.submit(() -> assertThrows(DeadlineException.class, () -> impatient.containers().list())));
      }
      Set<DeadlineException> thrown = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<DeadlineException> call : calls) {
        thrown.add(call.get(20, TimeUnit.SECONDS));
      }
      assertEquals(20, thrown.size(), "threads share an exception");
      // Those that came before the first search ended share its failure; a slow machine may start some later.
      assertTrue(pings.get() < 5, pings + " searches");
      engine.speaks("1.51");
      assertEquals(List.of(), impatient.containers().list(), "the next call searches again");
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void aSharedFailureIsTheSameInAnotherException() {
    List<EngineNotFoundException.Attempt> attempts = List
        .of(new EngineNotFoundException.Attempt("s", "h", "two\nlines"));
    for (ConnectionException first : List.of(
        new EngineNotFoundException(attempts), new EngineNotFoundException("head", attempts, null),
        new DeadlineException("late", null), new TlsException("tls", null), new ConnectionException("lost", null))) {
      ConnectionException again = EngineLookup.again(first);
      assertSame(first.getClass(), again.getClass());
      assertEquals(first.getMessage(), again.getMessage());
      assertSame(first, again.getCause());
    }
  }

  @Test
  void aFailedSearchIsTriedAgain() throws IOException {
    int port = unusedPort();
    try (DockerClient early = DockerClient.builder().host("tcp://127.0.0.1:" + port).build()) {
      assertThrows(EngineNotFoundException.class, () -> early.containers().list());
      try (MockWebServer late = new MockWebServer()) {
        late.enqueue(pong("1.51"));
        late.enqueue(json(200, "null"));
        late.start(InetAddress.getLoopbackAddress(), port);
        assertEquals(List.of(), early.containers().list());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"application/json, '{\"message\":\"%s\"}'", "text/plain, '%s\n'"})
  void anEngineThatRefusesTheVersionIsAskedAgain(String type, String form) {
    String words = "client version 1.51 is too new. Maximum supported API version is 1.47";
    engine.answers(
        request -> request.getUrl().encodedPath().startsWith("/v1.51") ? of(400, type, form.formatted(words))
            : json(200, "[]"));
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().list());
    assertTrue(e.getMessage().contains(words) && e.getMessage().contains("this client speaks 1.24 to 1.55"),
        e.getMessage());
    engine.speaks("1.47");
    engine.forget();
    assertEquals(List.of(), docker.containers().list());
    assertEquals(List.of("GET /v1.47/containers/json"), engine.lines());
    assertEquals(2, engine.pings());
  }

  @Test
  void anotherBadRequestIsNone() {
    engine.answers(json(400, "{\"message\":\"invalid filter\"}"));
    assertThrows(BadRequestException.class, () -> docker.containers().list());
    assertThrows(BadRequestException.class, () -> docker.containers().list());
    assertEquals(1, engine.pings());
  }

  @Test
  void askingAgainEndsNoOtherCall() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    engine.answers(
        request -> {
          if (!request.getUrl().encodedPath().endsWith("/info")) {
            return json(400, "{\"message\":\"client version 1.51 is too new. Maximum supported API version is 1.47\"}");
          }
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return json(200, "{\"ID\":\"e\"}");
        });
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try {
      Future<String> slow = callers.submit(() -> docker.system().info().id());
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      assertThrows(UnsupportedException.class, () -> docker.containers().list());
      answer.countDown();
      assertEquals("e", slow.get(20, TimeUnit.SECONDS));
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void theFirstPlaceThatWorksIsTaken(@TempDir Path folder) throws IOException {
    List<Place> places = List.of(
        usual("rootful", "unix://" + folder.resolve("none.sock")),
        usual("refusing", "tcp://127.0.0.1:" + unusedPort()),
        usual("working", engine.host()),
        usual("never tried", "unix://" + folder.resolve("other.sock")));
    try (EngineLookup session = new EngineLookup(places, null)) {
      assertEquals(List.of(), containers(session).list());
      assertEquals(List.of(), containers(session).list());
    }
    assertEquals(2, engine.asked().size());
    assertEquals(1, engine.pings());
  }

  @Test
  void whereNothingWorksEachPlaceIsToldWithItsReason(@TempDir Path folder) throws IOException {
    int port = unusedPort();
    List<Place> places = List.of(
        usual("rootful", "unix://" + folder.resolve("none.sock")),
        usual("a folder", "unix://" + folder),
        usual("a port", "tcp://127.0.0.1:" + port));
    try (EngineLookup session = new EngineLookup(places, null)) {
      EngineNotFoundException e = assertThrows(EngineNotFoundException.class, () -> containers(session).list());
      assertEquals(List.of("rootful", "a folder", "a port"), e.attempts().stream().map(a -> a.source()).toList());
      String[] lines = e.getMessage().split("\n");
      assertEquals(4, lines.length, e.getMessage());
      assertTrue(lines[0].contains("no Docker engine found") && lines[0].contains("DOCKER_HOST"), lines[0]);
      assertTrue(lines[1].contains("none.sock does not exist"), lines[1]);
      assertTrue(lines[2].contains("is a directory, not a socket"), lines[2]);
      assertTrue(lines[3].contains("tcp://127.0.0.1:" + port) && lines[3].contains("Nothing accepts connections"),
          lines[3]);
    }
  }

  @Test
  void anIllEngineIsNotPassedOverForAnother(@TempDir Path folder) {
    try (ScriptedEngine ill = new ScriptedEngine()) {
      List<Place> places = List.of(usual("none", "unix://" + folder.resolve("none.sock")), usual("ill", ill.host()),
          usual("well", engine.host()));
      TimeLimits timeouts = new TimeLimits(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofMinutes(5),
          Duration.ofMinutes(10));
      try (EngineLookup session = new EngineLookup(places, null)) {
        Containers containers = new Containers(new ApiExecutor(session, Dialect.ENGINE, timeouts, null));
        ill.pings(request -> new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
        DeadlineException late = assertThrows(DeadlineException.class, containers::list);
        assertTrue(late.getMessage().contains(ill.host()), late.getMessage());
        ill.pings(request -> new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
        ConnectionException lost = assertThrows(ConnectionException.class, containers::list);
        assertSame(ConnectionException.class, lost.getClass(), lost.toString());
        assertTrue(lost.getMessage().contains("the connection to " + ill.host() + " broke"), lost.getMessage());
        assertEquals(0, engine.pings(), "another engine was asked");
      }
    }
  }

  @Test
  void whoNamedAnAddressIsNotToldToNameOne() throws IOException {
    try (DockerClient client = DockerClient.builder().host("tcp://127.0.0.1:" + unusedPort()).build()) {
      EngineNotFoundException e = assertThrows(EngineNotFoundException.class, () -> client.containers().list());
      assertTrue(e.getMessage().startsWith("no Docker engine found at the address that was given; "), e.getMessage());
      assertFalse(e.getMessage().contains("DOCKER_HOST"), e.getMessage());
      assertEquals(1, e.attempts().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
      "tcp://[fe80::1%lo]:2375, zones of IPv6 addresses are not supported",
      "tcp://a..b:1, write tcp://host:port",
      "unix://rel.sock, absolute path"
  })
  void anAddressThatCannotBeReachedIsRefusedWhenTheClientIsBuilt(String host, String advice) {
    ConfigurationException e = assertThrows(ConfigurationException.class,
        () -> DockerClient.builder().host(host).build());
    assertTrue(e.getMessage().startsWith("host: ") && e.getMessage().contains(advice), e.getMessage());
    DockerClient.builder().host("tcp://my_host:2375").build().close();
  }
}
