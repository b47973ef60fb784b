package io.longshore.contract;

import io.longshore.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to an engine that can be cut: the connections of the moment end, later ones are let through. */
final class Cuttable implements AutoCloseable {
  private final URI host;
  private final ServerSocketChannel listener;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Cuttable(URI host) throws IOException {
    this.host = host;
    listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::accept);
  }

  static Cuttable to(EngineUnderTest engine) {
    try {
      return new Cuttable(URI.create(engine.host()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DockerClient open() {
    return DockerClient.builder().host("tcp://127.0.0.1:" + listener.socket().getLocalPort()).build();
  }

  void cut() {
    open.forEach(Cuttable::closeQuietly);
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel client = listener.accept();
        SocketChannel engine = connect();
        open.add(client);
        open.add(engine);
        start(() -> copy(client, engine));
        start(() -> copy(engine, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private SocketChannel connect() throws IOException {
    if (host.getScheme().equals("unix")) {
      SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX);
      engine.connect(UnixDomainSocketAddress.of(host.getPath()));
      return engine;
    }
    return SocketChannel.open(new InetSocketAddress(host.getHost(), host.getPort()));
  }

  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try (from; to) {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
    } catch (IOException e) {
      // Cut, or one of both has gone.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cuttable");
    thread.setDaemon(true);
    thread.start();
  }

  void cutForGood() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  @Override
  public void close() {
    cutForGood();
  }
}
