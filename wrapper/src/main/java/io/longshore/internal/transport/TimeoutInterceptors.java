package io.longshore.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Applies the {@link CallTimeouts} that a request carries as a tag.
 *
 * <p>OkHttp and okio would keep them too, if they were told: but they wake another thread for every call. The socket does it
 * ({@link Watchdog}).
 */
final class TimeoutInterceptors {

  private final Connections connections;

  TimeoutInterceptors(Connections connections) {
    this.connections = connections;
  }

  /** The tag of a request: its timeouts, and when the whole of it has to end. */
  record Deadlines(CallTimeouts timeouts, long end) {

    private static final Deadlines NONE = of(CallTimeouts.NONE);

    static Deadlines of(CallTimeouts timeouts) {
      return new Deadlines(timeouts, Limit.after(CallTimeouts.millis(timeouts.whole())));
    }

    /** To connect, in OkHttp's terms; with several addresses for a host, to each of them. */
    private int connectMillis() {
      int own = CallTimeouts.millis(timeouts.connect());
      if (end == Watchdog.NEVER) {
        return own;
      }
      // Rounded up: what ends a little before the whole call would not look like its end.
      long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - Watchdog.now())) + 1;
      return own == 0 || left < own ? (int) Math.min(left, Integer.MAX_VALUE) : own;
    }

    private Limit until(int readMillis) {
      return new Limit(readMillis, CallTimeouts.millis(timeouts.write()), end);
    }
  }

  Response beforeConnecting(Interceptor.Chain chain) throws IOException {
    Deadlines deadlines = of(chain.request());
    int connect = deadlines.connectMillis();
    // Telling OkHttp what it knows would cost a copy of the chain.
    Interceptor.Chain limited =
        connect == chain.connectTimeoutMillis() ? chain : chain.withConnectTimeout(connect, TimeUnit.MILLISECONDS);
    try {
      return limited.proceed(chain.request());
    } catch (ConnectFailure e) {
      if (e.kind() == FailureKind.CONNECT_TIMEOUT && deadlines.end <= Watchdog.now()) {
        // What ran out was the time of the whole call.
        throw (SocketTimeoutException) new SocketTimeoutException("timeout").initCause(e);
      }
      throw e;
    }
  }

  Response onConnection(Interceptor.Chain chain) throws IOException {
    Deadlines deadlines = of(chain.request());
    ChannelSocket socket = connections.under(chain);
    socket.limit(deadlines.until(CallTimeouts.millis(deadlines.timeouts.firstAnswer())));
    BodyInput body = chain.request().tag(BodyInput.class);
    if (body != null) {
      socket.headOnly(true);
    }
    Response response = chain.proceed(chain.request());
    if (body != null) {
      socket.headOnly(false);
      body.found(response, socket);
    }
    int idle = CallTimeouts.millis(deadlines.timeouts.idle());
    if (response.code() != 101) {
      socket.limit(deadlines.until(idle));
      return UntypedBody.in(response);
    }
    if (response.socket() == null) {
      // OkHttp takes this for a finished answer without a body and would keep the connection for the next request, even
      // after an exception or a cancel.
      Connections.of(chain).socket().close();
      throw new ProtocolException("The engine upgraded the connection without being asked, or without 'Connection: Upgrade'");
    }
    socket.limit(new Limit(idle, 0, Watchdog.NEVER));
    return response;
  }

  private static Deadlines of(Request request) {
    Deadlines deadlines = request.tag(Deadlines.class);
    return deadlines == null ? Deadlines.NONE : deadlines;
  }
}
