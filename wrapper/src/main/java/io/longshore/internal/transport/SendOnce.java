package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request that changes something at most once.
 *
 * <p>Another connection is taken only when the look at a kept one ({@link KeptConnections}), or the first write, says
 * that the engine never saw a byte. From the first byte on nothing is sent again, and a lost answer becomes an
 * {@link AnswerLostIOException}.
 */
final class SendOnce {

  private final Connections connections;
  private final KeptConnections kept;

  SendOnce(Connections connections, KeptConnections kept) {
    this.connections = connections;
    this.kept = kept;
  }

  Response onOneConnection(Interceptor.Chain chain) throws IOException {
    ChannelSocket socket = connections.under(chain);
    boolean usedBefore = kept.check(socket, Connections.of(chain).socket());
    long before = socket.sent();
    try {
      return TimeoutInterceptors.onConnection(chain, socket);
    } catch (ProxyRefusedException e) {
      throw e;
    } catch (IOException e) {
      if (socket.sent() != before) {
        throw new AnswerLostIOException(describe(chain.request()), e);
      }
      if (usedBefore && !(e instanceof InterruptedIOException) && !chain.call().isCanceled()
          && repeatable(chain.request())) {
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
