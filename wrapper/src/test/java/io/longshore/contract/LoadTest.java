package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.generated.engine.model.ContainerSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many containers come and go, and leave no container, thread or file descriptor behind. */
@Tag("load")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#underLoad")
class LoadTest {
  private static final int THREADS = 8;
  private static final Duration EXIT = Duration.ofMinutes(2);

  private final String run = UUID.randomUUID().toString();

  @Parameter
  EngineUnderTest engine;

  private Usage before;

  int oneAfterTheOther() {
    return 50;
  }

  int inEachThread() {
    return 12;
  }

  @BeforeEach
  @Timeout(60)
  void lookBefore() {
    // Once through, so that what a JVM or an engine starts once and keeps is no leak.
    try (DockerClient docker = engine.open()) {
      cycle(docker);
    }
    before = Usage.now();
  }

  @AfterEach
  @Timeout(180)
  void nothingIsLeft() {
    try (DockerClient docker = engine.open()) {
      List<ContainerSummary> left = docker.containers().list(o -> o.all().label(EngineTest.LABEL, run));
      assertEquals(List.of(), left.stream().map(ContainerSummary::id).toList());
    }
    Poll.until(
        () -> "not back at " + before + ": " + Usage.now() + "\n" + Usage.describe(),
        Poll.SOON,
        () -> Usage.now().isNoMoreThan(before));
  }

  @Test
  @Timeout(300)
  void manyOneAfterTheOther() {
    try (DockerClient docker = engine.open()) {
      for (int i = 0; i < oneAfterTheOther(); i++) {
        cycle(docker);
      }
    }
  }

  @Test
  @Timeout(300)
  void manyInEachOfEightThreads() {
    List<Background<Void>> workers = new ArrayList<>();
    try (DockerClient docker = engine.open()) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(Background.run(() -> IntStream.range(0, inEachThread()).forEach(n -> cycle(docker))));
      }
      workers.forEach(worker -> worker.result(Duration.ofMinutes(4)));
    } finally {
      workers.forEach(Background::close);
    }
  }

  private void cycle(DockerClient docker) {
    CreateOptions options = CreateOptions.of(
        o -> o.image(Programs.IMAGE).command(Programs.exit(7)).network("none").label(EngineTest.LABEL, run));
    Container container = docker.containers().create(options);
    try {
      assertTrue(container.start());
      assertEquals(7, container.waitFor(EXIT));
    } finally {
      container.remove(o -> o.force());
    }
  }
}
