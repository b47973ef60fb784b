package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;

/** Bodies read as a {@code Connection} opens them: past OkHttp where that is possible. */
abstract class BodyInputTestBase extends TransportTestBase {

  static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  /** No test waits this long, unless what it tests is broken. */
  static final CallTimeouts BOUNDED = CallTimeouts.NONE.withFirstAnswer(SOON).withIdle(SOON);

  /** What the server does next, said by the test. */
  final BlockingQueue<String> next = new LinkedBlockingQueue<>();

  /** An answer whose body is open; closing is what {@code Connection.Opened} does. */
  record Opened(Call call, Response response, GuardedInput input) implements Closeable {
    static Opened of(Transport transport, Request.Builder request, CallTimeouts timeouts) throws IOException {
      BodyInput body = new BodyInput();
      Call call = transport.newCall(request.tag(BodyInput.class, body).build(), timeouts);
      Response response = call.execute();
      return new Opened(call, response, new GuardedInput(body.of(response), call::cancel));
    }

    /** One read of at most a hundred bytes. */
    String once() throws IOException {
      byte[] bytes = new byte[100];
      int count = input.read(bytes);
      return count < 0 ? "the end" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }

    String all() throws IOException {
      return new String(input.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }

  static Opened opened(Transport transport, String path) throws IOException {
    return Opened.of(transport, request(transport, path), BOUNDED);
  }

  static String body(Transport transport, String path) throws IOException {
    try (Opened opened = opened(transport, path)) {
      return opened.all();
    }
  }

  /** Sends what {@link #next} says, piece by piece, and closes after an empty piece. */
  void sendWhatIsNext(RawServer.Peer peer) throws Exception {
    peer.request();
    for (String piece = said(); !piece.isEmpty(); piece = said()) {
      peer.send(piece);
    }
  }

  /** Ends the server's part of a connection, before the next one could take what is meant for it. */
  final void hangUp() {
    next.add("");
    long end = System.nanoTime() + SOON.toNanos();
    while (!next.isEmpty()) {
      assertTrue(System.nanoTime() < end, "the server does not listen any more");
      LockSupport.parkNanos(100_000);
    }
  }

  private String said() throws InterruptedException {
    String piece = next.poll(2 * SOON.toMillis(), TimeUnit.MILLISECONDS);
    return piece == null ? "" : piece;
  }

  /** For paths like {@code /37}: sends the answer in two writes with the reader waiting for the second in between. */
  static RawServer.Handler cutting(String answer, Thread reader) {
    return p -> {
      while (true) {
        int cut = number(p.request().line());
        p.send(answer.substring(0, cut));
        awaitQuiet(reader);
        p.send(answer.substring(cut));
      }
    };
  }

  /** The number in a request line like {@code GET /37 HTTP/1.1}. */
  static int number(String requestLine) {
    return Integer.parseInt(requestLine.split(" ")[1].substring(1));
  }

  /** Until a thread has read all that has come, and is blocked for more. */
  static void awaitQuiet(Thread reader) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + SOON.toNanos();
    long used = -1;
    int quiet = 0;
    while (quiet < 3) {
      assertTrue(System.nanoTime() < end, "it never waits for more");
      LockSupport.parkNanos(100_000);
      long now = threads.getThreadCpuTime(reader.getId());
      boolean inFill = Stream.of(reader.getStackTrace()).limit(12).anyMatch(f -> f.getMethodName().equals("fill"));
      quiet = inFill && now == used ? quiet + 1 : 0;
      used = now;
    }
  }

  static String chunked(String... chunks) {
    StringBuilder text = new StringBuilder();
    for (String chunk : chunks) {
      text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
    }
    return text.append("0\r\n\r\n").toString();
  }
}
