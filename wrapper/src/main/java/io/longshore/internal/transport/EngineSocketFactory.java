package io.longshore.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/** Creates the sockets of one engine and knows which are open, so that closing the transport ends every stream. */
final class EngineSocketFactory extends SocketFactory {

  private final EngineAddress address;
  private final Set<ChannelSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EngineSocketFactory(EngineAddress address) {
    this.address = address;
  }

  @Override
  public Socket createSocket() throws IOException {
    ChannelSocket socket = new ChannelSocket(address, open::remove);
    open.add(socket);
    // Asked after adding: closing either sees the new socket or is seen here.
    if (closed) {
      socket.close();
      throw new SocketException("The client for " + address + " is closed");
    }
    return socket;
  }

  int openConnections() {
    return open.size();
  }

  void closeAll() {
    closed = true;
    open.forEach(ChannelSocket::close);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
