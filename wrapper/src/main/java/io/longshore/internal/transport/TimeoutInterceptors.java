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
 * <p>OkHttp and okio would keep them too, if they were told: but they wake another thread for every call. The socket
 * does it ({@link Watchdog}).
 */
final class TimeoutInterceptors {

  /**
   * What TLS may send of its own before an answer, such as tickets that hold a chain of certificates. The socket cannot
   * distinguish it.
   */
  private static final long TLS_OWN = 16 * 1024;

  private TimeoutInterceptors() {}

  /** The tag of a request: its timeouts, and when the whole of it must end. */
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

    private Limit head(ChannelSocket socket) {
      int all = CallTimeouts.millis(timeouts.firstAnswer());
      int write = CallTimeouts.millis(timeouts.write());
      return timeouts.heldBack()
          ? Limit.ofHeadHeldBack(CallTimeouts.millis(timeouts.idle()), all, write, end, socket.underTls() ? TLS_OWN : 0)
          : Limit.ofHead(all, write, end);
    }

    private Limit body() {
      return new Limit(CallTimeouts.millis(timeouts.idle()), CallTimeouts.millis(timeouts.write()), end)
          .withParts(CallTimeouts.millis(timeouts.part().time()), timeouts.part().bytes());
    }
  }

  static Response beforeConnecting(Interceptor.Chain chain) throws IOException {
    Deadlines deadlines = of(chain.request());
    int connect = deadlines.connectMillis();
    // Telling OkHttp what it knows would cost a copy of the chain.
    Interceptor.Chain limited = connect == chain.connectTimeoutMillis() ? chain
        : chain.withConnectTimeout(connect, TimeUnit.MILLISECONDS);
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

  static Response onConnection(Interceptor.Chain chain, ChannelSocket socket) throws IOException {
    try {
      return exchange(chain, socket);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it was, an OkHttp on the class path that lacks a method included: OkHttp might take the exchange for a
      // finished one and keep the connection, and after an upgrade write the next request into a program's input.
      socket.close();
      throw e;
    }
  }

  private static Response exchange(Interceptor.Chain chain, ChannelSocket socket) throws IOException {
    Deadlines deadlines = of(chain.request());
    Limit head = deadlines.head(socket);
    socket.limit(head);
    AnswerBounds bounds = socket.underTls() ? new AnswerBounds() : socket.input().bounds();
    bounds.head();
    Response response = proceed(chain);
    AnswerHead.bound(response, bounds);
    if (response.code() == 101) {
      if (response.socket() == null) {
        throw new ProtocolException(
            "The engine upgraded the connection without being asked, or without 'Connection: Upgrade'");
      }
      socket.limit(new Limit(CallTimeouts.millis(deadlines.timeouts.idle()), 0, Watchdog.NEVER));
      return response;
    }
    if (response.code() == 407) {
      throw new ProxyRefusedException(response.header("Proxy-Authenticate"));
    }
    if (response.isSuccessful()) {
      Limit limit = deadlines.body();
      socket.limit(limit);
      BodyInput body = chain.request().tag(BodyInput.class);
      if (body != null) {
        body.found(response, socket, limit);
      }
    } else {
      // The reason belongs to the response and must come in its time, and not in that of the refused work.
      socket.limit(head.atMost(CallTimeouts.millis(deadlines.timeouts.refusal())));
    }
    return UntypedBody.in(response);
  }

  private static Response proceed(Interceptor.Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (RuntimeException e) {
      if (chain.request().body() instanceof OneShotBody body && body.hasThrown(e)) {
        throw e;
      }
      // Heads that OkHttp is not prepared for, such as one with a negative status.
      throw (ProtocolException) new ProtocolException("the response is not HTTP: " + e.getMessage()).initCause(e);
    }
  }

  private static Deadlines of(Request request) {
    Deadlines deadlines = request.tag(Deadlines.class);
    return deadlines == null ? Deadlines.NONE : deadlines;
  }
}
