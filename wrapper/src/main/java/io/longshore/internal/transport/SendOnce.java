package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request that changes something at most once.
 *
 * <p>The network half looks at a kept connection just before the request is written on it; the outer half takes another
 * connection when that look, or the first write, says that the engine never saw a byte. From the first byte on nothing is
 * sent again, and a lost answer becomes an {@link AnswerLostIOException}.
 */
final class SendOnce {

  private final Connections connections;
  private final TimeoutInterceptors timeouts;
  private final int attempts;

  /** Of {@code timeouts} the two halves run inside the two of this: every interceptor more costs each call a copy of its chain. */
  SendOnce(Connections connections, TimeoutInterceptors timeouts, int attempts) {
    this.connections = connections;
    this.timeouts = timeouts;
    this.attempts = attempts;
  }

  Response overConnections(Interceptor.Chain chain) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return timeouts.beforeConnecting(chain);
      } catch (StaleConnectionException e) {
        if (attempt >= attempts || chain.call().isCanceled()) {
          throw e;
        }
      }
    }
  }

  Response onOneConnection(Interceptor.Chain chain) throws IOException {
    ChannelSocket socket = connections.under(chain);
    boolean kept = socket.usedBefore();
    if (kept && socket.peerClosed()) {
      throw new StaleConnectionException(null);
    }
    long before = socket.sent();
    try {
      return timeouts.onConnection(chain);
    } catch (IOException e) {
      if (socket.sent() != before) {
        throw new AnswerLostIOException(describe(chain.request()), e);
      }
      if (kept && !(e instanceof InterruptedIOException) && !chain.call().isCanceled() && repeatable(chain.request())) {
        throw new StaleConnectionException(e);
      }
      throw e;
    }
  }

  private static boolean repeatable(Request request) {
    return !(request.body() instanceof OneShotBody body) || body.repeatable();
  }

  // Without the query, which may carry what a log should not.
  private static String describe(Request request) {
    return request.method() + " " + request.url().encodedPath();
  }
}
