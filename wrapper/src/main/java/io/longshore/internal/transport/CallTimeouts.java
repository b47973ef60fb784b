package io.longshore.internal.transport;

import java.time.Duration;

/**
 * The deadlines of one call; zero means none.
 *
 * @param connect to reach the engine, before any byte is sent
 * @param firstAnswer from the request being sent to the end of the answer's head; for a failure, to the end of its body
 * @param refusal the body of a failure, if that is less than the rest of {@link #firstAnswer}; zero for no such limit
 * @param idle longest silence within the body of the answer, or upgraded connection
 * @param write longest time one write may be stuck
 * @param whole the call with its body, from start to end; ends with an upgrade
 * @param part how much of a body must come in which time
 * @param heldBack whether the head may take as long as it likes to begin
 */
public record CallTimeouts(
    Duration connect,
    Duration firstAnswer,
    Duration refusal,
    Duration idle,
    Duration write,
    Duration whole,
    Part part,
    boolean heldBack) {

  public static final CallTimeouts NONE = new CallTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
      Duration.ZERO);

  /**
   * Limits a body that comes byte by byte.
   *
   * @param time how long to wait in total; zero for no such limit
   * @param bytes how many must come in it, unless {@link BodyInput#gotOn()} is called
   */
  public record Part(Duration time, long bytes) {
    /** A body may come as slowly as it likes, as long as it comes. */
    public static final Part NONE = new Part(Duration.ZERO, 0);
  }

  public CallTimeouts {
    for (Duration d : new Duration[] {connect, firstAnswer, refusal, idle, write, whole, part.time}) {
      if (d.isNegative()) {
        throw new IllegalArgumentException("A timeout is negative: " + d);
      }
    }
  }

  /** For a body that may come as slowly as it likes. */
  public CallTimeouts(Duration connect, Duration firstAnswer, Duration idle, Duration write, Duration whole) {
    this(connect, firstAnswer, Duration.ZERO, idle, write, whole, Part.NONE, false);
  }

  public CallTimeouts withPart(Duration time, long bytes) {
    return new CallTimeouts(connect, firstAnswer, refusal, idle, write, whole, new Part(time, bytes), heldBack);
  }

  /** The head may take as long as it likes to begin, and {@link #firstAnswer} from its first byte to its end. */
  public CallTimeouts withHeadHeldBack() {
    return new CallTimeouts(connect, firstAnswer, refusal, idle, write, whole, part, true);
  }

  public CallTimeouts withConnect(Duration d) {
    return new CallTimeouts(d, firstAnswer, refusal, idle, write, whole, part, heldBack);
  }

  public CallTimeouts withFirstAnswer(Duration d) {
    return new CallTimeouts(connect, d, refusal, idle, write, whole, part, heldBack);
  }

  public CallTimeouts withRefusal(Duration d) {
    return new CallTimeouts(connect, firstAnswer, d, idle, write, whole, part, heldBack);
  }

  public CallTimeouts withIdle(Duration d) {
    return new CallTimeouts(connect, firstAnswer, refusal, d, write, whole, part, heldBack);
  }

  public CallTimeouts withWrite(Duration d) {
    return new CallTimeouts(connect, firstAnswer, refusal, idle, d, whole, part, heldBack);
  }

  public CallTimeouts withWhole(Duration d) {
    return new CallTimeouts(connect, firstAnswer, refusal, idle, write, d, part, heldBack);
  }

  /** OkHttp counts in int milliseconds: a shorter time must not become "none", a longer one not overflow. */
  static int millis(Duration d) {
    if (d.isZero()) {
      return 0;
    }
    return d.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0 ? Integer.MAX_VALUE : Math.max(1, (int) d.toMillis());
  }
}
