package io.longshore.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where this test listens for an engine: on loopback, where engines need no TLS. The loopback of the tests' Podman is
 * another one, of which one address leads to a unix socket of this machine.
 *
 * @param address host and port, as the engine knows it
 * @param lock held while the one address is in use, so that two runs with the same engines wait for each other
 */
record ReachableListener(ServerSocketChannel channel, String address, @Nullable FileChannel lock)
    implements
      AutoCloseable {
  static ReachableListener onLoopback() {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      return new ReachableListener(channel, "127.0.0.1:" + channel.socket().getLocalPort(), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReachableListener of(EngineUnderTest engine) {
    return engine.podman() ? behindTheRelay(Settings.ofThisRun()) : onLoopback();
  }

  private static ReachableListener behindTheRelay(Settings settings) {
    Path socket = Path.of(settings.required(Settings.PODMAN_RELAY_SOCKET));
    try {
      FileChannel lock = FileChannel.open(socket.resolveSibling(socket.getFileName() + ".lock"),
          StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock.lock();
      Files.deleteIfExists(socket);
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(socket));
      return new ReachableListener(channel, settings.required(Settings.PODMAN_RELAY), lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands over every connection, in a thread of its own, until the listener is closed. */
  void serve(Consumer<SocketChannel> connection) {
    start(() -> {
      while (true) {
        try {
          SocketChannel accepted = channel.accept();
          start(() -> connection.accept(accepted));
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  static void start(Runnable work) {
    Thread thread = new Thread(work, "reachable-listener");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    FileChannel held = lock;
    try (held) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
