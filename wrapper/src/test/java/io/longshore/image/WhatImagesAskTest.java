package io.longshore.image;

import static io.longshore.unit.ScriptedEngine.body;
import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.registry.RegistryAuth;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact request of each operation on images, and that no credential shows anywhere else. */
@Timeout(30)
class WhatImagesAskTest {
  private static final String PULLED = "{\"status\":\"Status: Image is up to date for alpine:latest\"}";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Images images = docker.images();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private void asks(String line, Runnable call) {
    engine.forget();
    call.run();
    assertEquals(line, URLDecoder.decode(engine.lines().get(0), StandardCharsets.UTF_8));
    assertEquals(1, engine.asked().size());
  }

  @Test
  void everyParameterOfDockersCanBeSent() {
    engine.speaks("1.55").answers(json(200, "[]"));
    asks(
        "GET /v1.55/images/json?digests=true&shared-size=true&manifests=true&identity=true",
        () -> images.list(l -> l.digests().sharedSize().manifests().identity()));
    String arm = "{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}";
    String amd = "{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    asks(
        "DELETE /v1.55/images/a?platforms=" + arm + "&platforms=" + amd,
        () -> images.get("a").remove(r -> r.platform("linux/arm/v7").platform("linux/amd64")));
    engine.answers(json(200, "{}"));
    asks("GET /v1.55/images/a/json?manifests=true", () -> images.get("a").inspect(i -> i.manifests()));
    asks("GET /v1.55/images/a/json?platform=" + amd, () -> images.get("a").inspect(i -> i.platform("linux/amd64")));
    for (String none : List.of("linux", "linux/", "/amd64", "linux/arm/v7/x", " ")) {
      assertThrows(IllegalArgumentException.class, () -> images.get("a").inspect(i -> i.platform(none)), none);
    }
  }

  @Test
  void lists() {
    engine.answers(json(200, "[]"));
    asks("GET /v1.51/images/json", images::list);
    asks(
        "GET /v1.51/images/json?all=true&filters={\"reference\":[\"a*\"],\"label\":[\"l\",\"k=v\"],\"dangling\":[\"true\"]}",
        () -> images.list(l -> l.all().reference("a*").label("l").label("k", "v").filter("dangling", "true")));
  }

  @Test
  void looksAndChanges() {
    Image image = images.get("localhost:5000/a/b:c");
    asks("GET /v1.51/images/localhost:5000/a/b:c/json", image::inspect);
    engine.answers(status(201));
    asks("POST /v1.51/images/localhost:5000/a/b:c/tag?repo=host:1/x&tag=y",
        () -> assertEquals("host:1/x:y", image.tag("host:1/x:y").reference()));
    asks("POST /v1.51/images/localhost:5000/a/b:c/tag?repo=x&tag=latest", () -> image.tag("x"));
    engine.answers(json(200, "[{\"Untagged\":\"a\"}]"));
    asks("DELETE /v1.51/images/localhost:5000/a/b:c", () -> assertEquals(1, image.remove().size()));
    asks("DELETE /v1.51/images/localhost:5000/a/b:c?force=true&noprune=true",
        () -> image.remove(r -> r.force().keepParents()));
    assertEquals("Image[localhost:5000/a/b:c]", image.toString());
    assertEquals(images.get("x"), images.get("x"));
    assertEquals(images.get("x").hashCode(), images.get("x").hashCode());
  }

  @Test
  void pulls() {
    engine.answers(json(200, PULLED));
    asks("POST /v1.51/images/create?fromImage=alpine&tag=latest",
        () -> assertEquals("alpine", images.pull("alpine").reference()));
    assertNull(engine.last().getHeaders().get("X-Registry-Auth"));
    assertEquals("", body(engine.last()));
    String digest = "sha256:" + "0a".repeat(32);
    asks("POST /v1.51/images/create?fromImage=h:1/a&tag=" + digest, () -> images.pull("h:1/a:3@" + digest));
    engine.forget();
    images.pull(p -> p.reference("alpine:3").platform("linux/arm64"));
    assertEquals("POST /v1.51/images/create?fromImage=alpine&tag=3&platform=linux/arm64",
        URLDecoder.decode(engine.lines().get(0), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
      "alpine, https://index.docker.io/v1/",
      "user/alpine, https://index.docker.io/v1/",
      "ghcr.io/o/i, ghcr.io",
      "localhost/i, localhost",
      "reg:5000/i:t, reg:5000"
  })
  void credentialsGoInAHeaderForTheImagesRegistry(String image, String server) {
    engine.answers(json(200, PULLED));
    // Bytes that base64 and base64url write differently.
    images.pull(p -> p.reference(image).auth(RegistryAuth.password("me", "s3cret?>~ÿ")));
    assertEquals(
        "{\"username\":\"me\",\"password\":\"s3cret?>~ÿ\",\"serveraddress\":\"" + server + "\"}", auth());
    images.pull(p -> p.reference(image).auth(RegistryAuth.identityToken("t0ken")));
    assertEquals("{\"serveraddress\":\"" + server + "\",\"identitytoken\":\"t0ken\"}", auth());
    assertFalse(engine.lines().toString().contains("s3cret"));
  }

  private String auth() {
    String header = engine.last().getHeaders().get("X-Registry-Auth");
    assertTrue(header.matches("[A-Za-z0-9_=-]+"), header);
    return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
  }

  @Test
  void credentialsShowNowhereElse() {
    RegistryAuth auth = RegistryAuth.password("me", "s3cret");
    List<String> shown = new ArrayList<>();
    shown.add(auth.toString());
    shown.add(RegistryAuth.identityToken("s3cret").toString());
    shown.add(new PullOptions().reference("x").auth(auth).toString());
    engine.answers(json(500, "{\"message\":\"no\"}"));
    EngineException refused = assertThrows(EngineException.class, () -> images.pull(p -> p.reference("x").auth(auth)));
    engine.answers(
        request -> new MockResponse.Builder().onResponseStart(SocketEffect.ShutdownConnection.INSTANCE).build());
    DockerException lost = assertThrows(DockerException.class, () -> images.pull(p -> p.reference("x").auth(auth)));
    for (Throwable failure : new Throwable[] {refused, lost}) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        shown.add(t.toString());
      }
    }
    String encoded = engine.last().getHeaders().get("X-Registry-Auth");
    assertTrue(shown.stream().noneMatch(text -> text.contains("s3cret") || text.contains(encoded)), shown.toString());
    assertTrue(shown.get(0).contains("me"));
  }

  @Test
  void imports() {
    String id = "sha256:" + "0a".repeat(32);
    engine.answers(json(200, "{\"status\":\"" + id + "\"}"));
    byte[] tar = "no real archive".getBytes(StandardCharsets.UTF_8);
    asks("POST /v1.51/images/create?fromSrc=-",
        () -> assertEquals(id, images.importTar(new ByteArrayInputStream(tar)).reference()));
    assertEquals("no real archive", body(engine.last()));
    asks(
        "POST /v1.51/images/create?fromSrc=-&repo=h:1/a:latest&message=made here&platform=linux/arm64&changes=CMD [\"x\"]&changes=ENV A=B",
        () -> images.importTar(
            new ByteArrayInputStream(tar),
            i -> i.reference("h:1/a").message("made here").platform("linux/arm64").change("CMD [\"x\"]")
                .change("ENV A=B")));
    engine.answers(json(200, "{\"status\":\"Importing\"}"));
    DockerException e = assertThrows(DockerException.class, () -> images.importTar(new ByteArrayInputStream(tar)));
    assertTrue(e.getMessage().contains("did not send the id"), e.getMessage());
  }

  @Test
  void anArchiveThatCannotBeReadIsTheCallersProblem() {
    InputStream broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("disk on fire");
      }
    };
    DockerException e = assertThrows(DockerException.class, () -> images.importTar(broken));
    assertEquals("importTar of an archive: reading the content to send failed: disk on fire", e.getMessage());
  }

  private DynamicTest bad(String message, Executable call) {
    return DynamicTest.dynamicTest(
        message,
        () -> {
          RuntimeException refused = assertThrows(RuntimeException.class, call);
          assertTrue(refused instanceof IllegalArgumentException || refused instanceof NullPointerException,
              refused.toString());
          assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.toString());
          assertFalse(refused.toString().contains("s3cret"), refused.toString());
          assertEquals(List.of(), engine.lines(), "something was sent");
        });
  }

  @TestFactory
  List<DynamicTest> badInputIsRefusedBeforeAnythingIsSent() {
    return List.of(
        bad("call reference(", () -> images.pull(p -> {})),
        bad("reference is empty", () -> images.pull("")),
        bad("reference", () -> images.pull((String) null)),
        bad("contains white space", () -> images.pull("a b")),
        bad("is not a valid image reference", () -> images.pull("a@latest")),
        bad("platform is empty", () -> images.pull(p -> p.reference("x").platform(""))),
        bad("auth", () -> images.pull(p -> p.reference("x").auth(null))),
        bad("steps", () -> images.pull(p -> p.reference("x").steps(null))),
        bad("progress", () -> images.pull(p -> p.reference("x").progress(null))),
        bad("username is empty", () -> RegistryAuth.password("", "s3cret")),
        bad("password", () -> RegistryAuth.password("me", null)),
        bad("token is empty", () -> RegistryAuth.identityToken("")),
        bad("token contains a line break", () -> RegistryAuth.identityToken("s3cret\n")),
        bad("tar", () -> images.importTar(null)),
        bad("message contains a line break",
            () -> images.importTar(InputStream.nullInputStream(), i -> i.message("a\nb"))),
        bad("instruction is empty", () -> images.importTar(InputStream.nullInputStream(), i -> i.change(""))),
        bad("'..'", () -> images.get("..")),
        bad("'..'", () -> images.get("a/../b")),
        bad("is empty", () -> images.get("")),
        bad("white space", () -> images.get("a b")),
        bad("is not a valid image reference", () -> images.get("x").tag("a:")),
        bad("reference has an empty value", () -> images.list(l -> l.reference(""))),
        bad("label value", () -> images.list(l -> l.label("a", null))));
  }
}
