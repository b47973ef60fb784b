package io.longshore.registry;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.AuthResponse;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.unit.ScriptedEngine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact request of each operation on registries, and that no credential shows anywhere else. */
@Timeout(30)
class WhatRegistriesAskTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @Test
  void aLoginSendsTheCredentialsAndShowsNoSecret() {
    engine.answers(json(200, "{\"Status\":\"Login Succeeded\",\"IdentityToken\":\"t0ken\"}"));
    RegistryAuth auth = RegistryAuth.password("me", "hush");
    AuthResponse said = docker.registries().login("registry.example.com:5000", auth);
    assertEquals("Login Succeeded", said.status());
    assertEquals("t0ken", said.identityToken());
    assertFalse(said.toString().contains("t0ken"), said::toString);
    assertEquals("POST /v1.51/auth", engine.lines().get(0));
    assertEquals(
        "{\"username\":\"me\",\"password\":\"hush\",\"serveraddress\":\"registry.example.com:5000\"}",
        ScriptedEngine.body(engine.last()));
    docker.registries().login(auth);
    assertTrue(ScriptedEngine.body(engine.last()).contains("\"serveraddress\":\"https://index.docker.io/v1/\""));
  }

  @Test
  void aLoginMayBeAnsweredWithNothing() {
    engine.answers(ScriptedEngine.status(204));
    assertNull(docker.registries().login(RegistryAuth.identityToken("t")).identityToken());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "401|unauthorized",
      "500|login attempt to http://r.example.com/v2/ failed with status: 401 Unauthorized",
      "500|Get https://r.example.com/v2/: unauthorized: incorrect username or password",
  })
  void aRefusedLoginIsOneWhateverTheStatusAndShowsNoSecret(int status, String words) {
    engine.answers(json(status, "{\"message\":\"" + words + "\"}"));
    UnauthorizedException refused = assertThrows(UnauthorizedException.class,
        () -> docker.registries().login("r.example.com", RegistryAuth.password("me", "hush")));
    assertEquals(status, refused.status());
    assertTrue(refused.getMessage().contains("r.example.com"), refused::getMessage);
    assertFalse(refused.getMessage().contains("hush"), refused::getMessage);
  }

  @Test
  void anInspectionHasTheDigestAndThePlatforms() {
    engine.answers(
        json(200, "{\"Descriptor\":{\"digest\":\"sha256:0a\",\"size\":5},"
            + "\"Platforms\":[{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}]}"));
    DistributionInspect image = docker.registries().inspect("r.example:5000/team/app:1");
    assertEquals("sha256:0a", image.descriptor().digest());
    assertEquals(5L, image.descriptor().size());
    assertEquals("arm64", image.platforms().get(0).architecture());
    assertEquals(List.of("GET /v1.51/distribution/r.example:5000/team/app:1/json"), engine.lines());
    assertNull(engine.last().getHeaders().get("X-Registry-Auth"));
  }

  @Test
  void platformsMayBeUnknown() {
    engine.answers(json(200, "{\"Descriptor\":{\"digest\":\"sha256:0a\"},\"Platforms\":null}"));
    assertEquals(List.of(), docker.registries().inspect("app").platforms());
  }

  @Test
  void anInspectionSendsTheCredentialsForTheRegistryOfTheImage() {
    docker.registries().inspect("r.example/app", RegistryAuth.password("me", "hush"));
    String header = engine.last().getHeaders().get("X-Registry-Auth");
    assertEquals("{\"username\":\"me\",\"password\":\"hush\",\"serveraddress\":\"r.example\"}",
        new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "500|Head \\\"https://r.example/v2/app/manifests/latest\\\": no basic auth credentials",
      "401|unauthorized: authentication required",
      "403|denied: requested access to the resource is denied",
  })
  void anInspectionThatIsNotAllowedSaysWhatToDo(int status, String words) {
    engine.answers(json(status, "{\"message\":\"" + words + "\"}"));
    UnauthorizedException none = assertThrows(UnauthorizedException.class,
        () -> docker.registries().inspect("r.example/app"));
    assertTrue(none.getMessage().contains("r.example requires credentials"), none::getMessage);
    UnauthorizedException wrong = assertThrows(UnauthorizedException.class,
        () -> docker.registries().inspect("r.example/app", RegistryAuth.password("me", "hush")));
    assertTrue(wrong.getMessage().contains("r.example rejected the credentials"), wrong::getMessage);
    assertFalse(wrong.getMessage().contains("hush"), wrong::getMessage);
  }

  @Test
  void whatTheRegistryDoesNotHaveIsNotFound() {
    engine.answers(json(404, "{\"message\":\"manifest unknown: manifest unknown\"}"));
    NotFoundException missing = assertThrows(NotFoundException.class, () -> docker.registries().inspect("app:x"));
    assertTrue(missing.getMessage().startsWith("inspect of app:x failed: "), missing::getMessage);
  }

  @Test
  void anInspectionNeedsANewerEngine() {
    engine.speaks("1.29");
    UnsupportedException old = assertThrows(UnsupportedException.class, () -> docker.registries().inspect("app"));
    assertTrue(old.getMessage().contains("needs API 1.30"), old::getMessage);
    assertEquals(List.of(), engine.lines());
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsSent() {
    RegistryAuth auth = RegistryAuth.password("me", "hush");
    assertThrows(IllegalArgumentException.class, () -> docker.registries().login(" ", auth));
    assertThrows(NullPointerException.class, () -> docker.registries().login("r.example", null));
    assertThrows(IllegalArgumentException.class, () -> docker.registries().inspect(""));
    assertThrows(IllegalArgumentException.class, () -> docker.registries().inspect("a b"));
    assertThrows(IllegalArgumentException.class, () -> docker.registries().inspect("a/../b"));
    assertThrows(NullPointerException.class, () -> docker.registries().inspect("a", null));
    assertEquals(List.of(), engine.lines());
  }
}
