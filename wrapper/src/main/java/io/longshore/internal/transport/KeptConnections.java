package io.longshore.internal.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Checks a kept connection just before a request is written on it, and takes another one if the engine has closed it or
 * has sent something: a connection between two exchanges has no unread bytes, and one that does would give the next
 * request a response that is not its own, such as the 408 with which proxies end idle connections. See
 * docs/decisions/0013-kept-connections.md.
 */
final class KeptConnections {

  private final Connections connections;
  private final ConnectionPool pool;
  private final int attempts;

  KeptConnections(Connections connections, ConnectionPool pool, int attempts) {
    this.connections = connections;
    this.pool = pool;
    this.attempts = attempts;
  }

  /**
   * The outer half: tries one connection after the other. It also applies the deadlines, because another interceptor
   * would cost each call a copy of its chain.
   */
  Response overConnections(Interceptor.Chain chain) throws IOException {
    for (int attempt = 1;; attempt++) {
      try {
        return TimeoutInterceptors.beforeConnecting(chain);
      } catch (StaleConnectionException e) {
        if (attempt > attempts || chain.call().isCanceled()) {
          throw e;
        }
        if (attempt == attempts) {
          // More were kept than are kept for long; whatever they are, the next one is new.
          pool.evictAll();
        }
      }
    }
  }

  /** The inner half, for a request that OkHttp may send again. */
  Response onOneConnection(Interceptor.Chain chain) throws IOException {
    ChannelSocket socket = connections.under(chain);
    check(socket, Connections.of(chain).socket());
    return TimeoutInterceptors.onConnection(chain, socket);
  }

  /**
   * Fails unless a request can be written.
   *
   * @param upper what OkHttp reads from: {@code below} itself, or TLS on it
   * @return whether the connection was kept from an earlier request
   */
  boolean check(ChannelSocket below, Socket upper) throws StaleConnectionException {
    if (!below.usedBefore()) {
      return false;
    }
    boolean quiet = switch (below.look()) {
      case NOTHING -> true;
      case END -> false;
      case BYTES -> below.underTls() && below.input().holdsWholeRecords();
    };
    if (!quiet || below.underTls() && !isQuietInside(below, upper)) {
      below.close();
      throw new StaleConnectionException(null);
    }
    return true;
  }

  /**
   * TLS peers send session tickets and new keys at any time; only TLS itself can distinguish them from an end or from a
   * response.
   */
  private static boolean isQuietInside(ChannelSocket below, Socket tls) {
    try {
      if (tls.getInputStream().available() > 0) {
        return false;
      }
      if (below.input().available() == 0) {
        return true;
      }
      below.input().waits(false);
      try {
        tls.getInputStream().read();
        return false;
      } finally {
        below.input().waits(true);
      }
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
