package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter by itself, over unix sockets and TCP. */
class ChannelSocketTest extends TransportTestBase {

  private static final String BOTH = "UNIX|TCP";
  private final BlockingQueue<RawServer.Peer> peers = new ArrayBlockingQueue<>(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private RawServer.Peer peer;
  private ChannelSocket socket;

  private void connect(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        p -> {
          peers.add(p);
          end.await();
        });
    socket = new ChannelSocket(server.address(), closed -> {});
    SocketAddress target = server.address() instanceof EngineAddress.Tcp tcp
        ? new InetSocketAddress(tcp.host(), tcp.port()) : null;
    socket.connect(target, 10_000);
    peer = peers.poll(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    end.countDown();
    socket.close();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void theLookOfOkHttpAtAnIdleConnectionFindsNothing(Kind kind) throws Exception {
    connect(kind);
    socket.usedBefore();
    peer.send("abc");
    await("the peer's words", () -> socket.look() == ChannelInput.Found.BYTES);
    socket.setSoTimeout(1);
    assertEquals('a', socket.getInputStream().read(), "what is there already");
    socket.getInputStream().readNBytes(2);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    peer.send("d");
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    socket.setSoTimeout(0);
    assertEquals('d', socket.getInputStream().read());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void blockedReaderDoesNotBlockTheWriter(Kind kind) throws Exception {
    connect(kind);
    FutureTask<Integer> reader = start(() -> socket.getInputStream().read());
    awaitBlockedIn(lastThread(), "fill");
    socket.getOutputStream().write('x');
    socket.getOutputStream().flush();
    assertEquals('x', peer.in().read());
    peer.send("y");
    assertEquals((int) 'y', reader.get(30, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void smallWritesWaitForTheirFlush(Kind kind) throws Exception {
    connect(kind);
    socket.getOutputStream().write(new byte[100]);
    assertEquals(0, socket.sent());
    socket.getOutputStream().flush();
    assertEquals(100, socket.sent());
    assertEquals(100, peer.in().readNBytes(100).length);
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void closingDoesNotFailWhatWasSent(Kind kind) throws Exception {
    connect(kind);
    OutputStream out = socket.getOutputStream();
    out.write('x');
    out.flush();
    socket.close();
    out.flush();
    assertEquals('x', peer.in().read());
    assertThrows(SocketException.class, () -> out.write('y'));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void closingFailsWhatWasNotSent(Kind kind) throws Exception {
    connect(kind);
    OutputStream out = socket.getOutputStream();
    out.write('x');
    socket.close();
    assertThrows(SocketException.class, out::flush);
    assertEquals(-1, peer.in().read());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void halfCloseLeavesTheOtherDirection(Kind kind) throws Exception {
    connect(kind);
    socket.shutdownOutput();
    assertEquals(-1, peer.in().read());
    peer.send("z");
    assertEquals('z', socket.getInputStream().read());
    socket.shutdownInput();
    assertEquals(-1, socket.getInputStream().read());
    assertTrue(socket.isInputShutdown() && socket.isOutputShutdown());
    assertFalse(socket.isClosed());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void closeInABlockedReadAndWriteRaises(Kind kind) throws Exception {
    connect(kind);
    FutureTask<?> reader = start(() -> socket.getInputStream().read());
    awaitBlockedIn(lastThread(), "fill");
    FutureTask<?> writer = start(this::writeForever);
    awaitBlockedIn(lastThread(), "drain");
    socket.close();
    assertInstanceOf(SocketException.class, failureOf(reader));
    assertInstanceOf(SocketException.class, failureOf(writer));
    assertThrows(SocketException.class, () -> socket.getInputStream());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void interruptInABlockedReadRaisesAndKeepsTheFlag(Kind kind) throws Exception {
    connect(kind);
    FutureTask<Boolean> reader = start(
        () -> {
          assertThrows(InterruptedIOException.class, () -> socket.getInputStream().read());
          return Thread.currentThread().isInterrupted();
        });
    awaitBlockedIn(lastThread(), "fill");
    lastThread().interrupt();
    assertTrue(reader.get(30, TimeUnit.SECONDS));
    assertTrue(socket.isClosed());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
  void aLookLosesNoBytes(Kind kind) throws Exception {
    connect(kind);
    assertEquals(ChannelInput.Found.NOTHING, socket.look());
    peer.send("data");
    await("the peer's words", () -> socket.look() == ChannelInput.Found.BYTES);
    assertEquals('d', socket.getInputStream().read());
    assertEquals('a', socket.getInputStream().read());
    peer.send("more");
    peer.close();
    await("the end behind them", () -> socket.look() == ChannelInput.Found.END);
    assertEquals("tamore", new String(socket.getInputStream().readNBytes(6)));
    assertEquals(-1, socket.getInputStream().read());
    assertEquals(ChannelInput.Found.END, socket.look());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "TCP")
  void tcpHasNoDelayAndKeepsAlive(Kind kind) throws Exception {
    connect(kind);
    assertTrue(socket.getOption(StandardSocketOptions.TCP_NODELAY));
    assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
    for (SocketOption<?> option : socket.supportedOptions()) {
      if (option.name().equals("TCP_KEEPIDLE")) {
        assertEquals((Object) 30, socket.getOption(option));
      }
    }
  }

  private Object writeForever() throws IOException {
    byte[] data = new byte[1 << 16];
    while (true) {
      socket.getOutputStream().write(data);
    }
  }
}
