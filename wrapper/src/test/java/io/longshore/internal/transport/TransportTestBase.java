package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts servers and transports, and fails a test that leaves a connection, thread or socket behind. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class TransportTestBase {

  enum Kind {
    UNIX,
    TCP,
    TLS,
    TLS12
  }

  /** Long for the machine, short for the test: what must happen soon happens well within it. */
  static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;
  private final List<RawServer> servers = new ArrayList<>();
  private final List<Transport> transports = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private int socketsBefore;

  @BeforeEach
  void countSockets() {
    socketsBefore = OpenSockets.count();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Transport transport : transports) {
      transport.close();
      assertNoConnections(transport);
    }
    for (RawServer server : servers) {
      server.close();
    }
    for (Thread thread : threads) {
      thread.join(SOON.toMillis());
      assertTrue(!thread.isAlive(), () -> "still running: " + List.of(thread.getStackTrace()));
    }
    awaitSockets();
  }

  void awaitSockets() throws InterruptedException {
    awaitSockets(socketsBefore);
  }

  static void awaitSockets(int before) throws InterruptedException {
    await(() -> "sockets back to " + before + ": " + OpenSockets.described(), () -> OpenSockets.count() <= before);
  }

  RawServer serve(Kind kind, RawServer.Handler handler) throws IOException {
    RawServer server = switch (kind) {
      case UNIX -> RawServer.unix(folder.resolve("engine" + servers.size() + ".sock"), handler);
      case TCP -> RawServer.tcp(handler);
      case TLS -> RawServer.tls(TestCertificates.server(), TestCertificates.client(), handler, "TLSv1.3");
      case TLS12 -> RawServer.tls(TestCertificates.server(), TestCertificates.client(), handler, "TLSv1.2");
    };
    servers.add(server);
    return server;
  }

  Transport open(RawServer server) {
    return open(server.address());
  }

  Transport open(EngineAddress address) {
    Transport transport = Transport.open(address);
    transports.add(transport);
    return transport;
  }

  /** Runs {@code task} beside the test; {@code get} on the answer has its exception. */
  <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "test task");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return future;
  }

  /** The exception that {@code task} ends with, soon. */
  static Throwable failureOf(FutureTask<?> task) throws Exception {
    try {
      Object result = task.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("It ended without an exception: " + result);
    } catch (java.util.concurrent.ExecutionException e) {
      return e.getCause();
    }
  }

  Thread lastThread() {
    return threads.get(threads.size() - 1);
  }

  static Request get(Transport transport, String path) {
    return request(transport, path).build();
  }

  static Request post(Transport transport, String path, String body) {
    return request(transport, path).post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), null)).build();
  }

  static Request.Builder request(Transport transport, String path) {
    return new Request.Builder().url(transport.url().resolve(path));
  }

  static Request upgrade(Transport transport) {
    return request(transport, "/attach")
        .post(RequestBody.create(new byte[0], null))
        .header("Connection", "Upgrade")
        .header("Upgrade", "tcp")
        .build();
  }

  static String text(Transport transport, Request request) throws IOException {
    return text(transport, request, CallTimeouts.NONE);
  }

  static String text(Transport transport, Request request, CallTimeouts timeouts) throws IOException {
    try (Response response = transport.newCall(request, timeouts).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  /** A connection counts until its close is through, which may be the work of okio's watchdog. */
  static void assertNoConnections(Transport transport) throws InterruptedException {
    await("no open connections", () -> transport.openConnections() == 0);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(() -> what, condition);
  }

  private static void await(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "not within " + SOON + ": " + what.get());
      Thread.sleep(5);
    }
  }

  /** Until {@code thread} is inside a native read, write or connect of a channel. */
  static void awaitBlockedIn(Thread thread, String method) throws InterruptedException {
    await(
        thread + " in " + method,
        () -> Stream.of(thread.getStackTrace()).limit(12).anyMatch(f -> f.getMethodName().contains(method)));
  }
}
