package io.longshore.embedded;

import io.longshore.embedded.internal.http.FaultRule;
import io.longshore.embedded.internal.http.FaultRule.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A fault for {@link EmbeddedEngine#inject}: what happens, to which requests, and how often. Without {@link #on} it is
 * for every request, without {@link #times} for one.
 *
 * <pre>{@code
 * engine.inject(Fault.cutAfter(100).on("GET", "/containers/web/logs"));
 * engine.inject(Fault.answer(500, "no space left on device").on("POST", "/containers/create").times(2));
 * }</pre>
 *
 * <p>Bytes are those of the response's body, without its head and without the framing of chunks; on a hijacked
 * connection (attach, exec start) those after the head. They are counted when they are sent: a fault happens as soon as
 * this many bytes are sent, not when the next ones are sent, and never if the body is shorter. Immutable.
 */
public final class Fault {
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private final FaultRule rule;

  private Fault(FaultRule rule) {
    this.rule = rule;
  }

  private static Fault after(Kind kind, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + ", but must not be negative");
    }
    return new Fault(FaultRule.of(kind, bytes));
  }

  /**
   * Closes the connection partway through the response. A chunked body stays without its last chunk; after a head with
   * 101, and for HTTP/1.0, a cut looks like an end.
   *
   * @param bytes how much of the body comes before; 0 for the head only
   * @return a fault for the next request
   * @throws IllegalArgumentException if the number is negative
   */
  public static Fault cutAfter(long bytes) {
    return after(Kind.CUT, bytes);
  }

  /**
   * Sends nothing more, and leaves the connection open until the peer closes it or the engine is closed or killed.
   *
   * @param bytes how much of the body comes before
   * @return a fault for the next request
   * @throws IllegalArgumentException if the number is negative
   */
  public static Fault stallAfter(long bytes) {
    return after(Kind.STALL, bytes);
  }

  /**
   * Resets the connection: RST on a port, an abrupt close on a unix socket, which has no other.
   *
   * @param bytes how much of the body comes before; the peer's system may drop what has not been read yet
   * @return a fault for the next request
   * @throws IllegalArgumentException if the number is negative
   */
  public static Fault resetAfter(long bytes) {
    return after(Kind.RESET, bytes);
  }

  /**
   * Puts 16 bytes into the body that are not a frame, JSON, UTF-8 text or a tar header, and continues. A body of a
   * known length keeps it: the bytes then replace what comes next.
   *
   * @param bytes how much of the body comes before; the position decides what they hit: data of a frame or a file's
   *     contents can be any bytes
   * @return a fault for the next request
   * @throws IllegalArgumentException if the number is negative
   */
  public static Fault brokenFrameAfter(long bytes) {
    return after(Kind.BROKEN_FRAME, bytes);
  }

  /**
   * Puts bytes that are not a chunk between two chunks, and continues. Responses that are not chunked do not change.
   *
   * @param bytes how much of the body comes before
   * @return a fault for the next request
   * @throws IllegalArgumentException if the number is negative
   */
  public static Fault brokenChunkAfter(long bytes) {
    return after(Kind.BROKEN_CHUNK, bytes);
  }

  /**
   * Waits before the request is handled. Other connections do not wait; ends when the peer, or the engine, closes.
   *
   * @param delay how long; not negative, and at most {@link Long#MAX_VALUE} milliseconds
   * @return a fault for the next request
   * @throws IllegalArgumentException if the time is negative or longer
   */
  public static Fault answerLate(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is " + delay + ", but must not be negative");
    }
    if (delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("delay is " + delay + ", but must not be longer than " + LONGEST);
    }
    return new Fault(FaultRule.of(Kind.LATE, 0).withDelay(delay));
  }

  /**
   * Responds with an error and does not handle the request.
   *
   * @param status from 400 to 599
   * @param message the engine's words
   * @return a fault for the next request
   * @throws IllegalArgumentException if the status is not an error
   */
  public static Fault answer(int status, String message) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status is " + status + ", but must be from 400 to 599");
    }
    return new Fault(FaultRule.of(Kind.ANSWER, 0).withAnswer(status, Objects.requireNonNull(message, "message")));
  }

  /**
   * Closes the connection without a response and does not handle the request.
   *
   * @return a fault for the next request
   */
  public static Fault closeWithoutAnswer() {
    return new Fault(FaultRule.of(Kind.CLOSE, 0));
  }

  /**
   * Handles the request and closes the connection without a response, as if the engine died at the worst moment. Long
   * responses, such as followed logs, are closed at their first byte.
   *
   * @return a fault for the next request
   */
  public static Fault loseAnswer() {
    return new Fault(FaultRule.of(Kind.LOSE, 0));
  }

  /**
   * Chooses requests.
   *
   * @param method such as {@code GET}
   * @param pathPattern the path without the version's prefix and the query, such as {@code /containers/json}; a star
   *     matches one segment
   * @return this fault for these requests only
   * @throws IllegalArgumentException if the pattern does not begin with a slash
   */
  public Fault on(String method, String pathPattern) {
    if (!pathPattern.startsWith("/")) {
      throw new IllegalArgumentException("pathPattern is \"" + pathPattern + "\", but must begin with a slash");
    }
    String regex = Pattern.quote(pathPattern).replace("*", "\\E[^/]+\\Q");
    return new Fault(rule.withRequests(method.toUpperCase(Locale.ROOT), Pattern.compile(regex)));
  }

  /**
   * Sets how often it happens.
   *
   * @param times for how many requests, at least one
   * @return this fault for this many requests
   * @throws IllegalArgumentException if the number is not positive
   */
  public Fault times(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times is " + times + ", but must be positive");
    }
    return new Fault(rule.withTimes(times));
  }

  FaultRule rule() {
    return rule;
  }

  /**
   * Describes the fault.
   *
   * @return such as {@code CUT after 100 bytes, 1 times}
   */
  @Override
  public String toString() {
    return rule.kind() + " after " + rule.bytes() + " bytes, " + rule.times() + " times";
  }
}
