package io.longshore.container;

import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.internal.options.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an engine finds out whether a program works: it runs a command in the container again and again. Exit code 0
 * means healthy. What is not set comes from the image, or else is the engine's default. Not thread-safe.
 */
public final class HealthCheck {
  /** The test that switches an image's check off. */
  static final List<String> OFF = List.of("NONE");

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final HealthConfig.Builder config;

  HealthCheck(HealthConfig.Builder config) {
    this.config = config;
  }

  /**
   * Sets the program to run.
   *
   * @param command the program and its arguments; not parsed by a shell
   * @return this
   */
  public HealthCheck command(String... command) {
    return test("CMD", Check.words("command", command));
  }

  /**
   * Sets the command line to run. Docker: {@code --health-cmd}.
   *
   * @param line what the container's shell runs
   * @return this
   */
  public HealthCheck shell(String line) {
    return test("CMD-SHELL", Check.words("shell", line));
  }

  /**
   * Refuses what contradicts itself, and what harms: Docker 28 crashes as a whole at the first check of a container
   * whose test is a kind without a command.
   */
  static void check(@Nullable HealthConfig config) {
    List<String> test = config == null ? List.of() : config.test();
    if (test.size() == 1 && (test.get(0).equals("CMD") || test.get(0).equals("CMD-SHELL"))) {
      throw new IllegalArgumentException("the health check's test is " + test.get(0) + " alone; add its command");
    }
    if (config != null && test.equals(OFF) && !config.equals(HealthConfig.builder().test(OFF).build())) {
      throw new IllegalArgumentException(
          "noHealthCheck() switches the health check off, and healthCheck(…) says how it is to run; keep one of them");
    }
  }

  private HealthCheck test(String kind, List<String> words) {
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw new IllegalArgumentException("the health check's command is empty; noHealthCheck() switches checks off");
    }
    List<String> test = new ArrayList<>(List.of(kind));
    test.addAll(words);
    config.test(test);
    return this;
  }

  /**
   * Sets the time between two checks; the engine's default is 30 seconds. Docker: {@code --health-interval}.
   *
   * @param interval at least 1 millisecond
   * @return this
   */
  public HealthCheck interval(Duration interval) {
    config.interval(nanos("interval", interval));
    return this;
  }

  /**
   * Sets the time after which a check counts as failed; the engine's default is 30 seconds. Docker:
   * {@code --health-timeout}.
   *
   * @param timeout at least 1 millisecond
   * @return this
   */
  public HealthCheck timeout(Duration timeout) {
    config.timeout(nanos("timeout", timeout));
    return this;
  }

  /**
   * Sets the time after the start in which failures do not count; the engine's default is none. Docker:
   * {@code --health-start-period}. Since API 1.29.
   *
   * @param period at least 1 millisecond
   * @return this
   */
  public HealthCheck startPeriod(Duration period) {
    config.startPeriod(nanos("startPeriod", period));
    return this;
  }

  /**
   * Sets the time between two checks during the start period; the engine's default is 5 seconds. Docker:
   * {@code --health-start-interval}. Since API 1.44.
   *
   * @param interval at least 1 millisecond
   * @return this
   */
  public HealthCheck startInterval(Duration interval) {
    config.startInterval(nanos("startInterval", interval));
    return this;
  }

  /**
   * Sets how many failures in a row make the container unhealthy; the engine's default is 3. Docker:
   * {@code --health-retries}.
   *
   * @param failures at least 1
   * @return this
   */
  public HealthCheck retries(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("retries is " + failures + "; it takes at least one failure");
    }
    config.retries((long) failures);
    return this;
  }

  /** Zero would be the image's value, and engines refuse what is shorter. */
  private static long nanos(String name, Duration value) {
    if (Check.positive(name, value).compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(name + " is " + value + "; the shortest is 1 millisecond");
    }
    return value.toNanos();
  }
}
