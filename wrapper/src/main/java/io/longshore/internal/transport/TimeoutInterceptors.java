package io.longshore.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import okio.Timeout;

/**
 * Applies the {@link CallTimeouts} that a request carries as a tag.
 *
 * <p>OkHttp has one read timeout for headers and body. Here it is the deadline of the first answer, until a network
 * interceptor sees the headers and puts the idle timeout in its place: in okio, which closes the socket, and in the socket,
 * which throws by itself under TLS.
 */
final class TimeoutInterceptors {

  private TimeoutInterceptors() {}

  static Response beforeConnecting(Interceptor.Chain chain) throws IOException {
    CallTimeouts t = of(chain.request());
    return chain
        .withConnectTimeout(CallTimeouts.millis(t.connect()), TimeUnit.MILLISECONDS)
        .withReadTimeout(CallTimeouts.millis(t.firstAnswer()), TimeUnit.MILLISECONDS)
        .withWriteTimeout(CallTimeouts.millis(t.write()), TimeUnit.MILLISECONDS)
        .proceed(chain.request());
  }

  static Response afterHeaders(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Socket upgraded = response.socket();
    if (upgraded != null) {
      upgraded.getSource().timeout().clearTimeout();
      upgraded.getSink().timeout().clearTimeout();
      return response;
    }
    if (response.code() == 101) {
      // OkHttp takes this for a finished answer without a body and would keep the connection for the next request, even
      // after an exception or a cancel.
      Connections.of(chain).socket().close();
      throw new ProtocolException("The engine upgraded the connection without being asked, or without 'Connection: Upgrade'");
    }
    int idle = CallTimeouts.millis(of(chain.request()).idle());
    if (idle != chain.readTimeoutMillis()) {
      Timeout body = response.body().source().timeout();
      body.timeout(idle, TimeUnit.MILLISECONDS);
      java.net.Socket socket = Connections.of(chain).socket();
      if (!socket.isClosed()) {
        socket.setSoTimeout(idle);
      }
    }
    return response;
  }

  private static CallTimeouts of(Request request) {
    CallTimeouts timeouts = request.tag(CallTimeouts.class);
    return timeouts == null ? CallTimeouts.NONE : timeouts;
  }
}
