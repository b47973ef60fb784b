package io.longshore.internal.http;

import java.time.Duration;

/** How long the parts of a call may take: {@link io.longshore.Timeouts} as the packages below it see them. */
public record TimeLimits(Duration connect, Duration answer, Duration idle, Duration call) {
  public static final TimeLimits DEFAULTS = new TimeLimits(Duration.ofSeconds(10), Duration.ofMinutes(2),
      Duration.ofMinutes(5), Duration.ofMinutes(10));

  /** These, and no longer than the limit to connect, to be answered and for the whole of a call. */
  TimeLimits within(Duration limit) {
    return new TimeLimits(shorter(limit, connect), shorter(limit, answer), idle, shorter(limit, call));
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
