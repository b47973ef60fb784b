package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.Health;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HealthStatus;
import io.longshore.generated.engine.model.HealthcheckResult;
import io.longshore.image.Image;
import io.longshore.stream.ByteStream;
import io.longshore.stream.DockerStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Health checks: engines run them, and say what came of it. */
class HealthTest extends ContractTest {
  private static final long MILLIS = 1_000_000;

  private Container checked(Consumer<HealthConfig.Builder> check, String... test) {
    HealthConfig.Builder health = HealthConfig.builder().test(List.of(test)).interval(200 * MILLIS).retries(1L);
    check.accept(health);
    return run(o -> o.customize(c -> c.healthcheck(health.build())));
  }

  private static Health await(Container container, HealthStatus status) {
    Poll.until(() -> "never " + status + ": " + health(container), Poll.SOON,
        () -> status.equals(health(container).status()));
    return health(container);
  }

  private static Health health(Container container) {
    return container.inspect().state().health();
  }

  private List<String> listed(HealthStatus status) {
    return docker.containers().list(o -> o.all().label(LABEL, RUN).filter("health", status.value())).stream()
        .map(ContainerSummary::id).toList();
  }

  @Test
  void aCheckThatSucceedsMakesAContainerHealthy() {
    Container container = checked(h -> {}, "CMD", "echo", "fine");
    HealthcheckResult result = await(container, HealthStatus.HEALTHY).log().get(0);
    assertEquals("fine\n", result.output());
    assertEquals(0, result.exitCode());
    assertTrue(!result.end().isBefore(result.start()), result::toString);
    assertEquals(List.of(container.id()), listed(HealthStatus.HEALTHY));
    assertEquals(List.of(), listed(HealthStatus.UNHEALTHY));
    Poll.until(() -> "never: five results", Poll.SOON, () -> health(container).log().size() == 5);
    Instant first = health(container).log().get(0).start();
    Poll.until(() -> "never: another", Poll.SOON, () -> health(container).log().get(0).start().isAfter(first));
    assertEquals(5, health(container).log().size());
  }

  @Test
  void aCheckThatFailsOftenEnoughMakesItUnhealthy() {
    Container container = checked(h -> h.retries(2L), "CMD-SHELL", "echo $((1 + 1)); exit 3");
    Health health = await(container, HealthStatus.UNHEALTHY);
    assertTrue(health.failingStreak() >= 2, health::toString);
    assertEquals("2\n", health.log().get(0).output());
    assertEquals(3, health.log().get(0).exitCode());
    assertTrue(docker.containers().list(o -> o.label(LABEL, RUN)).get(0).status().endsWith("(unhealthy)"));
  }

  @Test
  void whatCannotRunOrTakesTooLongFails() {
    Container slow = checked(h -> h.timeout(300 * MILLIS), "CMD", "sleep", "100");
    HealthcheckResult late = await(slow, HealthStatus.UNHEALTHY).log().get(0);
    assertEquals("Health check exceeded timeout (300ms)", late.output());
    assertEquals(-1, late.exitCode());
    HealthcheckResult missing = await(checked(h -> {}, "CMD", "nope"), HealthStatus.UNHEALTHY).log().get(0);
    assertTrue(missing.output().contains("executable file not found in $PATH"), missing::toString);
  }

  @Test
  void itFollowsWhatTheProgramDoes() {
    Container container = checked(h -> {}, "CMD", "test", "-e", "/ready");
    await(container, HealthStatus.UNHEALTHY);
    container.exec("touch", "/ready");
    assertEquals(0, await(container, HealthStatus.HEALTHY).failingStreak());
    container.exec("rm", "/ready");
    await(container, HealthStatus.UNHEALTHY);
  }

  @Test
  void failuresDoNotCountWhileItStarts() {
    Container container = checked(h -> {
      h.startPeriod(60_000 * MILLIS);
      if (speaks("1.44")) {
        h.startInterval(200 * MILLIS);
      }
    }, "CMD", "false");
    Poll.until(() -> "never: two results", Poll.SOON, () -> health(container).log().size() > 1);
    assertEquals(HealthStatus.STARTING, health(container).status());
    assertEquals(0, health(container).failingStreak());
    assertTrue(
        docker.containers().list(o -> o.label(LABEL, RUN)).get(0).status().endsWith("(health: starting)"));
  }

