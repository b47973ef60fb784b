package io.longshore.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Puts TLS on top of {@link ChannelSocket}s and remembers on which: OkHttp shows only the upper one. */
final class LayeredTlsFactory extends SSLSocketFactory {

  private final SSLSocketFactory delegate;
  private final Map<Socket, ChannelSocket> lower = Collections.synchronizedMap(new WeakHashMap<>());

  LayeredTlsFactory(SSLSocketFactory delegate) {
    this.delegate = delegate;
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
    Socket tls = delegate.createSocket(below, host, port, autoClose);
    lower.put(tls, (ChannelSocket) below);
    return tls;
  }

  @Nullable
  ChannelSocket below(Socket tls) {
    return lower.get(tls);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return delegate.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return delegate.getSupportedCipherSuites();
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
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("OkHttp layers TLS over a connected socket only");
  }
}
