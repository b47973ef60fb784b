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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A way to an engine that can be cut: the connections of the moment end, later ones are let through. Like many proxies
 * it ends both ways of a connection where one ends, and on request one that has been quiet for a while.
 */
final class Cuttable implements AutoCloseable {
  private final URI host;
  private final ServerSocketChannel listener;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final @Nullable Duration idleLimit;

  private Cuttable(URI host, @Nullable Duration idleLimit) throws IOException {
    this.host = host;
    this.idleLimit = idleLimit;
    listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::accept);
  }

  static Cuttable to(EngineUnderTest engine) {
    return to(engine, null);
  }

  /** One that ends connections over which nothing went for a while. */
  static Cuttable to(EngineUnderTest engine, @Nullable Duration idleLimit) {
    try {
      return new Cuttable(URI.create(engine.host()), idleLimit);
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
        AtomicLong last = new AtomicLong(System.nanoTime());
        start(() -> copy(client, engine, last));
        start(() -> copy(engine, client, last));
        Duration limit = idleLimit;
        if (limit != null) {
          start(() -> watch(client, last, limit));
        }
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

  private void copy(SocketChannel from, SocketChannel to, AtomicLong last) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try (from; to) {
      while (from.read(buffer.clear()) >= 0) {
        last.set(System.nanoTime());
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

  private static void watch(SocketChannel client, AtomicLong last, Duration limit) {
    while (client.isOpen()) {
      long left = limit.toNanos() - (System.nanoTime() - last.get());
      if (left <= 0) {
        closeQuietly(client);
        return;
      }
      LockSupport.parkNanos(left);
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
