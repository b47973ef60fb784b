package io.longshore.internal.http;

import io.longshore.error.AnswerLostException;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.error.TlsException;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.JsonLimitException;
import io.longshore.internal.transport.AnswerLostIOException;
import io.longshore.internal.transport.CallTimeouts;
import io.longshore.internal.transport.EngineAddress;
import io.longshore.internal.transport.FailureKind;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Turns a failure below HTTP in one call into a public exception. */
final class Failures {
  private final What what;
  private final EngineAddress where;
  private final boolean mutation;
  private final CallTimeouts timeouts;
  private final BooleanSupplier closed;
  private final long start = System.nanoTime();

  Failures(
      ApiRequest<?> request, @Nullable Caller caller, EngineAddress where, CallTimeouts timeouts,
      BooleanSupplier closed) {
    this.closed = closed;
    this.what = new What(request, caller);
    this.where = where;
    this.mutation = !request.isSafe();
    this.timeouts = timeouts;
  }

  /** Formatted only after a failure: most calls have none. */
  private record What(ApiRequest<?> request, @Nullable Caller caller) {
    @Override
    public String toString() {
      return Caller.of(caller, request);
    }
  }

  /** A client that is closed breaks its connections, and every failure after that comes from there. */
  FailureKind kind(IOException failure, Call call) {
    FailureKind kind = FailureKind.of(failure, call);
    return closed.getAsBoolean() && kind != FailureKind.INTERRUPTED ? FailureKind.CANCELLED : kind;
  }

