package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.generated.engine.model.ContainerSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Hundreds of containers come and go, and leave no container, thread or file descriptor behind. */
@Tag("load")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#underLoad")
class LoadTest {
  private static final int SEQUENTIAL = 200;
  private static final int THREADS = 8;
  private static final int EACH = 50;
  private static final Duration EXIT = Duration.ofMinutes(2);

  private final String run = UUID.randomUUID().toString();

  @Parameter EngineUnderTest engine;

  private Usage before;

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
  void twoHundredOneAfterTheOther() {
    try (DockerClient docker = engine.open()) {
      for (int i = 0; i < SEQUENTIAL; i++) {
        cycle(docker);
      }
    }
  }

  @Test
  @Timeout(300)
  void fiftyInEachOfEightThreads() {
    List<Background<Void>> workers = new ArrayList<>();
    try (DockerClient docker = engine.open()) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(Background.run(() -> IntStream.range(0, EACH).forEach(n -> cycle(docker))));
      }
      workers.forEach(worker -> worker.result(Duration.ofMinutes(4)));
    } finally {
      workers.forEach(Background::close);
    }
  }

  private void cycle(DockerClient docker) {
    CreateOptions options =
        CreateOptions.of(
            o -> o.image(Programs.IMAGE).command(Programs.exit(7)).network("none").label(EngineTest.LABEL, run));
    Container container = docker.containers().create(options);
    try {
      assertTrue(container.start());
      assertEquals(7, container.waitFor(EXIT));
    } finally {
      container.remove(o -> o.force());
    }
  }

  /** What this JVM holds of the machine, as far as a client could leak it. */
  private record Usage(long threads, long descriptors) {
    static Usage now() {
      return new Usage(clientThreads().count(), openFiles().stream().filter(Usage::isNoFile).count());
    }

    boolean isNoMoreThan(Usage other) {
      return threads <= other.threads && descriptors <= other.descriptors;
    }

    private static Stream<Thread> clientThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(t -> t.getName().matches("(OkHttp|Okio|longshore-|contract-).*"))
          // Shared by all clients of the JVM, or the embedded engine's: they wait a minute for more work.
          .filter(t -> !t.getName().matches("OkHttp TaskRunner|Okio Watchdog|longshore-(engine|timer)-.*"));
    }

    /** What each open descriptor is: a path, or something like {@code socket:[4711]}. */
    private static List<String> openFiles() {
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return open.map(Usage::target).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String target(Path descriptor) {
      try {
        return Files.readSymbolicLink(descriptor).toString();
      } catch (IOException e) {
        return "/gone"; // Closed since it was listed, as the one that listed them was.
      }
    }

    /** Files are jars, which the JVM opens when it first needs them. */
    private static boolean isNoFile(String target) {
      return !target.startsWith("/");
    }

    static String describe() {
      return clientThreads().map(Thread::getName).sorted().toList()
          + "\n"
          + openFiles().stream().filter(Usage::isNoFile).sorted().toList();
    }
  }
}
