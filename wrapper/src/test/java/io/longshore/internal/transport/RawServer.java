package io.longshore.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server that does exactly what its handler says, one thread per connection, over unix, TCP or TLS. */
final class RawServer implements Closeable {

  /** Serves one connection; returning closes it, and exceptions count as the client's leaving. */
  interface Handler {
    void serve(Peer peer) throws Exception;
  }

  private interface Acceptor {
    Peer accept(int number) throws IOException;
  }

  private final EngineAddress address;
  private final Acceptor acceptor;
  private final Closeable listener;
  private final Handler handler;
  private final Thread accepting;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean closed;

  private RawServer(EngineAddress address, Acceptor acceptor, Closeable listener, Handler handler) {
    this.address = address;
    this.acceptor = acceptor;
    this.listener = listener;
    this.handler = handler;
    accepting = startThread(this::acceptAll);
  }

  static RawServer unix(Path path, Handler handler) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    return new RawServer(new EngineAddress.Unix(path), n -> Peer.of(n, listener.accept()), listener, handler);
  }

  static RawServer tcp(Handler handler) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    return new RawServer(new EngineAddress.Tcp("127.0.0.1", port), n -> Peer.of(n, prompt(listener.accept())), listener,
        handler);
  }

  static RawServer tls(SSLContext context, TlsMaterial client, Handler handler, String... protocols)
      throws IOException {
    ServerSocket listener = context.getServerSocketFactory().createServerSocket(0, 50,
        InetAddress.getByName("127.0.0.1"));
    SSLServerSocket tls = (SSLServerSocket) listener;
    tls.setNeedClientAuth(true);
    if (protocols.length > 0) {
      tls.setEnabledProtocols(protocols);
    }
    EngineAddress address = new EngineAddress.Tls("127.0.0.1", listener.getLocalPort(), client);
    return new RawServer(address, n -> Peer.of(n, prompt(listener.accept())), listener, handler);
  }

  /** As engines do; otherwise the second write of an answer waits 40 ms. */
  private static SocketChannel prompt(SocketChannel accepted) throws IOException {
    return accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static Socket prompt(Socket accepted) throws IOException {
    accepted.setTcpNoDelay(true);
    return accepted;
  }

  EngineAddress address() {
    return address;
  }

  int accepted() {
    return accepted.get();
  }

  private void acceptAll() {
    try {
      while (true) {
        Peer peer = acceptor.accept(accepted.get() + 1);
        accepted.incrementAndGet();
        peers.add(peer);
        if (closed) {
          peer.close();
        }
        threads.add(startThread(() -> serve(peer)));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Peer peer) {
    try {
      handler.serve(peer);
    } catch (Exception e) {
      // The client has gone, or the server was closed.
    } finally {
      peer.close();
    }
  }

  private Thread startThread(Runnable task) {
    Thread thread = new Thread(task, "RawServer " + address);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    peers.forEach(Peer::close);
    try {
      // Not interrupted: JDK 25 loses the socket of a connection that is accepted at that moment.
      awaitEnd(accepting);
      for (Thread thread : threads) {
        thread.interrupt();
        awaitEnd(thread);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(Thread thread) throws InterruptedException {
    thread.join(20_000);
    if (thread.isAlive()) {
      throw new IllegalStateException("A server thread does not end: " + List.of(thread.getStackTrace()));
    }
  }

  /** A parsed request. */
  record Request(String line, String headers, byte[] body) {

    String header(String name) {
      for (String h : headers.split("\r\n")) {
        if (h.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return h.substring(name.length() + 1).trim();
        }
      }
      return "";
    }
  }

  /** One accepted connection. */
  record Peer(int number, InputStream in, OutputStream out, Closeable halfClose, Closeable socket) {

    static Peer of(int number, SocketChannel channel) {
      return new Peer(number, new ChannelReader(channel), new ChannelWriter(channel), channel::shutdownOutput, channel);
    }

    static Peer of(int number, Socket socket) throws IOException {
      return new Peer(number, socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
    }

    /** The next request with its body, by Content-Length. */
    Request request() throws IOException {
      Request head = head();
      String length = head.header("Content-Length");
      byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
      return new Request(head.line(), head.headers(), body);
    }

    /** The next request without reading its body. */
    Request head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      String text = "";
      while (!text.endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        head.write(b);
        text = b == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
      }
      int first = text.indexOf("\r\n");
      return new Request(text.substring(0, first), text.substring(first + 2), new byte[0]);
    }

    void reply(int status, String body, String... headers) throws IOException {
      StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      send(text.append("\r\n").append(body).toString());
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void upgrade() throws IOException {
      send("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    }

    /** Blocks until the client has closed its side. */
    void awaitEnd() throws IOException {
      in.readAllBytes();
    }

    void endOutput() throws IOException {
      halfClose.close();
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed either way.
      }
    }
  }

  // The streams of Channels share a lock on JDK 17, so a reader and a writer thread would block each other.
  private static final class ChannelReader extends InputStream {
    private final SocketChannel channel;

    ChannelReader(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      return len == 0 ? 0 : channel.read(ByteBuffer.wrap(b, off, len));
    }
  }

  private static final class ChannelWriter extends OutputStream {
    private final SocketChannel channel;

    ChannelWriter(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      ByteBuffer data = ByteBuffer.wrap(b, off, len);
      while (data.hasRemaining()) {
        channel.write(data);
      }
    }
  }
}
