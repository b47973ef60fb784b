package io.longshore.unit;

import io.longshore.DockerClient;
import io.longshore.registry.RegistryCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A server whose answers are exact bytes and which breaks off where it is told to. Pings are answered as API 1.51; each
 * other request is read whole and given to the script, and its connection is closed after that: say so in an answer
 * that another call follows.
 */
public final class RawEngine implements AutoCloseable {
  private static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Length: 2\r\n\r\nOK";
  private static final String PODMANS_PONG = PONG.replace("\r\n\r\n", "\r\nLibpod-API-Version: 4.3.1\r\n\r\n");

  /** Answers one request. */
  @FunctionalInterface
  public interface Script {
    void answer(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<String> ignored = new CopyOnWriteArrayList<>();
  private volatile Predicate<String> ignoring = request -> false;
  private volatile String pong = PONG;

  public RawEngine(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Answers each request with the same bytes and closes the connection. */
  public static RawEngine sending(String answer) {
    return new RawEngine((request, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Sends some bytes and then nothing, until it is closed. */
  public static RawEngine stuckAfter(String bytes) {
    RawEngine[] engine = new RawEngine[1];
    engine[0] = new RawEngine(
        (request, out) -> {
          out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          engine[0].untilClosed();
        });
    return engine[0];
  }

  /** Blocks a script for as long as the test runs. */
  public void untilClosed() throws InterruptedException {
    closing.await();
  }

  /** Is Podman, which holds the heads of quiet logs back, to those who ask from now on. */
  public RawEngine asPodman() {
    pong = PODMANS_PONG;
    return this;
  }

  /** Answers nothing from now on, not even a ping. */
  public void standStill() {
    ignoring = request -> true;
  }

  /** Answers everything but pings from now on. */
  public void ignorePings() {
    ignoring = request -> request.startsWith("GET /_ping ");
  }

  /** Waits until a request that begins so is left without an answer. */
  public void awaitIgnored(String beginning) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (ignored.stream().noneMatch(request -> request.startsWith(beginning))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no such request came: " + ignored);
      }
      Thread.sleep(5);
    }
  }

  public DockerClient.Builder builder() {
    return DockerClient.builder().host(host()).credentials(RegistryCredentials.none());
  }

  public String host() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  /** First lines of what was asked, without the discovery's pings. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Waits until the first request that is no ping has been read. */
  public void awaitRequest() throws InterruptedException {
    if (!first.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came");
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (true) {
        String request = read(in);
        if (request.isEmpty()) {
          return;
        }
        if (ignoring.test(request)) {
          ignored.add(request);
          untilClosed();
        }
        if (request.startsWith("GET /_ping ")) {
          out.write(pong.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          continue;
        }
        asked.add(request.substring(0, request.indexOf('\r')));
        first.countDown();
        script.answer(request, out);
        out.flush();
        return;
      }
    } catch (IOException e) {
      // The client went away: some tests want that.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    int length = 0;
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw-engine");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
