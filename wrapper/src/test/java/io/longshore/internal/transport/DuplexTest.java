package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upgraded connections: attach and exec. */
class DuplexTest extends TransportTestBase {

  private static Duplex connect(Transport transport, CallTimeouts timeouts) throws IOException {
    Call call = transport.newCall(upgrade(transport), timeouts);
    return Duplex.of(call, call.execute());
  }

  private static Duplex connect(Transport transport) throws IOException {
    return connect(transport, CallTimeouts.NONE);
  }

  /** Not with TLS 1.2, where the JDK's server answers a half-close by closing its own half; engines, in Go, do not. */
  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS12")
  void halfCloseReachesThePeerAndItsOutputGoesOn(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.upgrade();
              byte[] input = p.in().readAllBytes();
              p.send(input.length + " bytes");
              p.endOutput();
            }));
    try (Duplex duplex = connect(transport)) {
      duplex.output().write("hello".getBytes(StandardCharsets.UTF_8));
      duplex.closeOutput();
      assertEquals("5 bytes", new String(duplex.input().readAllBytes(), StandardCharsets.UTF_8));
    }
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void smallWriteArrivesWithoutAFlush(Kind kind) throws Exception {
    Transport transport = open(serve(kind, DuplexTest::echo));
    try (Duplex duplex = connect(transport)) {
      for (int i = 0; i < 100; i++) {
        duplex.output().write(i);
        assertEquals(i, duplex.input().read());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void manyBytesFlowBothWaysAtOnce(Kind kind) throws Exception {
    Transport transport = open(serve(kind, DuplexTest::echo));
    byte[] data = new byte[16 << 20];
    new Random(3).nextBytes(data);
    try (Duplex duplex = connect(transport)) {
      FutureTask<byte[]> reader = start(() -> duplex.input().readNBytes(data.length));
      for (int at = 0; at < data.length; at += 65_521) {
        duplex.output().write(data, at, Math.min(65_521, data.length - at));
      }
      assertArrayEquals(data, reader.get(60, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readTimeoutDoesNotEndAQuietHijack(Kind kind) throws Exception {
    Duration brief = Duration.ofMillis(300);
    CountDownLatch speak = new CountDownLatch(1);
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.upgrade();
              speak.await();
              p.send("x");
              p.awaitEnd();
            }));
    CallTimeouts timeouts = new CallTimeouts(Duration.ofSeconds(20), brief, Duration.ZERO, brief,
        Duration.ofSeconds(20));
    try (Duplex duplex = connect(transport, timeouts)) {
      FutureTask<Integer> reader = start(() -> duplex.input().read());
      // The timeouts have to pass; nothing else can tell that they are gone.
      Thread.sleep(4 * brief.toMillis());
      speak.countDown();
      assertEquals((int) 'x', reader.get(30, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closeFreesABlockedReaderWithAnException(Kind kind) throws Exception {
    Transport transport = open(serve(kind, DuplexTest::silent));
    Duplex duplex = connect(transport);
    FutureTask<?> reader = start(() -> duplex.input().read());
    awaitBlockedIn(lastThread(), "fill");
    duplex.close();
    failureOf(reader);
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closeFreesABlockedWriterWithAnException(Kind kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.upgrade();
              end.await();
            }));
    Duplex duplex = connect(transport);
    FutureTask<?> writer = start(() -> writeForever(duplex));
    awaitBlockedIn(lastThread(), "drain");
    duplex.close();
    failureOf(writer);
    assertNoConnections(transport);
    end.countDown();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void outputEndsWithABlockedWriter(Kind kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.upgrade();
              p.send("0123456789");
              p.endOutput();
              end.await();
            }));
    Duplex duplex = connect(transport);
    FutureTask<?> writer = start(() -> writeForever(duplex));
    assertEquals(10, duplex.input().readAllBytes().length);
    duplex.close();
    failureOf(writer);
    end.countDown();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void peerThatDisappearsFreesTheWriter(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.upgrade();
              p.in().read();
            }));
    try (Duplex duplex = connect(transport)) {
      failureOf(start(() -> writeForever(duplex)));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void connectionsAreBackAtTheBaselineAfterFailedUpgrades(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.reply(404, "{}");
              p.awaitEnd();
            }));
    for (int i = 0; i < 10; i++) {
      Call call = transport.newCall(upgrade(transport), CallTimeouts.NONE);
      Response response = call.execute();
      String message = assertThrows(IOException.class, () -> Duplex.of(call, response)).getMessage();
      assertTrue(message.contains("404"), message);
    }
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void upgradeThatOkHttpDoesNotSeeIsAnError(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        p -> {
          p.request();
          p.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
          p.awaitEnd();
        });
    Transport transport = open(server);
    for (int i = 1; i <= 5; i++) {
      IOException failure = assertThrows(IOException.class, () -> connect(transport));
      assertEquals(FailureKind.PROTOCOL, FailureKind.of(failure), failure.toString());
      assertEquals(i, server.accepted(), "never on the same connection again");
    }
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void upgradedConnectionIsNeverUsedAgain(Kind kind) throws Exception {
    RawServer server = serve(kind, DuplexTest::echo);
    Transport transport = open(server);
    for (int i = 1; i <= 20; i++) {
      try (Duplex duplex = connect(transport)) {
        duplex.output().write(1);
        assertEquals(1, duplex.input().read());
      }
      assertEquals(i, server.accepted());
      assertNoConnections(transport);
    }
  }

  private static Object writeForever(Duplex duplex) throws IOException {
    byte[] data = new byte[1 << 20];
    Arrays.fill(data, (byte) 'x');
    while (true) {
      duplex.output().write(data);
    }
  }

  private static void echo(RawServer.Peer peer) throws IOException {
    peer.request();
    peer.upgrade();
    byte[] buffer = new byte[1 << 16];
    for (int n = peer.in().read(buffer); n >= 0; n = peer.in().read(buffer)) {
      peer.out().write(buffer, 0, n);
      peer.out().flush();
    }
  }

  private static void silent(RawServer.Peer peer) throws IOException {
    peer.request();
    peer.upgrade();
    peer.awaitEnd();
  }
}
