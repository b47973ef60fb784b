package io.longshore.registry;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.CancelledException;
import io.longshore.error.ConfigurationException;
import io.longshore.error.DockerException;
import io.longshore.error.UnauthorizedException;
import io.longshore.image.PullPolicy;
import io.longshore.unit.LogRecords;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which credentials the calls of a client send, and what happens if they cannot be found. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class CredentialsOfAClientTest {
  private static final String IMAGE = "r.example/app:1";
  private static final String PULLED = "{\"status\":\"Status: Image is up to date for app\"}";
  private static final String FILE = "{'username':'file','password':'hush','serveraddress':'r.example'}";

  @TempDir
  Path directory;

  private final ScriptedEngine engine = new ScriptedEngine().answers(json(200, PULLED));
  private final LogRecords logged = new LogRecords();
  private DockerHome home;
  private DockerClient docker;

  @BeforeEach
  void start() {
    home = new DockerHome(directory);
    docker = engine.builder().credentials(home.credentials()).build();
    LogRecords.OURS.addHandler(logged);
    LogRecords.OURS.setUseParentHandlers(false);
  }

  @AfterEach
  void stop() {
    LogRecords.OURS.removeHandler(logged);
    LogRecords.OURS.setUseParentHandlers(true);
    docker.close();
    engine.close();
  }

  /** What the last request had for the registry. */
  private String sent() {
    String header = engine.last().getHeaders().get("X-Registry-Auth");
    return header == null ? "none" : new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8)
        .replace('"', '\'');
  }

  private String pulled(DockerClient client, String image) {
    engine.forget();
    client.images().pull(image);
    return sent();
  }

  private String pulled() {
    return pulled(docker, IMAGE);
  }

  @Test
  void theFileIsReadForEachCall() {
    assertEquals("none", pulled());
    home.login("r.example", "file", "hush");
    assertEquals(FILE, pulled());
    assertEquals("none", pulled(docker, "other.example/app"));
    home.login("r.example", "file", "hush2");
    assertEquals(FILE.replace("hush", "hush2"), pulled());
    home.config("{}");
    assertEquals("none", pulled());
  }

  @Test
  void aHelperComesBeforeTheStoreAndTheStoreBeforeTheFile() {
    String auths = "\"auths\":{\"r.example\":{\"auth\":\"" + DockerHome.base64("file:hush") + "\"}}";
    home.helper("own", "own", "hush").helper("store", "store", "hush");
    home.config("{\"credsStore\":\"store\",\"credHelpers\":{\"r.example\":\"own\",\"r.file\":\"\"}," + auths + "}");
    assertEquals(FILE.replace("file", "own"), pulled());
    assertEquals(FILE.replace("file", "store").replace("r.example", "s.example"), pulled(docker, "s.example/app"));
    assertEquals("{'username':'store','password':'hush','serveraddress':'https://index.docker.io/v1/'}",
        pulled(docker, "app"));
    assertEquals(List.of("own get <r.example>", "store get <s.example>", "store get <https://index.docker.io/v1/>"),
        home.asked());
    home.config("{\"credsStore\":\"store\",\"credHelpers\":{\"r.example\":\"\"}," + auths + "}");
    assertEquals(FILE, pulled());
  }

  @Test
  void theVariableComesBeforeTheFile() {
    home.helper("own", "own", "hush").config("{\"credHelpers\":{\"r.example\":\"own\",\"s.example\":\"own\"}}");
    home.variable("DOCKER_AUTH_CONFIG",
        "{\"auths\":{\"r.example\":{\"auth\":\"" + DockerHome.base64("file:hush") + "\"}}}");
    try (DockerClient client = engine.builder().credentials(home.credentials()).build()) {
      assertEquals(FILE, pulled(client, IMAGE));
      assertEquals(List.of(), home.asked());
      assertEquals(FILE.replace("file", "own").replace("r.example", "s.example"), pulled(client, "s.example/app"));
    }
    for (String wrong : List.of("{\"auths\":{\"r.example\":{\"auth\":\"hush!\"}}}", "hush")) {
      home.variable("DOCKER_AUTH_CONFIG", wrong);
      try (DockerClient client = engine.builder().credentials(home.credentials()).build()) {
        ConfigurationException failed = assertThrows(ConfigurationException.class,
            () -> client.images().pull(IMAGE));
        assertTrue(failed.getMessage().contains("DOCKER_AUTH_CONFIG"), failed::getMessage);
        assertFalse(failed.getMessage().contains("hush"), failed::getMessage);
      }
    }
  }

  @Test
  void aTokenOfAHelperIsSentAsOne() {
    home.helper("own", "<token>", "hush").config("{\"credHelpers\":{\"r.example\":\"own\"}}");
    assertEquals("{'serveraddress':'r.example','identitytoken':'hush'}", pulled());
  }

  @Test
  void explicitCredentialsWinAndNothingElseIsAskedFor() {
    home.helper("own", "own", "hush").config("{\"credHelpers\":{\"r.example\":\"own\"}}");
    RegistryAuth given = RegistryAuth.password("given", "hush");
    String expected = FILE.replace("file", "given");
    docker.images().pull(p -> p.reference(IMAGE).auth(given));
    assertEquals(expected, sent());
    docker.registries().inspect(IMAGE, given);
    assertEquals(expected, sent());
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/containers/create")
            ? json(201, "{\"Id\":\"c1\"}")
            : json(200, PULLED));
    engine.forget();
    docker.containers().create(c -> c.image(IMAGE).pull(PullPolicy.ALWAYS).registryAuth(given));
    assertEquals(expected, headerOfPull());
    home.config("not a configuration");
    docker.images().pull(p -> p.reference(IMAGE).auth(given));
    assertEquals(List.of(), home.asked());
  }

  private String headerOfPull() {
    return engine.asked().stream().filter(request -> request.getUrl().encodedPath().endsWith("/images/create"))
        .map(request -> new String(Base64.getUrlDecoder().decode(request.getHeaders().get("X-Registry-Auth")),
            StandardCharsets.UTF_8).replace('"', '\''))
        .findFirst().orElseThrow();
  }

  @Test
  void runAndCreatePullWithThem() {
    home.login("r.example", "file", "hush");
    engine.answers(
        request -> switch (request.getUrl().encodedPath()) {
          case "/v1.51/containers/create" -> json(201, "{\"Id\":\"c1\"}");
          case "/v1.51/images/create" -> json(200, PULLED);
          default -> ScriptedEngine.status(204);
        });
    docker.containers().create(c -> c.image(IMAGE).pull(PullPolicy.ALWAYS));
    assertEquals(FILE, headerOfPull());
    engine.forget();
    docker.containers().run(c -> c.image(IMAGE).pull(PullPolicy.ALWAYS));
    assertEquals(FILE, headerOfPull());
  }

  @Test
  void anInspectionUsesThem() {
    home.login("r.example", "file", "hush");
    docker.registries().inspect(IMAGE);
    assertEquals(FILE, sent());
  }

  @Test
  void nothingIsReadOrAskedBeforeItIsNeeded() {
    home.config("not a configuration");
    docker.system().version();
    docker.registries().login("r.example", RegistryAuth.password("given", "hush"));
    assertThrows(ConfigurationException.class, () -> docker.images().pull(IMAGE));
  }

  @Test
  void aProgramMayHaveItsOwn() {
    RegistryAuth auth = RegistryAuth.identityToken("hush");
    try (DockerClient fixed = engine.builder().credentials(Map.of("r.example", auth)::get).build();
        DockerClient none = engine.builder().credentials(RegistryCredentials.none()).build();
        DockerClient other = engine.builder().credentials(RegistryCredentials.fromConfig(directory)).build()) {
      home.login("r.example", "file", "hush");
      assertEquals("{'serveraddress':'r.example','identitytoken':'hush'}", pulled(fixed, IMAGE));
      assertEquals("none", pulled(fixed, "app"));
      assertEquals("none", pulled(none, IMAGE));
      assertEquals(FILE, pulled(other, IMAGE));
    }
    IllegalStateException mine = new IllegalStateException();
    try (DockerClient broken = engine.builder().credentials(registry -> {
      throw mine;
    }).build()) {
      assertSame(mine, assertThrows(IllegalStateException.class, () -> broken.images().pull(IMAGE)));
    }
  }

  @Test
  void aProgramMayAskToo() {
    home.login("r.example", "file", "hush");
    RegistryAuth found = home.credentials().find("r.example");
    assertEquals("file", found.config("r.example").username());
    assertFalse(found.toString().contains("hush"), found::toString);
    assertNull(home.credentials().find("other.example"));
    home.config("not a configuration");
    assertThrows(ConfigurationException.class, () -> home.credentials().find("r.example"));
  }

  private DockerException failed() {
    engine.forget();
    DockerException failed = assertThrows(DockerException.class, () -> docker.images().pull(IMAGE));
    assertEquals(List.of(), engine.lines(), "something was sent");
    assertHidden(failed);
    return failed;
  }

  private void assertHidden(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertFalse(t.toString().contains("hush"), t::toString);
    }
    for (LogRecord entry : logged.seen()) {
      assertFalse(entry.getMessage().contains("hush") || List.of(entry.getParameters()).toString().contains("hush"),
          entry::getMessage);
    }
  }

  @Test
  void aHelperThatFailsForARegistryInTheFileEndsTheCall() {
    for (String config : List.of(
        "{\"credHelpers\":{\"r.example\":\"own\"}}",
        "{\"credsStore\":\"own\",\"auths\":{\"r.example\":{}}}",
        "{\"credsStore\":\"own\",\"auths\":{\"https://r.example/v1/\":{}}}")) {
      home.config(config).helper("own", "echo hush; echo hush >&2; exit 3");
      DockerException failed = failed();
      assertEquals(ConfigurationException.class, failed.getClass());
      assertEquals(
          "pull of r.example/app:1: docker-credential-own, which " + home.file("config.json")
              + " names, ended with exit code 3; 'docker-credential-own get' with r.example as its input shows why."
              + " Credentials that are given to the call need no helper",
          failed.getMessage());
    }
    home.config("{\"credHelpers\":{\"r.example\":\"none-such\"}}");
    assertTrue(failed().getMessage().contains("docker-credential-none-such, which "), failed()::getMessage);
    home.config("{\"credHelpers\":{\"r.example\":\"../hush\\n\"}}".replace("hush", "bin"));
    assertTrue(failed().getMessage().contains("the credential helper '../bin\\u000a', which"), failed()::getMessage);
    assertEquals(List.of(), logged.seen());
  }

  @Test
  void aStoreThatFailsForAnyOtherRegistryIsPassedOverAndLogged() {
    home.config("{\"credsStore\":\"own\",\"auths\":{\"https://index.docker.io/v1/\":{}}}")
        .helper("own", "echo hush; exit 3");
    assertEquals("none", pulled());
    assertEquals(1, logged.seen().size());
    assertEquals("WARNING", logged.seen().get(0).getLevel().getName());
    engine.answers(json(500, "{\"message\":\"no basic auth credentials\"}"));
    UnauthorizedException refused = assertThrows(UnauthorizedException.class, () -> docker.images().pull(IMAGE));
    assertTrue(
        refused.getMessage().contains(
            "r.example requires credentials, and docker-credential-own, which " + home.file("config.json")
                + " names, ended with exit code 3; log in with 'docker login r.example', or give them to the call"),
        refused::getMessage);
    assertHidden(refused);
  }

  @Test
  void aHelperWithoutCredentialsMeansNone() {
    home.config("{\"credHelpers\":{\"r.example\":\"own\"}}")
        .helper("own", "echo credentials not found in native keychain; exit 1");
    assertEquals("none", pulled());
    home.helper("own", "", "");
    assertEquals("none", pulled());
    assertEquals(List.of(), logged.seen());
  }

  @Test
  void aRefusalSaysWhoseCredentialsWereRefused() {
    engine.answers(json(401, "{\"message\":\"unauthorized: authentication required\"}"));
    home.login("r.example", "file", "hush");
    assertRefused("r.example rejected the credentials of " + home.file("config.json") + "; check them");
    home.config("{\"credsStore\":\"own\"}").helper("own", "own", "hush");
    assertRefused("r.example rejected the credentials of docker-credential-own; check them");
    home.helper("own", "", "");
    assertRefused("r.example requires credentials, and docker-credential-own, which " + home.file("config.json")
        + " names, has none for it; log in with 'docker login r.example', or");
    home.config("{}");
    assertRefused("r.example requires credentials, and " + home.file("config.json") + " has none for it; log in with");
    try (DockerClient none = engine.builder().credentials(RegistryCredentials.none()).build()) {
      UnauthorizedException refused = assertThrows(UnauthorizedException.class, () -> none.images().pull("app"));
      assertTrue(refused.getMessage().contains("https://index.docker.io/v1/ requires credentials; give them"),
          refused::getMessage);
    }
  }

  private void assertRefused(String words) {
    UnauthorizedException refused = assertThrows(UnauthorizedException.class, () -> docker.images().pull(IMAGE));
    assertTrue(refused.getMessage().contains(words), refused::getMessage);
    assertHidden(refused);
  }

  @Test
  void anEntryThatCannotBeDecodedIsAnErrorForItsRegistry() {
    home.config("{\"auths\":{\"r.example\":{\"auth\":\"hush!\"},\"s.example\":{}}}");
    DockerException failed = failed();
    assertEquals(
        "pull of r.example/app:1: " + home.file("config.json")
            + ": the value of auth for r.example is not base64; log in again, or remove it",
        failed.getMessage());
    assertEquals("none", pulled(docker, "s.example/app"));
  }

  @Test
  void aHelperHasTheTimeOfAnAnswer() {
    home.config("{\"credHelpers\":{\"r.example\":\"own\"}}").helper("own", "echo hush; sleep 300");
    try (DockerClient hasty = docker.with(Timeouts.defaults().withAnswer(Duration.ofMillis(300)))) {
      ConfigurationException late = assertThrows(ConfigurationException.class, () -> hasty.images().pull(IMAGE));
      assertTrue(late.getMessage().contains("docker-credential-own, which ")
          && late.getMessage().contains(" did not end within 0.3 s and was killed"), late::getMessage);
      assertHidden(late);
    }
  }

  @Test
  void aHelperEndsWithTheClientAndWithAnInterrupt() throws Exception {
    home.config("{\"credHelpers\":{\"r.example\":\"own\"}}").helper("own", "sleep 300");
    FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
      CancelledException e = assertThrows(CancelledException.class, () -> docker.images().pull(IMAGE));
      assertTrue(e.getMessage().startsWith("pull of r.example/app:1: the thread was interrupted"), e::getMessage);
      return Thread.currentThread().isInterrupted();
    });
    Thread thread = new Thread(interrupted);
    thread.start();
    awaitAsked(1);
    thread.interrupt();
    assertTrue(interrupted.get(30, TimeUnit.SECONDS), "the thread is not interrupted any more");
    FutureTask<String> closed = new FutureTask<>(
        () -> assertThrows(CancelledException.class, () -> docker.images().pull(IMAGE)).getMessage());
    new Thread(closed).start();
    awaitAsked(2);
    docker.close();
    assertEquals("pull of r.example/app:1: the client was closed while it looked for credentials",
        closed.get(30, TimeUnit.SECONDS));
    assertEquals(List.of(), engine.lines());
  }

  /** A helper that is ended before it has noted the whole of its question leaves half a line. */
  private void awaitAsked(int times) throws InterruptedException {
    while (home.asked().stream().filter(line -> line.endsWith(">")).count() < times) {
      Thread.sleep(1);
    }
  }

  @Test
  void aClientWithoutSettingsUsesWhatTheEnvironmentHas() throws Exception {
    home.config("{\"credsStore\":\"own\"}").helper("own", "own", "hush");
    Path said = directory.resolve("said");
    ProcessBuilder child = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("java.class.path"), DefaultClientMain.class.getName(), engine.host(), IMAGE)
        .redirectErrorStream(true).redirectOutput(said.toFile());
    child.environment().putAll(home.environment().variables());
    Process started = child.start();
    assertTrue(started.waitFor(50, TimeUnit.SECONDS), "it does not end");
    assertEquals(0, started.exitValue(), () -> read(said));
    assertEquals("pulled " + IMAGE + "\n", read(said));
    assertEquals(FILE.replace("file", "own"), sent());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
