package io.longshore.embedded;

import io.longshore.embedded.internal.http.FaultRule;
import io.longshore.embedded.internal.http.FaultRule.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One way to misbehave, for {@link EmbeddedEngine#inject}: what happens, to which requests, and how often. Without
 * {@link #on} it is every request, without {@link #times} the next one.
 *
 * <pre>{@code
 * engine.inject(Fault.cutAfter(100).on("GET", "/containers/web/logs"));
 * engine.inject(Fault.answer(500, "no space left on device").on("POST", "/containers/create").times(2));
 * }</pre>
 *
 * <p>Bytes are those of the answer's body, without its head and without what chunks add; on a connection that was taken over
 * (attach, exec start) those after the head. They are counted when they are sent: a fault after so many bytes happens as soon
 * as they are sent, not when further ones are to be sent, and never when the body is shorter. Immutable.
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
   * Closes the connection in the middle of the answer. A chunked body stays without its last chunk; after a head with
   * 101, and for HTTP/1.0, a cut looks like an end.
   *
   * @param bytes how much of the body comes before; 0 for the head only
   * @return a fault for the next request
   * @throws IllegalArgumentException when the number is negative
   */
  public static Fault cutAfter(long bytes) {
    return after(Kind.CUT, bytes);
  }

  /**
   * Sends nothing more, and leaves the connection open until the peer closes it or the engine is closed or killed.
   *
   * @param bytes how much of the body comes before
   * @return a fault for the next request
   * @throws IllegalArgumentException when the number is negative
   */
  public static Fault stallAfter(long bytes) {
    return after(Kind.STALL, bytes);
  }

  /**
   * Resets the connection: RST on a port, an abrupt close on a unix socket, which knows no other.
   *
   * @param bytes how much of the body comes before; the peer's system may drop what has not been read yet
   * @return a fault for the next request
   * @throws IllegalArgumentException when the number is negative
   */
  public static Fault resetAfter(long bytes) {
    return after(Kind.RESET, bytes);
  }

  /**
   * Puts 16 bytes into the body that are no frame, no JSON, no text in UTF-8 and no tar header, and goes on. A body of a known
   * length keeps it: there they replace what comes next.
   *
   * @param bytes how much of the body comes before; the place decides what they hit: data of a frame or a file's contents
   *     may hold any bytes
   * @return a fault for the next request
   * @throws IllegalArgumentException when the number is negative
   */
  public static Fault brokenFrameAfter(long bytes) {
    return after(Kind.BROKEN_FRAME, bytes);
  }

  /**
   * Puts bytes that are no chunk between two chunks, and goes on. Answers that are not chunked stay as they are.
   *
   * @param bytes how much of the body comes before
   * @return a fault for the next request
   * @throws IllegalArgumentException when the number is negative
   */
  public static Fault brokenChunkAfter(long bytes) {
    return after(Kind.BROKEN_CHUNK, bytes);
  }

  /**
   * Waits before the request is acted upon. Other connections do not wait; ends when the peer, or the engine, closes.
   *
   * @param delay how long; not negative, and at most {@link Long#MAX_VALUE} milliseconds
   * @return a fault for the next request
   * @throws IllegalArgumentException when the time is negative or longer
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
   * Answers with an error and does not act upon the request.
   *
   * @param status from 400 to 599
   * @param message the engine's words
   * @return a fault for the next request
   * @throws IllegalArgumentException when the status is no error
   */
  public static Fault answer(int status, String message) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status is " + status + ", but must be from 400 to 599");
    }
    return new Fault(FaultRule.of(Kind.ANSWER, 0).withAnswer(status, Objects.requireNonNull(message, "message")));
  }

  /**
   * Closes the connection without an answer and does not act upon the request.
   *
   * @return a fault for the next request
   */
  public static Fault closeWithoutAnswer() {
    return new Fault(FaultRule.of(Kind.CLOSE, 0));
  }

  /**
   * Acts upon the request and closes the connection without an answer, as when an engine dies at the worst moment. Answers
   * that last, such as followed logs, are closed at their first byte.
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
   * @param pathPattern the path without the version's prefix and the query, such as {@code /containers/json}; a star stands
   *     for one segment
   * @return this fault for these requests only
   * @throws IllegalArgumentException when the pattern does not begin with a slash
   */
  public Fault on(String method, String pathPattern) {
    if (!pathPattern.startsWith("/")) {
      throw new IllegalArgumentException("pathPattern is \"" + pathPattern + "\", but must begin with a slash");
    }
    String regex = Pattern.quote(pathPattern).replace("*", "\\E[^/]+\\Q");
    return new Fault(rule.withRequests(method.toUpperCase(Locale.ROOT), Pattern.compile(regex)));
  }

  /**
   * Says how often.
   *
   * @param times for so many requests, at least one
   * @return this fault for so many requests
   * @throws IllegalArgumentException when the number is not positive
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
   * Says what it does.
   *
   * @return such as {@code CUT after 100 bytes, 1 times}
   */
  @Override
  public String toString() {
    return rule.kind() + " after " + rule.bytes() + " bytes, " + rule.times() + " times";
  }
}
