package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
  @TempDir
  Path home;
  Setup setup;

  @BeforeEach
  void setUp() {
    setup = new Setup(home);
  }

  // Who decides

  @Test
  void dockerHostWinsOverContextsEvenBrokenOnes() {
    setup.set("DOCKER_HOST", "unix:///h.sock").set("DOCKER_CONTEXT", "gone").config("{broken");
    assertEquals(new Candidate("DOCKER_HOST", "unix:///h.sock", null), setup.only());
  }

  @Test
  void dockerContextWinsOverConfigFile() {
    setup.set("DOCKER_CONTEXT", "one").config("{broken").context("one", "unix:///one.sock");
    assertEquals(
        new Candidate("context 'one' from DOCKER_CONTEXT", "unix:///one.sock", null),
        setup.only());
  }

  @Test
  void currentContextOfConfigFile() {
    setup
        .config("{\"auths\":{\"r\":{\"auth\":\"c2VjcmV0\"}},\"currentContext\":\"two\",\"new\":[{}]}")
        .context("two", "tcp://10.0.0.1:2375");
    Candidate found = setup.only();
    assertEquals("tcp://10.0.0.1:2375", found.host());
    assertEquals(
        "context 'two' from currentContext in " + setup.docker().resolve("config.json"),
        found.source());
  }

  @Test
  void emptyVariablesCountAsUnset() {
    for (String name : List.of(
        "DOCKER_HOST",
        "DOCKER_CONTEXT",
        "DOCKER_CONFIG",
        "DOCKER_TLS",
        "DOCKER_TLS_VERIFY",
        "DOCKER_CERT_PATH",
        "DOCKER_API_VERSION",
        "XDG_RUNTIME_DIR")) {
      setup.set(name, "");
    }
    setup.config("{\"currentContext\":\"two\"}").context("two", "unix:///two.sock");
    assertEquals("unix:///two.sock", setup.only().host());
    assertEquals(Optional.empty(), setup.resolve().apiVersion());
  }

  @Test
  void dockerConfigMovesEverything(@TempDir Path elsewhere) {
    Setup other = new Setup(elsewhere);
    other.config("{\"currentContext\":\"far\"}").context("far", "unix:///far.sock");
    setup.config("{\"currentContext\":\"near\"}").context("near", "unix:///near.sock");
    setup.set("DOCKER_CONFIG", elsewhere.resolve(".docker").toString());
    assertEquals("unix:///far.sock", setup.only().host());
  }

  @Test
  void contextDefaultMeansTheSocketsAndOverridesConfigFile() {
    setup.set("DOCKER_CONTEXT", "default").config("{\"currentContext\":\"gone\"}");
    assertFalse(setup.candidates().list().get(0).explicit());
    setup.set("DOCKER_HOST", "unix:///h.sock");
    assertEquals("unix:///h.sock", setup.only().host());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      " \n",
      "{}",
      "null",
      "{\"currentContext\":\"\"}",
      "{\"currentContext\":null}",
      "{\"currentContext\":\"default\"}",
      "{\"other\":{\"currentContext\":\"gone\"}}",
      "{} trailing text, which the CLI ignores"
  })
  void configFilesThatChooseNoContext(String json) {
    assertFalse(setup.config(json).candidates().list().get(0).explicit());
  }

  @Test
  void memberNamesInAnyCase() {
    setup.config("{\"CURRENTCONTEXT\":\"two\"}");
    setup.meta("two", "{\"endpoints\":{\"docker\":{\"HOST\":\"tcp://h:1\",\"skiptlsverify\":true}}}");
    assertEquals(new TlsFiles(null, null, null, false), setup.only().tls());
  }

  // Platform sockets

  @Test
  void socketsOnLinux() {
    setup.set("XDG_RUNTIME_DIR", "/xdg");
    assertEquals(
        List.of(
            new Candidate("default socket", "unix:///var/run/docker.sock", null, false),
            new Candidate("rootless socket in XDG_RUNTIME_DIR", "unix:///xdg/docker.sock", null, false),
            new Candidate("rootless socket", "unix:///run/user/1000/docker.sock", null, false),
            new Candidate(
                "Docker Desktop socket", "unix://" + home + "/.docker/run/docker.sock", null, false),
            new Candidate(
                "Docker Desktop socket", "unix://" + home + "/.docker/desktop/docker.sock", null, false),
            new Candidate("rootless Podman socket in XDG_RUNTIME_DIR", "unix:///xdg/podman/podman.sock", null, false),
            new Candidate("rootless Podman socket", "unix:///run/user/1000/podman/podman.sock", null, false),
            new Candidate("Podman socket", "unix:///run/podman/podman.sock", null, false)),
        setup.candidates().list());
  }

  @Test
  void aSocketNamedTwiceIsTriedOnce() {
    setup.set("XDG_RUNTIME_DIR", "/run/user/1000/");
    assertEquals(
        1,
        setup.candidates().list().stream()
            .filter(c -> c.host().equals("unix:///run/user/1000/docker.sock"))
            .count());
  }

  @Test
  void relativeRuntimeDirectoryIsIgnored() {
    setup.set("XDG_RUNTIME_DIR", "here");
    assertTrue(setup.candidates().list().stream().noneMatch(c -> c.source().contains("XDG")));
  }

  @Test
  void socketsOnMac() {
    setup.os = "Mac OS X";
    assertEquals(
        List.of(
            "unix:///var/run/docker.sock", "unix://" + home + "/.docker/run/docker.sock"),
        setup.candidates().list().stream().map(Candidate::host).toList());
  }

  @Test
  void pipeOnWindows() {
    setup.os = "Windows 11";
    assertEquals(
        List.of(new Candidate("default pipe", "npipe:////./pipe/docker_engine", null, false)),
        setup.candidates().list());
  }

  @Test
  void withoutHomeAndUser() {
    DockerConfig config = DockerConfig.resolve(new Environment(Map.of(), null, null, "Linux"));
    assertEquals(
        List.of("unix:///var/run/docker.sock", "unix:///run/podman/podman.sock"),
        config.candidates().list().stream().map(Candidate::host).toList());
    for (Map<String, String> variables : List.of(
        Map.of("DOCKER_CONTEXT", "some"),
        Map.of("DOCKER_HOST", "tcp://h:1", "DOCKER_TLS_VERIFY", "1"))) {
      Environment env = new Environment(variables, null, null, "Linux");
      String message = assertThrows(ConfigException.class, () -> DockerConfig.resolve(env)).getMessage();
      assertTrue(message.contains("home directory"), message);
    }
  }

  // TLS by variables

  @Test
  void tlsVerify() {
    Path certs = home.resolve("certs");
    Setup.pem(certs, "ca.pem", "cert.pem", "key.pem");
    setup.set("DOCKER_HOST", "tcp://h:2376").set("DOCKER_CERT_PATH", certs.toString());
    setup.set("DOCKER_TLS_VERIFY", "0"); // any value switches verification on
    assertEquals(
        new TlsFiles(
            certs.resolve("ca.pem"), certs.resolve("cert.pem"), certs.resolve("key.pem"), true),
        setup.only().tls());
  }

  @Test
  void tlsFilesDefaultToConfigDirectory() {
    Setup.pem(setup.docker(), "ca.pem");
    setup.set("DOCKER_HOST", "tcp://h:2376").set("DOCKER_TLS_VERIFY", "1");
    assertEquals(
        new TlsFiles(setup.docker().resolve("ca.pem"), null, null, true), setup.only().tls());
  }

  @Test
  void dockerTlsDoesNotVerify() {
    Setup.pem(setup.docker(), "ca.pem");
    setup.set("DOCKER_HOST", "tcp://h:2376").set("DOCKER_TLS", "1");
    TlsFiles tls = setup.only().tls();
    assertNotNull(tls);
    assertFalse(tls.verify());
    tls = setup.set("DOCKER_TLS_VERIFY", "1").only().tls();
    assertNotNull(tls);
    assertTrue(tls.verify());
  }

  @Test
  void certPathAloneIsNoSwitch() {
    setup.set("DOCKER_HOST", "tcp://h:2375").set("DOCKER_CERT_PATH", "/nowhere");
    assertNull(setup.only().tls());
  }

  @Test
  void tlsHoldsForTcpOnly() {
    setup.set("DOCKER_TLS_VERIFY", "1").set("DOCKER_CERT_PATH", "/nowhere");
    for (String host : List.of("unix:///h.sock", "ssh://u@h", "npipe:////./pipe/x")) {
      assertNull(setup.set("DOCKER_HOST", host).only().tls());
    }
  }

  /** Docker 28.2.2 fails in both cases with "open /nowhere/ca.pem: no such file or directory". */
  @ParameterizedTest
  @ValueSource(strings = {"DOCKER_TLS_VERIFY", "DOCKER_TLS"})
  void missingCaIsAnError(String variable) {
    setup.set("DOCKER_HOST", "tcp://h:2376").set(variable, "1");
    String message = setup.set("DOCKER_CERT_PATH", "/nowhere").failure();
    assertTrue(message.startsWith(variable + " is set"), message);
    assertTrue(message.contains("/nowhere/ca.pem"), message);
  }

  @Test
  void halfAKeyPairIsAnError() {
    Setup.pem(setup.docker(), "ca.pem", "cert.pem");
    setup.set("DOCKER_HOST", "tcp://h:2376").set("DOCKER_TLS_VERIFY", "1");
    assertTrue(setup.failure().contains("cert.pem but no key.pem"));
  }

  @Test
  void directoryInsteadOfPemIsAnError() throws IOException {
    Path ca = Files.createDirectories(setup.docker().resolve("ca.pem"));
    setup.set("DOCKER_HOST", "tcp://h:2376").set("DOCKER_TLS_VERIFY", "1");
    assertTrue(setup.failure().contains(ca.toString()));
  }

  @Test
  void tlsWithoutHostIsTheClisTlsDefaultAndNoSocket() {
    Setup.pem(setup.docker(), "ca.pem");
    Candidate found = setup.set("DOCKER_TLS_VERIFY", "1").only();
    assertEquals("tcp://localhost:2376", found.host());
    assertEquals("DOCKER_TLS_VERIFY without DOCKER_HOST", found.source());
    assertNotNull(found.tls());
  }

  @Test
  void httpsIsTlsByItselfWithWhomTheJvmTrusts() {
    setup.set("DOCKER_HOST", "https://h/x");
    assertEquals(new Candidate("DOCKER_HOST", "https://h/x", TlsFiles.JVM), setup.only());
    setup.set("DOCKER_TLS", "1");
    assertEquals(new TlsFiles(null, null, null, false), setup.only().tls());
    Path certs = home.resolve("certs");
    Setup.pem(certs, "cert.pem", "key.pem");
    setup.set("DOCKER_TLS", "").set("DOCKER_CERT_PATH", certs.toString());
    assertEquals(new TlsFiles(null, certs.resolve("cert.pem"), certs.resolve("key.pem"), true), setup.only().tls());
    setup.set("DOCKER_CERT_PATH", "/nowhere");
    assertTrue(setup.failure().contains("DOCKER_CERT_PATH is /nowhere"), setup.failure());
    assertNull(setup.set("DOCKER_HOST", "http://h").only().tls());
  }

  @Test
  void whoAskedForTlsGetsNoPlainHttp() {
    setup.set("DOCKER_HOST", "http://h").set("DOCKER_TLS_VERIFY", "1");
    assertTrue(setup.failure().contains("never encrypted"), setup.failure());
  }

  // HttpHeaders

  @Test
  void headersOfTheConfigFileCountWhoeverNamedTheEngine() {
    setup.config(
        "{\"httpheaders\":{\"X-Meta\":\"a\",\"User-Agent\":\"me\",\"content-LENGTH\":\"1\",\"Host\":\"x\",\"Empty\":null}}");
    assertEquals(Map.of("X-Meta", "a", "Empty", ""), setup.resolve().headers());
    setup.set("DOCKER_HOST", "tcp://h");
    assertEquals(Map.of("X-Meta", "a", "Empty", ""), setup.resolve().headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a b\":\"hunter2\"", "\"X\":\"hunter2\\r\\nY: z\"", "\"X\":\"hunter2\\u0000\"",
      "\"\":\"hunter2\""})
  void headersThatCannotBeSentAreNamedWithoutTheirValues(String header) {
    setup.config("{\"HttpHeaders\":{" + header + "}}").set("DOCKER_HOST", "tcp://h");
    String message = setup.failure();
    assertTrue(message.startsWith("HttpHeaders in " + setup.docker().resolve("config.json")), message);
    assertFalse(message.contains("hunter2"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{broken", "{\"HttpHeaders\":[]}", "{\"HttpHeaders\":{\"X\":5}}"})
  void aBrokenConfigFileHasNoHeadersWhereTheEngineIsKnownWithoutIt(String json) {
    setup.config(json).set("DOCKER_HOST", "tcp://h");
    assertEquals(Map.of(), setup.resolve().headers());
    setup.set("DOCKER_HOST", "");
    assertTrue(setup.failure().contains("set DOCKER_HOST or DOCKER_CONTEXT"), setup.failure());
  }

  // API version

  @ParameterizedTest
  @ValueSource(strings = {"1.41", "1.24", "2.0", "1.151"})
  void apiVersion(String version) {
    assertEquals(
        Optional.of(version), setup.set("DOCKER_API_VERSION", version).resolve().apiVersion());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "1", "1.", ".41", "1.41.0", " 1.41", "1.41 ", "1.41\n", "latest", "-1.4", "1.x", "0.1",
      "1.4\u0661", "1.41/../x", "v", "vv1.41"
  })
  void apiVersionThatIsNone(String version) {
    String message = setup.set("DOCKER_API_VERSION", version).failure();
    assertTrue(message.contains("DOCKER_API_VERSION must look like 1.45"), message);
  }

  @Test
  void apiVersionWithV() {
    assertEquals(Optional.of("1.41"), setup.set("DOCKER_API_VERSION", "v1.41").resolve().apiVersion());
  }

  // Broken config.json

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"auths\":{\"r\":{\"auth\":\"hunter2\"",
      "{\"auths\":{\"hunter2",
      "{\"auths\": hunter2}",
      "{'auths': 'hunter2'}",
      "[\"hunter2\"]",
      "\"hunter2\"",
      "hunter2",
      "{\"hunter2\":1,}",
      "{\"currentContext\":5,\"x\":\"hunter2\"}",
      "{\"currentContext\":{\"x\":\"hunter2\"}}",
  })
  void brokenConfigFileIsNamedAndNeverQuoted(String json) {
    setup.config(json);
    ConfigException e = assertThrows(ConfigException.class, setup::resolve);
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains("hunter2"), trace::toString);
    assertTrue(e.getMessage().startsWith(setup.docker().resolve("config.json").toString()));
    assertTrue(e.getMessage().contains("DOCKER_HOST"), e::getMessage);
  }

  @Test
  void deeplyNestedConfigFile() {
    assertTrue(setup.config("{\"x\":" + "[".repeat(100_000)).failure().contains("not valid JSON"));
  }

  @Test
  void directoryInsteadOfConfigFile() throws IOException {
    Files.createDirectories(setup.docker().resolve("config.json"));
    assertTrue(setup.failure().contains("config.json is not a file"));
  }

  @Test
  void fileInsteadOfConfigDirectory() {
    Setup.write(setup.docker(), "");
    assertTrue(setup.failure().contains("cannot be read"));
  }

  @Test
  void hugeConfigFile() {
    setup.config("{\"x\":\"" + "a".repeat(17 * 1024 * 1024) + "\"}");
    assertTrue(setup.failure().contains("larger than"));
  }

  @Test
  void invalidConfigDirectory() {
    setup.set("DOCKER_CONFIG", "a\0b");
    assertTrue(setup.failure().contains("DOCKER_CONFIG is not a valid path"));
  }

  // The environment itself

  @Test
  void nullsAreRefused() {
    assertThrows(NullPointerException.class, () -> DockerConfig.resolve(null));
    assertThrows(NullPointerException.class, () -> new Environment(null, home, 1L, "Linux"));
    assertThrows(NullPointerException.class, () -> new Environment(Map.of(), home, 1L, null));
    assertThrows(NullPointerException.class, () -> new Candidate(null, "tcp://h:1", null));
    assertThrows(NullPointerException.class, () -> new Candidate("x", null, null));
    assertThrows(IllegalArgumentException.class, () -> new Candidates(List.of()));
  }

  @Test
  void environmentNeverShowsValues() {
    Environment env = setup.set("TOKEN", "hunter2").environment();
    assertFalse(env.toString().contains("hunter2"));
  }

  @Test
  void systemEnvironment() {
    Environment env = Environment.system();
    assertEquals(System.getenv(), env.variables());
    assertEquals(System.getProperty("os.name"), env.osName());
    if (env.osName().equals("Linux")) {
      assertNotNull(env.userId());
    }
  }
}
