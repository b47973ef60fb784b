package io.longshore.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** What went wrong below HTTP, for the executor to map to the public errors. */
public enum FailureKind {
  /** Nothing exists at the socket path. */
  NO_SOCKET,
  /** The socket or port exists, but does not accept connections. */
  REFUSED,
  /** The operating system denies this user the socket. */
  PERMISSION_DENIED,
  /** Something other than a socket is at the path. */
  NOT_A_SOCKET,
  /** The path does not fit into a socket address. */
  PATH_TOO_LONG,
  /** The host name does not resolve. */
  UNKNOWN_HOST,
  /** Connecting failed in another way: no route, network down. */
  UNREACHABLE,
  /** The connection was not accepted within the connect timeout. */
  CONNECT_TIMEOUT,
  /** A deadline of the call ran out after the connection was made. */
  TIMEOUT,
  /** The body of the response came too slowly. */
  TOO_SLOW,
  /** The handshake or a certificate failed. */
  TLS,
  /** Every connection that was tried had been closed by the engine; nothing was sent. */
  STALE,
  /** The call was cancelled. */
  CANCELLED,
  /** The calling thread was interrupted. */
  INTERRUPTED,
  /** The connection ended or broke before the answer was complete. */
  CONNECTION_LOST,
  /** The peer does not speak HTTP, or ended a body early. */
  PROTOCOL,
  /** None of the above. */
  OTHER;

  /** The kind of {@code failure}; {@code call}, if given, distinguishes a cancelled call from a broken connection. */
  public static FailureKind of(Throwable failure, @Nullable Call call) {
    FailureKind kind = of(failure);
    // A deadline cancels the call as well, so a timeout that was already recognized stays one.
    boolean closedFromHere = kind == CONNECTION_LOST || kind == OTHER || kind == PROTOCOL || kind == UNREACHABLE
        || kind == TLS
        || kind == STALE;
    return closedFromHere && call != null && call.isCanceled() ? CANCELLED : kind;
  }

  /** The kind of {@code failure}, by its type and those of its causes. */
  public static FailureKind of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      FailureKind kind = ofOne(t);
      if (kind != OTHER) {
        return kind;
      }
    }
    return OTHER;
  }

  /** True when the request was on its way and the engine may have acted on it, though its answer is unknown. */
  public static boolean mayHaveActed(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof AnswerLostIOException) {
        return true;
      }
    }
    return false;
  }

  /** The same of this call: when it is cancelled, OkHttp drops an answer that was there already. */
  public static boolean mayHaveActed(Throwable failure, Call call) {
    return mayHaveActed(failure)
        || call.isCanceled() && call.request().body() instanceof OneShotBody body && body.begun();
  }

  private static FailureKind ofOne(Throwable t) {
    if (t instanceof ConnectFailure f) {
      return f.kind();
    } else if (t instanceof StaleConnectionException) {
      return STALE;
    } else if (t instanceof TooSlowException) {
      return TOO_SLOW;
    } else if (t instanceof SocketTimeoutException) {
      return TIMEOUT;
    } else if (t instanceof InterruptedIOException) {
      return INTERRUPTED;
    } else if (t instanceof UnknownHostException) {
      return UNKNOWN_HOST;
    } else if (t instanceof SSLException) {
      // The JDK wraps a connection that broke under TLS in an SSLException too.
      return t.getCause() instanceof IOException && !(t instanceof SSLHandshakeException) ? OTHER : TLS;
    } else if (t instanceof ProtocolException) {
      return PROTOCOL;
    } else if (t instanceof SocketException || t instanceof EOFException) {
      return CONNECTION_LOST;
    } else if (t instanceof IOException && "Canceled".equalsIgnoreCase(t.getMessage())) {
      return CANCELLED;
    }
    return OTHER;
  }
}
