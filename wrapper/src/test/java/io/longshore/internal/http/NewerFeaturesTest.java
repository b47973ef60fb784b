package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Containers;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.BindOptions;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.internal.config.Candidate;
import io.longshore.unit.ScriptedEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is newer than the engine is an error before anything is sent: the engine would drop it without a word. */
@Timeout(30)
class NewerFeaturesTest {
  private final ScriptedEngine engine = new ScriptedEngine().speaks("1.41").answers(json(201, "{\"Id\":\"c\"}"));
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private void refused(String feature, String since, Runnable call) {
    UnsupportedException e = assertThrows(UnsupportedException.class, call::run);
    assertTrue(e.getMessage().startsWith(feature + " needs API " + since + " and this engine speaks 1.41"),
        e.getMessage());
    assertEquals(List.of(), engine.lines(), "something was sent");
  }

  @Test
  void fieldsOfBodies() {
    refused(
        "HostConfig.Annotations",
        "1.43",
        () -> docker.containers().create(c -> c.image("i").hostConfig(h -> h.annotations(Map.of("a", "b")))));
    refused(
        "HealthConfig.StartInterval",
        "1.44",
        () -> docker.containers().create(
            c -> c.image("i").customize(r -> r.healthcheck(HealthConfig.builder().startInterval(5L).build()))));
    refused(
        "BindOptions.CreateMountpoint",
        "1.42",
        () -> docker.containers().create(
            c -> c.image("i").mount(m -> m.bindOptions(BindOptions.builder().createMountpoint(true).build()))));
  }

  @Test
  void parameters() {
    try (EngineLookup session = new EngineLookup(List.of(Place.of(new Candidate("test", engine.host(), null))), null)) {
      ApiExecutor executor = new ApiExecutor(session, Dialect.ENGINE, TimeLimits.DEFAULTS, null);
      refused(
          "ImageInspect.manifests", "1.48",
          () -> executor.call(ImageApi.imageInspect("i").options(o -> o.manifests()).request()));
    }
  }

  @Test
  void aPinThatIsTooOldIsNotTakenForTheEngine() {
    Map<String, String> annotations = Map.of("a", "b");
    for (String theirs : new String[] {"1.51", "1.41", null}) {
      engine.pings(request -> ScriptedEngine.pong(theirs)).answers(json(404, "{}"));
      try (DockerClient pinned = engine.builder().apiVersion("1.38").build()) {
        UnsupportedException e = assertThrows(
            UnsupportedException.class,
            () -> pinned.containers().create(c -> c.image("i").hostConfig(h -> h.annotations(annotations))));
        String said = e.getMessage().replace(", which would silently ignore it", "");
        String pin = "HostConfig.Annotations needs API 1.43 and this client speaks 1.38 to the engine, as pinned; leave it unset, or leave apiVersion(…) unset";
        assertEquals(
            theirs == null
                ? pin
                : theirs.equals("1.51")
                    ? pin + ": the engine speaks 1.51"
                    : "HostConfig.Annotations needs API 1.43 and this engine speaks 1.41; leave it unset, or use a newer engine",
            said);
      }
    }
  }

  @Test
  void unsetOnesAreNone() {
    assertEquals("c", docker.containers().create(c -> c.image("i").hostConfig(h -> h.annotations(null))).id());
  }

  @Test
  void whatTheEngineHasIsSent() {
    engine.speaks("1.44");
    docker.containers().create(
        c -> c.image("i").customize(r -> r.healthcheck(HealthConfig.builder().startInterval(5L).build())));
    assertEquals("POST /v1.44/containers/create", engine.lines().get(0));
  }

  @Test
  void whatIsGoneFromTheEngineIsRefused() {
    engine.speaks("1.51");
    UnsupportedException e = assertThrows(
        UnsupportedException.class,
        () -> docker.containers().create(c -> c.image("i").hostConfig(h -> h.kernelMemory(5L))));
    assertEquals(
        "HostConfig.KernelMemory was removed after API 1.41; this engine speaks 1.51 and would ignore it; leave it unset",
        e.getMessage());
    assertEquals(List.of(), engine.lines());
  }

  @Test
  void whatIsStillThereIsSent() {
    docker.containers().create(c -> c.image("i").hostConfig(h -> h.kernelMemory(5L)));
    assertTrue(ScriptedEngine.body(engine.only()).contains("\"KernelMemory\":5"));
  }

  @Test
  void aPinnedVersionCountsNotTheEngines() {
    engine.speaks("1.51");
    try (DockerClient pinned = engine.builder().apiVersion("1.42").build()) {
      Containers containers = pinned.containers();
      UnsupportedException e = assertThrows(
          UnsupportedException.class,
          () -> containers.create(c -> c.image("i").hostConfig(h -> h.annotations(Map.of("a", "b")))));
      assertTrue(e.getMessage().contains("1.43") && e.getMessage().contains("speaks 1.42"), e.getMessage());
      assertEquals(List.of(), engine.lines());
    }
  }
}
