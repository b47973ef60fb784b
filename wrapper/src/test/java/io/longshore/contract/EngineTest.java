package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.DockerClient;
import io.longshore.UnknownField;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.unit.LogRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.Parameter;

/**
 * A test with an engine. After each one: nothing that it made is left on the engine, no answer held anything that the
 * spec does not know, and no failure showed a value of the environment.
 */
@Timeout(90)
@ExtendWith({OlderApi.class, Deviations.Extension.class})
abstract class EngineTest {
  static final String LABEL = "longshore.test";
  static final String RUN = UUID.randomUUID().toString().substring(0, 8);

  /** The value of a variable that every container has; no message may show it. */
  static final String SECRET = "hush-" + UUID.randomUUID();

  static final LogRecords LOGGED = LogRecords.ofEverything();

  private static final AtomicInteger NAMES = new AtomicInteger();

  @Parameter(0)
  EngineUnderTest engine;

  DockerClient docker;

  private final Queue<UnknownField> unknown = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @BeforeEach
  @Timeout(60)
  void connect() {
    docker = engine.client().get().onUnknownField(unknown::add).build();
  }

  @AfterEach
  @Timeout(60)
  void leaveNothing() {
    DockerClient last = docker;
    try (last) {
      assertAll(
          this::removeContainers,
          () -> assertEquals(List.of(), unknown.stream().filter(field -> !engine.deviations().has(field)).toList(),
              "the engine sent what the spec does not know"),
          () -> failures.forEach(EngineTest::assertHidesSecret),
          () -> assertFalse(LOGGED.mention(SECRET), "a log record shows the value of a variable"));
    }
  }

  /** Removes every container of this run. */
  void removeContainers() {
    // An engine that removes a container by itself has it for a while longer, may refuse to remove one that is just
    // ending, and Podman removes none whose network another shares.
    Poll.until(
        () -> "never: every container of the test is gone; " + failures,
        Poll.SOON,
        () -> {
          removeAll();
          return mine().isEmpty();
        });
  }

  private void removeAll() {
    for (ContainerSummary left : mine()) {
      try {
        docker.containers().get(left.id()).remove(options -> options.force().volumes());
      } catch (NotFoundException e) {
        // It was to remove itself and just did.
      } catch (DockerException e) {
        failures.add(e);
      }
    }
  }

  /** The containers of this run, running or not. */
  List<ContainerSummary> mine() {
    return docker.containers().list(options -> options.all().label(LABEL, RUN));
  }

  /** Whether the API version that is spoken is at least this. */
  boolean speaks(String api) {
    return !ApiVersion.parse(api).isAfter(docker.apiVersion());
  }

  String newName() {
    return "longshore-" + RUN + "-" + NAMES.incrementAndGet();
  }

  /** What every container of the suite is made of; it runs for ever unless told otherwise. */
  static Consumer<CreateOptions.Builder> with(Consumer<CreateOptions.Builder> options) {
    return builder -> {
      builder.image(Programs.IMAGE).command(Programs.forever()).label(LABEL, RUN).env("LONGSHORE_SECRET", SECRET);
      options.accept(builder);
    };
  }

  Container create(Consumer<CreateOptions.Builder> options) {
    return docker.containers().create(with(options));
  }

  Container create(String... command) {
    return create(options -> options.command(command));
  }

  Container run(Consumer<CreateOptions.Builder> options) {
    return docker.containers().run(with(options));
  }

  Container run(String... command) {
    return run(options -> options.command(command));
  }

  /** Runs a program and waits for its end. */
  Container runToEnd(String... command) {
    return toEnd(run(command));
  }

  static Container toEnd(Container container) {
    container.waitFor(Poll.SOON);
    return container;
  }

  /** Waits for the container's program to say something: it has set itself up then. */
  static Container awaitWord(Container container, String word) {
    try (var log = container.logs(options -> options.follow());
        var lines = log.lines()) {
      assertEquals(word, lines.findFirst().orElseThrow(() -> new AssertionError("it ended without a word")).text());
    }
    return container;
  }

  static ContainerStatus status(Container container) {
    return container.inspect().state().status();
  }

  static int exitCode(Container container) {
    return Math.toIntExact(container.inspect().state().exitCode());
  }

  /** The failure that a call has to end with; it is searched for secrets too. */
  <T extends Throwable> T fails(Class<T> type, Executable call) {
    return seen(assertThrows(type, call));
  }

  <T extends Throwable> T seen(T failure) {
    failures.add(failure);
    return failure;
  }

  static void assertHidesSecret(Throwable failure) {
    StringWriter everything = new StringWriter();
    failure.printStackTrace(new PrintWriter(everything));
    assertFalse(everything.toString().contains(SECRET),
        () -> "a failure shows the value of a variable: " + failure.getClass());
  }

  static void forceRemove(Container container) {
    container.remove(ContainerDeleteOptions::force);
  }
}
