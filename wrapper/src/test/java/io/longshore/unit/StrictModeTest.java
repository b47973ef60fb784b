package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.UnknownField;
import io.longshore.build.BuilderKind;
import io.longshore.generated.engine.model.ContainerInspect;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests can watch an API grow; programs never notice. */
@Timeout(30)
class StrictModeTest {
  private static final String NEWER = "{\"Id\":\"x\",\"Shiny\":{\"a\":1},\"State\":{\"Status\":\"levitating\",\"Aura\":\"s3cret\"},"
      + "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"whenever\"},\"Mounts\":[{\"Type\":\"bind\"},{\"Colour\":\"red\"}]}}";

  private final ScriptedEngine engine = new ScriptedEngine().answers(ScriptedEngine.json(200, NEWER));

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void everythingUnknownIsReportedWithItsPlace() {
    List<UnknownField> seen = new CopyOnWriteArrayList<>();
    try (DockerClient docker = engine.builder().onUnknownField(seen::add).build()) {
      docker.containers().get("web").inspect();
      assertTrue(seen.stream().allMatch(field -> field.operation().equals("ContainerInspect")), seen.toString());
      assertEquals(
          List.of(
              "$.HostConfig.Mounts[1].Colour",
              "$.HostConfig.RestartPolicy.Name",
              "$.Shiny",
              "$.State.Aura",
              "$.State.Status"),
          seen.stream().map(UnknownField::path).sorted().toList());
      assertFalse(seen.toString().contains("s3cret"), seen.toString());
    }
  }

  @Test
  void streamsAreWatchedToo() {
    engine.answers(ScriptedEngine.json(200, "{\"status\":\"a\"}{\"status\":\"Status: b\",\"speed\":5}"));
    List<UnknownField> seen = new CopyOnWriteArrayList<>();
    try (DockerClient docker = engine.builder().onUnknownField(seen::add).build()) {
      docker.images().pull("x");
      assertEquals(List.of("ImageCreate"), seen.stream().map(UnknownField::operation).toList());
      assertTrue(seen.get(0).path().endsWith("speed"), seen.toString());
    }
  }

  @Test
  void buildsAreWatchedToo() {
    engine.answers(ScriptedEngine.json(200, "{\"stream\":\"a\",\"speed\":5}{\"aux\":{\"ID\":\"sha256:"
        + "0".repeat(64) + "\",\"Shiny\":\"s3cret\"}}"));
    List<UnknownField> seen = new CopyOnWriteArrayList<>();
    try (DockerClient docker = engine.builder().onUnknownField(seen::add).build()) {
      docker.builds().build(b -> b.remote("https://example.com/x.git").builder(BuilderKind.CLASSIC));
      assertTrue(seen.stream().allMatch(field -> field.operation().equals("ImageBuild")), seen.toString());
      assertEquals(List.of("$.speed"), seen.stream().map(UnknownField::path).toList());
      assertFalse(seen.toString().contains("s3cret"), seen.toString());
    }
  }

  @Test
  void withoutItNothingFailsAndNothingIsLost() {
    try (DockerClient docker = engine.client()) {
      ContainerInspect inspect = docker.containers().get("web").inspect();
      assertEquals("levitating", inspect.state().status().value());
      assertTrue(inspect.unknownFields().containsKey("Shiny"), inspect.unknownFields().toString());
    }
  }

  @Test
  void whatIsKnownIsNotReported() {
    engine.answers(ScriptedEngine.json(200, "{\"Id\":\"x\",\"State\":{\"Status\":\"running\"},\"Mounts\":null}"));
    List<UnknownField> seen = new CopyOnWriteArrayList<>();
    try (DockerClient docker = engine.builder().onUnknownField(seen::add).build()) {
      docker.containers().get("web").inspect();
      assertEquals(List.of(), seen);
    }
  }
}
