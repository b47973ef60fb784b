package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A test with an engine of its own that it breaks. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.BreakableEngine#kinds")
@Timeout(90)
abstract class BreakingTest {
  @Parameter
  BreakableEngine.Kind kind;

  BreakableEngine engine;
  DockerClient docker;

  private final Timeouts timeouts;

  BreakingTest(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @BeforeEach
  @Timeout(120)
  void start() {
    engine = kind.start();
    docker = engine.client().timeouts(timeouts).build();
    docker.system().ping();
  }

  @AfterEach
  @Timeout(120)
  void stop() {
    BreakableEngine broken = engine;
    DockerClient client = docker;
    try (broken; client) {
      // Both are closed, whatever happens while the first one is.
    }
  }
}
