package io.longshore.embedded.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accepting, when the system has no connection to give and when the engine closes at the wrong moment. */
@Timeout(30)
class HttpServerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static SocketChannel connect(ServerSocketChannel listener) throws IOException {
    return SocketChannel.open(listener.getLocalAddress());
  }

  @Test
  void acceptingGoesOnAfterTheSystemRanOutOfFiles() throws IOException {
    Listener listener = new Listener(3);
    HttpServer server = new HttpServer(listener, (request, response) -> response.text(200, "text/plain", "fine"),
        threads);
    try (SocketChannel client = connect(listener)) {
      client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(12);
      while (answer.hasRemaining() && client.read(answer) >= 0) {
        // Until the status is there.
      }
      assertEquals("HTTP/1.1 200", new String(answer.array(), StandardCharsets.US_ASCII));
    } finally {
      server.close();
    }
  }

  @Test
  void aConnectionThatIsHeldUpIsClosedWhenTheThreadsEnd() throws Exception {
    Listener listener = new Listener(0);
    HttpServer server = new HttpServer(listener, (request, response) -> {}, threads);
    server.pause();
    try (SocketChannel client = connect(listener)) {
      listener.accepted.await();
      threads.shutdownNow();
      assertEquals(-1, client.read(ByteBuffer.allocate(1)));
    } finally {
      server.close();
    }
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
  }

  /** Fails a few times before it accepts. */
  private static final class Listener extends ServerSocketChannel {
    final CountDownLatch accepted = new CountDownLatch(1);
    private final ServerSocketChannel real;
    private int failures;

    Listener(int failures) throws IOException {
      this(ServerSocketChannel.open(), failures);
    }

    private Listener(ServerSocketChannel real, int failures) throws IOException {
      super(real.provider());
      this.real = real.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      this.failures = failures;
    }

    @Override
    public SocketChannel accept() throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("Too many open files");
      }
      SocketChannel channel = real.accept();
      accepted.countDown();
      return channel;
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return real.getLocalAddress();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      real.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      real.configureBlocking(block);
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return real.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
      throw new UnsupportedOperationException();
    }
  }
}
