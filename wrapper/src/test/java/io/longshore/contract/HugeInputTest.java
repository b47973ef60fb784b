package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Input of a size that nobody meant, for engines of the test's own: it may take all the memory they find. */
@Tag("heavy")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.BreakableEngine#kinds")
class HugeInputTest {
  private static final int HUGE = 300 * 1024 * 1024;
  private static final int LONGEST_MESSAGE = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Parameter
  BreakableEngine.Kind kind;

  @Test
  @Timeout(240)
  void aLabelOf300MegabytesIsTakenOrRefusedInWords() {
    try (BreakableEngine engine = kind.start();
        DockerClient docker = engine.client().build()) {
      try (var creating = Background.start(() -> create(docker))) {
        String outcome = creating.result(PATIENCE);
        assertTrue(outcome.length() < LONGEST_MESSAGE, () -> "a message of " + outcome.length() + " characters");
      }
      assertEquals("linux", docker.system().ping().osType());
      assertTrue(docker.containers().list(options -> options.all()).isEmpty(), "a container is left");
    }
  }

  /** Makes the container and removes it, or tells why not. */
  private static String create(DockerClient docker) {
    try {
      Container container = docker.containers()
          .create(o -> o.image(Programs.IMAGE).command("true").label("huge", "x".repeat(HUGE)));
      container.remove(ContainerDeleteOptions::force);
      return "taken";
    } catch (DockerException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