  @Test
  void aStopEndsItAndAStartBeginsAgain() {
    Container container = checked(h -> {}, "CMD", "true");
    await(container, HealthStatus.HEALTHY);
    container.kill();
    container.waitFor(Poll.SOON);
    assertEquals(HealthStatus.UNHEALTHY, health(container).status());
    container.start();
    await(container, HealthStatus.HEALTHY);
  }

  @Test
  void aContainerHasTheCheckOfItsImage() {
    String name = "longshore-health-" + RUN + ":1";
    Image image;
    try (ByteStream files = run(o -> {}).export()) {
      image = docker.images().importTar(files.inputStream(), i -> i.reference(name).change(
          "HEALTHCHECK --interval=200ms --start-period=1m30s --retries=4 CMD test -e /ready").change("CMD sleep 1000"));
    }
    try {
      Container container = run(o -> o.image(name).command());
      HealthConfig check = container.inspect().config().healthcheck();
      assertEquals(List.of("CMD-SHELL", "test -e /ready"), check.test());
      assertEquals(List.of(200 * MILLIS, 90_000 * MILLIS, 4L),
          List.of(check.interval(), check.startPeriod(), check.retries()));
      assertEquals(check, image.inspect().config().healthcheck());
      assertEquals(HealthStatus.STARTING, health(container).status());
      container.exec("touch", "/ready");
      await(container, HealthStatus.HEALTHY);
      forceRemove(container);
    } finally {
      image.remove(i -> i.force());
    }
  }

  @Test
  void withoutACheckThereIsNoHealth() {
    Container none = checked(h -> h.interval(null).retries(null), "NONE");
    Container plain = run(Programs.forever());
    assertNull(health(none));
    assertNull(health(plain));
    HealthConfig check = HealthConfig.builder().test(List.of("CMD", "true")).build();
    assertNull(health(create(o -> o.customize(c -> c.healthcheck(check)))));
  }

  /** Docker tells the end of a check and what follows from it side by side, so either may come first. */
  @Test
  void changesAreTold() {
    List<String> actions = new ArrayList<>();
    try (DockerStream<EventMessage> events = docker.system().events(o -> o.label(LABEL, RUN))) {
      Container container = checked(h -> h.interval(1000 * MILLIS), "CMD", "echo", "fine");
      for (EventMessage event : events) {
        actions.add(event.action());
        if (event.action().startsWith("health_status")) {
          assertEquals(container.id(), event.actor().id());
        }
        if (actions.containsAll(List.of("exec_die", "health_status: healthy"))) {
          break;
        }
      }
    }
    List<String> told = actions.subList(actions.indexOf("start") + 1, actions.size());
    assertEquals(List.of("exec_create: echo fine", "exec_start: echo fine"), told.subList(0, 2));
    assertEquals(Set.of("exec_die", "health_status: healthy"), Set.copyOf(told.subList(2, told.size())));
  }

  @Test
  void timesThatAreTooShortAreRefused() {
    HealthConfig base = HealthConfig.builder().test(List.of("CMD", "true")).build();
    Map<HealthConfig, String> refused = Map.of(
        base.toBuilder().interval(5L).build(), "Interval in Healthcheck cannot be less than 1ms",
        base.toBuilder().timeout(-5L).build(), "Timeout in Healthcheck cannot be less than 1ms",
        base.toBuilder().startPeriod(5L).build(), "StartPeriod in Healthcheck cannot be less than 1ms",
        base.toBuilder().retries(-1L).build(), "Retries in Healthcheck cannot be negative");
    refused.forEach((health, words) -> assertEquals(
        words,
        fails(BadRequestException.class, () -> create(o -> o.customize(c -> c.healthcheck(health)))).engineMessage()));
  }
}
