package io.longshore.internal.transport;

import java.time.Duration;

/**
 * The deadlines of one call; zero means none.
 *
 * @param connect to reach the engine, before any byte is sent
 * @param firstAnswer longest silence between the request being sent and the headers of the answer
 * @param idle longest silence within the body of the answer, or upgraded connection
 * @param write longest time one write may be stuck
 * @param whole the call with its body, from start to end; ends with an upgrade
 */
public record CallTimeouts(Duration connect, Duration firstAnswer, Duration idle, Duration write, Duration whole) {

  public static final CallTimeouts NONE =
      new CallTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public CallTimeouts {
    for (Duration d : new Duration[] {connect, firstAnswer, idle, write, whole}) {
      if (d.isNegative()) {
        throw new IllegalArgumentException("A timeout is negative: " + d);
      }
    }
  }

  public CallTimeouts withConnect(Duration d) {
    return new CallTimeouts(d, firstAnswer, idle, write, whole);
  }

  public CallTimeouts withFirstAnswer(Duration d) {
    return new CallTimeouts(connect, d, idle, write, whole);
  }

  public CallTimeouts withIdle(Duration d) {
    return new CallTimeouts(connect, firstAnswer, d, write, whole);
  }

  public CallTimeouts withWrite(Duration d) {
    return new CallTimeouts(connect, firstAnswer, idle, d, whole);
  }

  public CallTimeouts withWhole(Duration d) {
    return new CallTimeouts(connect, firstAnswer, idle, write, d);
  }

  /** OkHttp counts in int milliseconds: a shorter time must not become "none", a longer one not overflow. */
  static int millis(Duration d) {
    if (d.isZero()) {
      return 0;
    }
    return d.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0 ? Integer.MAX_VALUE : Math.max(1, (int) d.toMillis());
  }
}
