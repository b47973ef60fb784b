package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import okhttp3.Call;
import org.junit.jupiter.api.Test;

/** Reaching an engine, and saying why it cannot be reached. */
class ConnectTest extends TransportTestBase {

  private void failsWith(FailureKind kind, Path path, String word) throws Exception {
    Transport transport = open(new EngineAddress.Unix(path));
    for (var request : List.of(get(transport, "/_ping"), post(transport, "/x", ""))) {
      IOException failure = assertThrows(IOException.class, () -> text(transport, request));
      assertEquals(kind, FailureKind.of(failure), failure.toString());
      assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
      assertTrue(failure.getMessage().contains(word), failure.getMessage());
      assertEquals(false, FailureKind.mayHaveActed(failure));
    }
    assertNoConnections(transport);
  }

  @Test
  void socketPathIsMissing() throws Exception {
    failsWith(FailureKind.NO_SOCKET, folder.resolve("missing.sock"), "no socket");
  }

  @Test
  void socketIsRefused() throws Exception {
    Path path = folder.resolve("dead.sock");
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(path));
    }
    failsWith(FailureKind.REFUSED, path, "no engine listens");
  }

  @Test
  void pathIsAFile() throws Exception {
    failsWith(FailureKind.NOT_A_SOCKET, Files.createFile(folder.resolve("file")), "file");
  }

  @Test
  void pathIsADirectory() throws Exception {
    failsWith(FailureKind.NOT_A_SOCKET, Files.createDirectory(folder.resolve("dir")), "directory");
  }

  @Test
  void pathIsTooLong() throws Exception {
    failsWith(FailureKind.PATH_TOO_LONG, folder.resolve("x".repeat(120)), "Linux allows 106");
  }

  @Test
  void longestPathConnects() throws IOException {
    int left = 106 - folder.toString().getBytes().length - 1;
    assumeTrue(
        left > 0 && System.getProperty("os.name").equals("Linux"),
        "other systems allow other lengths, and a long temporary folder leaves none");
    Path path = folder.resolve("x".repeat(left));
    try (RawServer server = RawServer.unix(path, p -> answer(p, "yes"))) {
      Transport transport = open(server);
      assertEquals("200 yes", text(transport, get(transport, "/")));
    }
  }

  @Test
  void userLacksPermission() throws Exception {
    Path path = folder.resolve("private.sock");
    try (RawServer server = RawServer.unix(path, p -> answer(p, "no"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
      assumeFalse(Files.isWritable(path), "root may use any socket");
      failsWith(FailureKind.PERMISSION_DENIED, path, "may not use");
      assertEquals(0, server.accepted());
    }
  }

  @Test
  void portIsRefused() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Transport transport = open(new EngineAddress.Tcp("127.0.0.1", port));
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
    assertEquals(FailureKind.REFUSED, FailureKind.of(failure), failure.toString());
    assertTrue(failure.getMessage().contains("tcp://127.0.0.1:" + port), failure.getMessage());
  }

  @Test
  void hostIsUnknown() {
    Transport transport = open(new EngineAddress.Tcp("no-such-host.invalid", 1));
    IOException failure = assertThrows(IOException.class, () -> text(transport, post(transport, "/", "")));
    assertEquals(FailureKind.UNKNOWN_HOST, FailureKind.of(failure), failure.toString());
  }

  /** Connecting to a unix socket whose backlog is full blocks in the kernel. */
  private void withFullBacklog(BacklogTest test) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"),
        "other systems may refuse at once when a backlog is full");
    Path path = folder.resolve("full.sock");
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stuck.bind(UnixDomainSocketAddress.of(path), 1);
      boolean full = false;
      while (!full) {
        SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(next);
        next.configureBlocking(false);
        try {
          full = !next.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
          full = true;
        }
      }
      test.run(open(new EngineAddress.Unix(path)));
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  private interface BacklogTest {
    void run(Transport transport) throws Exception;
  }

  @Test
  void fullBacklogEndsWithTheConnectTimeout() throws Exception {
    withFullBacklog(
        transport -> {
          CallTimeouts timeouts = CallTimeouts.NONE.withConnect(Duration.ofMillis(200));
          IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/"), timeouts));
          assertEquals(FailureKind.CONNECT_TIMEOUT, FailureKind.of(failure), failure.toString());
          assertTrue(failure.getMessage().contains("200 ms"), failure.getMessage());
        });
  }

  @Test
  void fullBacklogEndsWithCancel() throws Exception {
    withFullBacklog(
        transport -> {
          Call call = transport.newCall(get(transport, "/"), CallTimeouts.NONE);
          FutureTask<?> task = start(call::execute);
          awaitBlockedIn(lastThread(), "connect");
          call.cancel();
          assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(task), call));
        });
  }

  @Test
  void fullBacklogEndsWithInterrupt() throws Exception {
    withFullBacklog(
        transport -> {
          FutureTask<?> task = start(() -> text(transport, get(transport, "/")));
          awaitBlockedIn(lastThread(), "connect");
          lastThread().interrupt();
          assertEquals(FailureKind.INTERRUPTED, FailureKind.of(failureOf(task)));
        });
  }

  @Test
  void fullBacklogEndsWithTheWholeCallsTime() throws Exception {
    withFullBacklog(
        transport -> {
          CallTimeouts timeouts = CallTimeouts.NONE.withWhole(Duration.ofMillis(200));
          IOException failure = assertThrows(IOException.class,
              () -> text(transport, post(transport, "/", ""), timeouts));
          assertEquals(FailureKind.TIMEOUT, FailureKind.of(failure), failure.toString());
        });
  }

  @Test
  void twoEnginesInOneProgramKeepTheirRequests() throws Exception {
    RawServer one = serve(Kind.UNIX, p -> answer(p, "one"));
    RawServer two = serve(Kind.UNIX, p -> answer(p, "two"));
    Transport first = open(one);
    Transport second = open(two);
    for (int i = 0; i < 5; i++) {
      assertEquals("200 one", text(first, get(first, "/")));
      assertEquals("200 two", text(second, get(second, "/")));
      assertEquals("200 one", text(first, post(first, "/", "")));
      assertEquals("200 two", text(second, post(second, "/", "")));
    }
    assertEquals(1, one.accepted());
    assertEquals(1, two.accepted());
  }

  @Test
  void systemProxiesAreNotUsed() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "1");
    try {
      for (Kind kind : Kind.values()) {
        Transport transport = open(serve(kind, p -> answer(p, "direct")));
        assertEquals("200 direct", text(transport, get(transport, "/")), kind.toString());
      }
    } finally {
      ProxySelector.setDefault(before);
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
    }
  }

  @Test
  void closedTransportOpensNothing() throws Exception {
    RawServer server = serve(Kind.UNIX, p -> answer(p, "x"));
    Transport transport = open(server);
    transport.close();
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
    assertTrue(failure.getMessage().contains("is closed"), failure.getMessage());
    assertEquals(0, server.accepted());
  }

  private static void answer(RawServer.Peer peer, String body) throws IOException {
    while (true) {
      peer.request();
      peer.reply(200, body);
    }
  }
}
