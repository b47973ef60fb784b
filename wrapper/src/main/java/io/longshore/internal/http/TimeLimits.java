package io.longshore.internal.http;

import java.time.Duration;

/** How long the parts of a call may take: {@link io.longshore.Timeouts} as the packages below it see them. */
public record TimeLimits(Duration connect, Duration answer, Duration idle, Duration call) {
  public static final TimeLimits DEFAULTS =
      new TimeLimits(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10));
}
