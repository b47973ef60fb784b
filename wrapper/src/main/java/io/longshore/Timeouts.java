package io.longshore;

import io.longshore.internal.http.TimeLimits;
import java.time.Duration;

/**
 * How long calls may take. Immutable. Operations that wait by their nature derive theirs from these: {@code stop} adds its
 * grace period to {@code answer}, {@code waitFor} and followed streams wait as long as the caller says.
 *
 * @param connect until the connection stands
 * @param answer from sending a request to the first byte of its answer's body; to the end of the answer when it is a refusal
 * @param idle between two parts of an answer that keeps coming, such as the progress of a pull; followed logs are exempt. Also
 *     before the answer to a pull, an import and files that are sent, because engines work first, and with Podman before an export
 *     and a log that is not followed
 * @param call the whole of a call that is no stream. A pull and a copy may take longer while they get on: a pull with each step,
 *     a copy with 64 KiB, within this time
 */
public record Timeouts(Duration connect, Duration answer, Duration idle, Duration call) {
  private static final Timeouts DEFAULTS =
      new Timeouts(
          TimeLimits.DEFAULTS.connect(), TimeLimits.DEFAULTS.answer(), TimeLimits.DEFAULTS.idle(), TimeLimits.DEFAULTS.call());

  /** Checks that each is positive: there is no 'for ever' here. */
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
   * 10 seconds to connect, 2 minutes to answer, 5 minutes idle, 10 minutes for a whole call.
   *
   * @return the defaults
   */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * These with another limit for connecting.
   *
   * @param connect the limit
   * @return a copy
   */
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * These with another limit for the first byte of an answer.
   *
   * @param answer the limit
   * @return a copy
   */
  public Timeouts withAnswer(Duration answer) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * These with another limit for pauses inside an answer.
   *
   * @param idle the limit
   * @return a copy
   */
  public Timeouts withIdle(Duration idle) {
    return new Timeouts(connect, answer, idle, call);
  }

  /**
   * These with another limit for whole calls.
   *
   * @param call the limit
   * @return a copy
   */
  public Timeouts withCall(Duration call) {
    return new Timeouts(connect, answer, idle, call);
  }
}
