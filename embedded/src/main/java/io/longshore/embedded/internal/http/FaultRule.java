package io.longshore.embedded.internal.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, with which requests, how often.
 *
 * @param bytes of the body that come before
 * @param delay for {@link Kind#LATE}
 * @param status for {@link Kind#ANSWER}
 * @param message for {@link Kind#ANSWER}
 * @param method of the requests; null for all
 * @param path of the requests, without the version's prefix; null for all
 */
public record FaultRule(
    Kind kind,
    long bytes,
    Duration delay,
    int status,
    String message,
    @Nullable String method,
    @Nullable Pattern path,
    int times) {
  /** What goes wrong. */
  public enum Kind {
    /** The connection is closed inside the body. */
    CUT,
    /** Nothing more comes. */
    STALL,
    /** The connection is reset inside the body. */
    RESET,
    /** The body contains bytes that cannot be parsed. */
    BROKEN_FRAME,
    /** Between chunks are bytes that are not a chunk. */
    BROKEN_CHUNK,
    /** The request waits. */
    LATE,
    /** The answer is an error. */
    ANSWER,
    /** There is no response; nothing is done. */
    CLOSE,
    /** There is no response; everything is done. */
    LOSE
  }

  /** For the next request, whatever it is. */
  public static FaultRule of(Kind kind, long bytes) {
    return new FaultRule(kind, bytes, Duration.ZERO, 0, "", null, null, 1);
  }

  /** The same with a delay. */
  public FaultRule withDelay(Duration changed) {
    return new FaultRule(kind, bytes, changed, status, message, method, path, times);
  }

  /** The same with an answer. */
  public FaultRule withAnswer(int changedStatus, String changedMessage) {
    return new FaultRule(kind, bytes, delay, changedStatus, changedMessage, method, path, times);
  }

  /** The same for certain requests. */
  public FaultRule withRequests(String changedMethod, Pattern changedPath) {
    return new FaultRule(kind, bytes, delay, status, message, changedMethod, changedPath, times);
  }

  /** The same, so often. */
  public FaultRule withTimes(int changed) {
    return new FaultRule(kind, bytes, delay, status, message, method, path, changed);
  }

  boolean isFor(String requestMethod, String requestPath) {
    return (method == null || method.equals(requestMethod)) && (path == null || path.matcher(requestPath).matches());
  }
}
