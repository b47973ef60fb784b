package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.container.HealthCheck;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnhealthyException;
import io.longshore.generated.engine.model.HealthStatus;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Waiting for a health check: until it succeeds, and no longer than it can. */
class WaitUntilHealthyTest extends ContractTest {
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofMillis(700);

  private Container checked(Consumer<HealthCheck> check, Consumer<CreateOptions.Builder> options) {
    return run(o -> {
      o.healthCheck(h -> check.accept(h.interval(OFTEN).retries(1)));
      options.accept(o);
    });
  }

  private UnhealthyException unhealthy(Container container, String... said) {
    UnhealthyException thrown = fails(UnhealthyException.class, () -> container.waitUntilHealthy(Poll.SOON));
    for (String words : said) {
      assertTrue(thrown.getMessage().contains(words), thrown::getMessage);
    }
    return thrown;
  }

  @Test
  void itReturnsWhenTheCheckSucceeds() {
    Container container = checked(h -> h.command("test", "-e", "/ready").retries(1000), o -> {});
    DeadlineException late = fails(DeadlineException.class, () -> container.waitUntilHealthy(SHORT));
    assertTrue(late.getMessage().contains("its health is 'starting'"), late::getMessage);
    container.exec("touch", "/ready");
    container.waitUntilHealthy(Poll.SOON);
    assertEquals(HealthStatus.HEALTHY, container.inspect().state().health().status());
  }

  @Test
  void aCheckThatFailsEndsItAndShowsNoOutput() {
    Container container = checked(h -> h.shell("echo hush; exit 3"), o -> {});
    UnhealthyException thrown = unhealthy(container, "its health is 'unhealthy'", "the last with exit code 3");
    assertFalse(thrown.toString().contains("hush"), thrown::toString);
  }

  @Test
  void aProgramThatEndsEndsIt() {
    Container container = checked(h -> h.command("false").retries(1000), o -> o.command("sh", "-c", "exit 5"));
    unhealthy(container, "is not running: it ended with exit code 5");
  }

  @Test
  void aRemovalEndsIt() {
    Container container = checked(h -> h.command("false").retries(1000), o -> {});
    try (var waiting = Background.run(() -> container.waitUntilHealthy(Poll.SOON))) {
      fails(DeadlineException.class, () -> container.waitUntilHealthy(SHORT));
      forceRemove(container);
      Throwable thrown = assertInstanceOf(UnhealthyException.class, seen(waiting.failure()));
      assertTrue(thrown.getMessage().matches(".*(was removed|is not running).*"), thrown::getMessage);
    }
    fails(NotFoundException.class, () -> container.waitUntilHealthy(Poll.SOON));
  }

  @Test
  void whatIsNotStartedIsNotWaitedFor() {
    unhealthy(create(o -> o.healthCheck(h -> h.command("true"))), "created and not started");
  }

  @Test
  void withoutACheckItSaysSo() {
    unhealthy(run(Programs.forever()), "has no health check");
    unhealthy(run(o -> o.noHealthCheck()), "has no health check");
  }

  @Test
  void anInterruptEndsIt() {
    Container container = checked(h -> h.command("false").retries(1000), o -> {});
    try (var waiting = Background.run(() -> container.waitUntilHealthy(Duration.ofMinutes(5)))) {
      fails(DeadlineException.class, () -> container.waitUntilHealthy(SHORT));
      waiting.interrupt();
      assertInstanceOf(CancelledException.class, seen(waiting.failure()));
      assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
    }
  }
}
