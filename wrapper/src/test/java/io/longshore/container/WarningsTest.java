package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.unit.ScriptedEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine warns of when it creates a container. */
@Timeout(30)
class WarningsTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @Test
  void theListenerGetsEach() {
    engine.answers(json(201, "{\"Id\":\"" + ID + "\",\"Warnings\":[\"no swap\",\"no weight\"]}"));
    List<String> warnings = new ArrayList<>();
    docker.containers().create(c -> c.image("i").onWarning(warnings::add));
    assertEquals(List.of("no swap", "no weight"), warnings);
  }

  @Test
  void aListenerThatThrowsLeavesNoContainer() {
    engine.answers(json(201, "{\"Id\":\"" + ID + "\",\"Warnings\":[\"no swap\"]}"));
    IllegalStateException unwanted = new IllegalStateException("unwanted");
    Throwable thrown = assertThrows(IllegalStateException.class, () -> docker.containers().create(
        c -> c.image("i").onWarning(warning -> {
          throw unwanted;
        })));
    assertSame(unwanted, thrown);
    assertTrue(engine.lines().stream().anyMatch(line -> line.startsWith("DELETE ") && line.contains(ID)),
        () -> engine.lines().toString());
  }
}
