package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextStoreTest {
  @TempDir
  Path home;
  Setup setup;

  @BeforeEach
  void setUp() {
    setup = new Setup(home);
  }

  /** Paths and bytes exactly as docker 28.2.2 wrote them, hash included. */
  @Test
  void layoutOfTheRealCli() {
    Path contexts = setup.docker().resolve("contexts");
    Setup.write(
        contexts.resolve("meta/" + Setup.REMOTE_HASH + "/meta.json"),
        "{\"Name\":\"remote\",\"Metadata\":{},\"Endpoints\":{\"docker\":"
            + "{\"Host\":\"tcp://127.0.0.1:2376\",\"SkipTLSVerify\":false}}}");
    Path tls = contexts.resolve("tls/" + Setup.REMOTE_HASH + "/docker");
    Setup.pem(tls, "ca.pem", "cert.pem", "key.pem");
    setup.config("{\n\t\"auths\": {},\n\t\"currentContext\": \"remote\"\n}");
    Candidate found = setup.only();
    assertEquals("tcp://127.0.0.1:2376", found.host());
    assertEquals(
        new TlsFiles(tls.resolve("ca.pem"), tls.resolve("cert.pem"), tls.resolve("key.pem"), true),
        found.tls());
  }

  @Test
  void caAlone() {
    setup.set("DOCKER_CONTEXT", "onlyca").context("onlyca", "tcp://h:2376");
    Path tls = setup.tlsDirectory("onlyca");
    Setup.pem(tls, "ca.pem");
    assertEquals(new TlsFiles(tls.resolve("ca.pem"), null, null, true), setup.only().tls());
  }

  @Test
  void skipVerifyNeedsNoFiles() {
    setup.set("DOCKER_CONTEXT", "loose");
    setup.meta(
        "loose",
        "{\"Name\":\"loose\",\"Metadata\":{},\"Endpoints\":{\"docker\":"
            + "{\"Host\":\"tcp://h:2376\",\"SkipTLSVerify\":true}}}");
    assertEquals(new TlsFiles(null, null, null, false), setup.only().tls());
    Setup.pem(setup.tlsDirectory("loose"), "ca.pem");
    TlsFiles tls = setup.only().tls();
    assertNotNull(tls);
    assertNotNull(tls.ca());
    assertFalse(tls.verify());
  }

  @Test
  void withoutFilesNoTlsAndTheVariablesDoNotCount() {
    setup.set("DOCKER_CONTEXT", "plain").context("plain", "tcp://h:2375");
    setup.set("DOCKER_TLS_VERIFY", "1").set("DOCKER_CERT_PATH", "/nowhere");
    assertNull(setup.only().tls());
  }

  @Test
  void socketsTakeNoTls() {
    setup.set("DOCKER_CONTEXT", "sock").context("sock", "unix:///s.sock");
    Setup.pem(setup.tlsDirectory("sock"), "ca.pem");
    assertNull(setup.only().tls());
  }

  @Test
  void halfAKeyPairIsAnError() {
    setup.set("DOCKER_CONTEXT", "half").context("half", "tcp://h:2376");
    Setup.pem(setup.tlsDirectory("half"), "ca.pem", "key.pem");
    String message = setup.failure();
    assertTrue(message.contains("key.pem but no cert.pem"), message);
    assertTrue(message.contains("context 'half' from DOCKER_CONTEXT"), message);
  }

  @Test
  void otherEndpointsAndFieldsAreIgnored() {
    setup.set("DOCKER_CONTEXT", "rich");
    setup.meta(
        "rich",
        "{\"Name\":\"rich\",\"Metadata\":{\"Description\":\"x\"},\"Later\":[1],\"Endpoints\":{"
            + "\"kubernetes\":{\"Host\":\"https://k\"},"
            + "\"docker\":{\"Host\":\"ssh://me@h:22\",\"SkipTLSVerify\":false,\"New\":{}}},"
            + "\"Storage\":null}");
    assertEquals("ssh://me@h:22", setup.only().host());
  }

  @Test
  void unknownContextOfVariable() {
    setup.context("zeta", "unix:///z").context("alpha", "unix:///a").meta("odd", "{broken");
    setup.meta("evil", "{\"Name\":\"a\\u001b[31mb\"}");
    String message = setup.set("DOCKER_CONTEXT", "gone").failure();
    assertTrue(message.contains("context 'gone' from DOCKER_CONTEXT"), message);
    assertTrue(message.contains(setup.metaFile("gone").toString()), message);
    assertTrue(message.contains("contexts that exist: default, alpha, zeta."), message);
  }

  @Test
  void unknownContextOfConfigFile() {
    String message = setup.config("{\"currentContext\":\"gone\"}").failure();
    Path config = setup.docker().resolve("config.json");
    assertTrue(message.contains("'gone' from currentContext in " + config), message);
    assertTrue(message.contains("contexts that exist: default."), message);
  }

  @Test
  void aLongListOfContextsIsCut() {
    for (int i = 10; i < 50; i++) {
      setup.context("c" + i, "unix:///x");
    }
    String message = setup.set("DOCKER_CONTEXT", "gone").failure();
    assertTrue(message.contains("c29 and 20 more"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "a", "../x", "..", "a/b", "/etc/passwd", "a b", " ", "_a", ".a", "-a", "a\nb", "ab\n", "a\0b",
      "a\\b", "äb", "Default\r\n", "a:b", "%2e%2e", "\u202eab"
  })
  void namesThatTheCliRefuses(String name) {
    // Even where somebody placed a file under the name's hash.
    if (name.chars().allMatch(c -> c >= ' ')) {
      setup.context(name.replace("\\", "\\\\"), "unix:///x");
    }
    String message = setup.set("DOCKER_CONTEXT", name).failure();
    assertTrue(message.startsWith("context name '"), message);
    assertTrue(message.contains("is not valid"), message);
    assertTrue(message.contains("DOCKER_CONTEXT"), message);
  }

  @Test
  void defaultIsCaseSensitive() {
    assertTrue(setup.set("DOCKER_CONTEXT", "Default").failure().contains("does not exist"));
  }

  @Test
  void veryLongNames() {
    String valid = setup.set("DOCKER_CONTEXT", "a".repeat(1_000_000)).failure();
    assertTrue(valid.contains("does not exist") && valid.length() < 2000, valid);
    String invalid = setup.set("DOCKER_CONTEXT", "/".repeat(1_000_000)).failure();
    assertTrue(invalid.contains("1000000 characters") && invalid.length() < 2000, invalid);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "{",
      "[]",
      "{\"Endpoints\":[]}",
      "{\"Endpoints\":{\"docker\":5}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":5}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://h:1\",\"SkipTLSVerify\":\"yes\"}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://h:1\"}}} more",
      "null",
      "{}",
      "{\"Endpoints\":null}",
      "{\"Endpoints\":{}}",
      "{\"Endpoints\":{\"docker\":null}}",
      "{\"Endpoints\":{\"Docker\":{\"Host\":\"tcp://h:1\"}}}",
      "{\"Endpoints\":{\"docker\":{}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":null}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":\"\"}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://h:1\\r\\nX: y\"}}}",
      "{\"Endpoints\":{\"docker\":{\"Host\":\"gopher://h\"}}}",
  })
  void brokenMetaIsNamed(String json) {
    String message = setup.set("DOCKER_CONTEXT", "broken").meta("broken", json).failure();
    assertTrue(message.contains(setup.metaFile("broken").toString()), message);
  }

  @Test
  void directoryInsteadOfMeta() throws IOException {
    Files.createDirectories(setup.metaFile("dir"));
    assertTrue(setup.set("DOCKER_CONTEXT", "dir").failure().contains("meta.json is not a file"));
  }
}