  /** Before the answer's headers were there. */
  DockerException beforeAnswer(IOException failure, Call call) {
    // First: the failure of the caller's own stream may look like one of the connection, such as a timeout.
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BodySourceException source) {
        if (source.getCause() instanceof InterruptedIOException
            && !(source.getCause() instanceof SocketTimeoutException)) {
          return ended(FailureKind.INTERRUPTED, failure, FailureKind.mayHaveActed(failure));
        }
        return new DockerException(
            what + ": reading the content to send failed: " + source.reason()
                + (FailureKind.mayHaveActed(failure) ? "; the engine may have acted on the part it received" : ""),
            source.getCause());
      }
    }
    FailureKind kind = kind(failure, call);
    return switch (kind) {
      case INTERRUPTED, CANCELLED -> ended(kind, failure, mutation && FailureKind.mayHaveActed(failure, call));
      case CONNECT_TIMEOUT ->
        new DeadlineException(what + ": no connection to " + where + " within " + text(timeouts.connect()), failure);
      case TIMEOUT ->
        new DeadlineException(
            what + ": " + where + " "
                + late("did not answer", answerLimit())
                + (mutation && FailureKind.mayHaveActed(failure)
                    ? "; it may still act: check before you try again" : ""),
            failure);
      case TOO_SLOW ->
        new DeadlineException(
            what + ": " + where + " began to respond, but the response headers were not complete within "
                + text(timeouts.firstAnswer()),
            failure);
      case TLS ->
        new TlsException(
            what + ": TLS with " + where + " failed: " + reason(failure)
                + ". Check that the engine listens with TLS there"
                + (where instanceof EngineAddress.Tls tls ? ", and that " + tls.tls().advice() : ""),
            failure);
      case CONNECTION_LOST, PROTOCOL, OTHER ->
        mutation && FailureKind.mayHaveActed(failure)
            ? new AnswerLostException(
                what + " was sent to " + where + " and "
                    + (kind == FailureKind.PROTOCOL
                        ? "the response is not HTTP (" + reason(withoutDoubt(failure)) + ")"
                        : "the connection broke before a response came")
                    + ": the engine may or may not have acted; check before you try again",
                failure)
            : new ConnectionException(
                what + ": the connection to " + where + " broke: " + reason(withoutDoubt(failure)), failure);
      default -> {
        String reason = reason(failure);
        yield new ConnectionException(
            what + ": " + (reason.contains(where.toString()) ? "" : "cannot reach " + where + ": ") + reason, failure);
      }
    };
  }

  private Duration answerLimit() {
    if (!timeouts.heldBack()) {
      return timeouts.firstAnswer();
    }
    // An answer that may take for ever to begin can only be missed by a request that does not move on.
    return timeouts.idle().isZero() ? timeouts.write() : timeouts.idle();
  }

  /** While the body of a good answer was read as a whole. */
  DockerException inAnswer(IOException failure, Call call) {
    FailureKind kind = kind(failure, call);
    return switch (kind) {
      case INTERRUPTED, CANCELLED -> ended(kind, failure);
      case TOO_SLOW -> tooSlow("the response from ", failure);
      case TIMEOUT ->
        new DeadlineException(what + ": the response from " + where + " " + late("stopped", timeouts.idle()), failure);
      case OTHER ->
        new DockerException(
            what + (mutation ? " was done, but " : ": ") + where + " sent a response that cannot be read: "
                + unreadable(failure),
            failure);
      default -> mutation
          ? new AnswerLostException(
              what + " was done, but the response from " + where + " broke off: " + reason(failure), failure)
          : new ConnectionException(what + ": the response from " + where + " broke off: " + reason(failure), failure);
    };
  }

  /** The response was empty. */
  DockerException empty(IOException failure) {
    return new DockerException(
        what + (mutation ? " was done, but " : ": ") + where + " sent an empty response"
            + (mutation ? "; check the result before you try again" : "; check that it is a Docker engine"),
        failure);
  }

  /** While a stream was read. */
  DockerException inStream(IOException failure, Call call) {
    FailureKind kind = kind(failure, call);
    return switch (kind) {
      case INTERRUPTED, CANCELLED -> ended(kind, failure);
      case TOO_SLOW -> tooSlow("the stream from ", failure);
      case TIMEOUT ->
        new DeadlineException(what + ": the stream from " + where + " " + late("stopped", timeouts.idle()), failure);
      case OTHER -> new StreamException(
          what + ": " + where + " sent a response that cannot be read: " + unreadable(failure), StreamEnd.FAILED,
          failure);
      default -> truncated(failure);
    };
  }

  private DeadlineException tooSlow(String which, IOException failure) {
    return new DeadlineException(
        what + ": " + which + where + " is too slow: it made no progress for " + text(timeouts.part().time()) + ", the"
            + " time of a whole call",
        failure);
  }

  StreamException truncated(IOException failure) {
    return new StreamException(
        what + ": the stream from " + where + " broke off before its end: " + reason(failure), StreamEnd.TRUNCATED,
        failure);
  }

  StreamException failed(String reason) {
    return new StreamException(what + ": the stream from " + where + " failed: " + reason, StreamEnd.FAILED, null);
  }

  /**
   * For everything but GET and HEAD the transport reports that something may have been done; this request changes
   * nothing.
   */
  private static Throwable withoutDoubt(IOException failure) {
    return failure instanceof AnswerLostIOException && failure.getCause() != null ? failure.getCause() : failure;
  }

  private CancelledException ended(FailureKind kind, IOException failure) {
    return ended(kind, failure, false);
  }

  private CancelledException ended(FailureKind kind, IOException failure, boolean inDoubt) {
    String doubt = inDoubt ? "; the engine may have acted: check before you try again" : "";
    if (kind == FailureKind.INTERRUPTED) {
      Thread.currentThread().interrupt();
      return new CancelledException(what + ": the thread was interrupted" + doubt, failure);
    }
    return new CancelledException(what + ": the call was cancelled or the client closed" + doubt, failure);
  }

  private String late(String verb, Duration limit) {
    Duration whole = timeouts.whole();
    boolean overall = limit.isZero() || !whole.isZero() && System.nanoTime() - start >= whole.toNanos();
    return overall ? "did not finish within " + text(whole) : verb + " within " + text(limit);
  }

  static String text(Duration duration) {
    return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toMillis() / 1000.0 + " s";
  }

  private static String unreadable(IOException failure) {
    return reason(failure)
        + (failure instanceof JsonLimitException
            ? "; if such responses are expected, raise maxAnswer(…) of the client's builder" : "");
  }

  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
