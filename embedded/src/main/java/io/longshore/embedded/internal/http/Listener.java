package io.longshore.embedded.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine listens, and the files that it made there.
 *
 * @param channel accepts connections; closed by the server
 * @param host the form of DOCKER_HOST
 * @param socket the socket's file, or null for a port
 * @param directory a directory created for it, or null
 */
public record Listener(ServerSocketChannel channel, String host, @Nullable Path socket, @Nullable Path directory) {
  private static final int BACKLOG = 512;

  /** Listens on a free port of 127.0.0.1. */
  public static Listener loopback() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new Listener(channel, "tcp://127.0.0.1:" + port, null, null);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Listens on a unix socket: at a path, or in a directory of its own. */
  public static Listener unix(@Nullable Path path) throws IOException {
    Path directory = path == null ? Files.createTempDirectory("longshore") : null;
    Path socket = directory != null ? directory.resolve("docker.sock") : Objects.requireNonNull(path).toAbsolutePath();
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      if (directory != null) {
        // For a JVM that ends without closing: the last one that is noted goes first.
        directory.toFile().deleteOnExit();
        socket.toFile().deleteOnExit();
      }
      channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      return new Listener(channel, "unix://" + socket, socket, directory);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (directory != null) {
        Files.deleteIfExists(directory);
      }
      throw e;
    }
  }

  /** Removes the files; the channel is closed by then. */
  public void removeFiles() throws IOException {
    if (socket != null) {
      Files.deleteIfExists(socket);
    }
    if (directory != null) {
      Files.deleteIfExists(directory);
    }
  }
}
