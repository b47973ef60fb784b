package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.generated.engine.model.Health;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HealthStatus;
import io.longshore.generated.engine.model.HealthcheckResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs the health check of a container while the container runs and is not paused. */
final class HealthMonitor {
  private static final int KEPT = 5;
  private static final int LONGEST_OUTPUT = 4096;

  private final Engine engine;
  private final Container container;
  private final HealthConfig config;
  private final List<String> command;
  private final Deque<HealthcheckResult> log = new ArrayDeque<>();
  private @Nullable HealthStatus status;
  private long streak;
  private Instant start = Instant.MAX;
  /** Which run is monitored; what belongs to another is late. */
  private int run;

  HealthMonitor(Engine engine, Container container) {
    this.engine = engine;
    this.container = container;
    HealthConfig asked = container.config().healthcheck();
    this.config = asked == null ? HealthConfig.builder().build() : asked;
    this.command = command(config.test(), container.config().shell());
  }

  private static List<String> command(List<String> test, List<String> shell) {
    String kind = test.isEmpty() ? "" : test.get(0);
    if (kind.equals("CMD")) {
      return test.subList(1, test.size());
    }
    if (!kind.equals("CMD-SHELL")) {
      return List.of();
    }
    List<String> command = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    command.addAll(test.subList(1, test.size()));
    return command;
  }

  /** Whether there is a check. */
  private boolean isIdle() {
    return command.isEmpty();
  }

  /** Begins with a run of the container. */
  synchronized void start() {
    if (!isIdle()) {
      status = HealthStatus.STARTING;
      streak = 0;
      start = Instant.now();
      resume();
    }
  }

  /** Begins again after a pause, in the state that it had. */
  synchronized void resume() {
    if (!isIdle()) {
      int current = ++run;
      engine.later(pause(), () -> probe(current));
    }
  }

  /** Stops: engines call a container unhealthy that does not run. */
  synchronized void stop() {
    run++;
    if (status != null) {
      status = HealthStatus.UNHEALTHY;
    }
  }

  private boolean isStarting() {
    long period = config.startPeriod() == null ? 0 : config.startPeriod();
    return HealthStatus.STARTING.equals(status) && Instant.now().isBefore(start.plusNanos(period));
  }

  private Duration pause() {
    return isStarting() ? duration(config.startInterval(), 5) : duration(config.interval(), 30);
  }

  private static Duration duration(@Nullable Long nanos, long usualSeconds) {
    return nanos == null || nanos == 0 ? Duration.ofSeconds(usualSeconds) : Duration.ofNanos(nanos);
  }

  private synchronized boolean isCurrent(int asked) {
    return run == asked && !engine.isClosed();
  }

  // Nothing waits for what follows its end.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void probe(int current) {
    if (!isCurrent(current)) {
      return;
    }
    Instant began = Instant.now();
    Output output = new Output();
    ExecCreateRequest request = ExecCreateRequest.builder().cmd(command).attachStdout(true).attachStderr(true).build();
    try {
      Exec exec = container.execs().create(request, container.id());
      exec.claim();
      ContainerProcess process = exec.start(output);
      Duration timeout = duration(config.timeout(), 30);
      engine.later(timeout, () -> {
        if (!process.exit().isDone()) {
          done(current, began, -1, "Health check exceeded timeout (" + words(timeout) + ")");
          exec.kill();
        }
      });
      // After the event of its end, which the exit itself is not.
      output.ended.thenRun(() -> done(current, began, process.exit().join(), output.text()));
    } catch (EngineError e) {
      done(current, began, -1, e.words());
    }
  }

  /** As Go writes durations. */
  private static String words(Duration duration) {
    String seconds = duration.toMillisPart() == 0 ? "" : "." + "%03d".formatted(duration.toMillisPart());
    seconds = seconds.replaceFirst("0+$", "");
    if (duration.toSeconds() == 0) {
      return duration.toMillis() + "ms";
    }
    String minutes = duration.toMinutes() == 0 ? "" : duration.toMinutesPart() + "m";
    return (duration.toHours() == 0 ? "" : duration.toHours() + "h") + minutes + duration.toSecondsPart() + seconds
        + "s";
  }

  private void done(int current, Instant began, int code, String output) {
    HealthStatus told = null;
    synchronized (this) {
      if (!isCurrent(current)) {
        return;
      }
      log.add(
          HealthcheckResult.builder().start(began).end(Instant.now()).exitCode((long) code).output(output).build());
      if (log.size() > KEPT) {
        log.remove();
      }
      HealthStatus before = status;
      long retries = config.retries() == null || config.retries() == 0 ? 3 : config.retries();
      if (code == 0) {
        streak = 0;
        status = HealthStatus.HEALTHY;
      } else if (!isStarting() && ++streak >= retries) {
        status = HealthStatus.UNHEALTHY;
      }
      told = Objects.equals(before, status) ? null : status;
      resume();
    }
    if (told != null) {
      engine.events().container("health_status: " + told, container, Map.of());
    }
  }

  /** The health; null for a container without a check, or before its first run. */
  synchronized @Nullable Health health() {
    return status == null
        ? null
        : Health.builder().status(status).failingStreak(streak).log(List.copyOf(log)).build();
  }

  private static final class Output implements OutputSink {
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int stream, byte[] more) {
      bytes.write(more, 0, Math.min(more.length, LONGEST_OUTPUT + 1 - bytes.size()));
    }

    @Override
    public void end() {
      ended.complete(null);
    }

    synchronized String text() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      return bytes.size() <= LONGEST_OUTPUT
          ? text
          : new String(bytes.toByteArray(), 0, LONGEST_OUTPUT, StandardCharsets.UTF_8) + "...";
    }
  }
}
