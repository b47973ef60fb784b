package io.longshore;

import io.longshore.internal.http.TimeLimits;
import java.time.Duration;

/**
 * How long calls may take. Immutable. Operations that wait derive their timeouts from these: {@code stop} adds its
 * grace period to {@code answer}, {@code waitFor} and followed streams wait as long as the caller says.
 *
 * @param connect until the connection is established
 * @param answer from sending a request to the first byte of the response's body; to the end of the response if the
 *     engine refuses. Prunes, removals, file changes, volume lists and disk usage use {@code call} here, pulls and
 *     imports {@code idle}. Also how long a credential helper may take, which is a program on this machine
 * @param idle between two parts of a response that is streamed, such as the progress of a pull; followed logs are
 *     exempt, and so are builds, if the engine answers a ping meanwhile. Also before the answer to a pull, an import
 *     and files that are sent, because engines work before they answer; with Podman also before an export and before a
 *     log that is not followed
 * @param call a whole call that is not a stream. A pull and a copy may take longer while they make progress within this
 *     time: a pull one step, a copy 64 KiB
 */
public record Timeouts(Duration connect, Duration answer, Duration idle, Duration call) {
  private static final Timeouts DEFAULTS = new Timeouts(
      TimeLimits.DEFAULTS.connect(), TimeLimits.DEFAULTS.answer(), TimeLimits.DEFAULTS.idle(),
      TimeLimits.DEFAULTS.call());

  /** Checks that each is positive; unlimited is not possible. */
  public Timeouts {
    check("connect", connect);
    check("answer", answer);
    check("idle", idle);
    check("call", call);
  }

  TimeLimits limits() {
    return new TimeLimits(connect, answer, idle, call);
  }

  private static void check(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(20)) > 0) {
      throw new IllegalArgumentException(
          "the timeout '" + name + "' is " + duration + "; it must be more than zero and at most 20 days");
    }
  }

  /**
   * Returns the defaults: 10 seconds to connect, 2 minutes to answer, 5 minutes idle, 10 minutes for a whole call.
   *
   * @return the defaults
   */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these with another limit for connecting.
   *
   * @param connect the limit
   * @return a copy
   */
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * Returns these with another limit for the first byte of a response.
   *
   * @param answer the limit
   * @return a copy
   */
  public Timeouts withAnswer(Duration answer) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * Returns these with another limit for pauses within a response.
   *
   * @param idle the limit
   * @return a copy
   */
  public Timeouts withIdle(Duration idle) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * Returns these with another limit for whole calls.
   *
   * @param call the limit
   * @return a copy
   */
  public Timeouts withCall(Duration call) {
    return new Timeouts(connect, answer, idle, call);
  }
}
