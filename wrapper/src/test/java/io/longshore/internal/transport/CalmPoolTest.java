package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.concurrent.TaskQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link CalmPool} knows of OkHttp's inside holds for the version of the pom. */
class CalmPoolTest extends TransportTestBase {

  private final AtomicInteger left = new AtomicInteger();
  private ConnectionPool pool;
  private OkHttpClient client;

  private void pool(int maxIdle, long keepAliveMillis) {
    pool = CalmPool.create(maxIdle, keepAliveMillis, TimeUnit.MILLISECONDS);
    client = new OkHttpClient.Builder().connectionPool(pool).build();
  }

  @AfterEach
  void close() {
    if (client != null) {
      pool.evictAll();
      client.dispatcher().executorService().shutdown();
    }
  }

  private String get(RawServer server) throws IOException {
    EngineAddress.Tcp address = (EngineAddress.Tcp) server.address();
    Request request = new Request.Builder().url("http://127.0.0.1:" + address.port() + "/").build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private RawServer.Handler answering(Runnable before) {
    return p -> {
      try {
        while (true) {
          p.request();
          before.run();
          p.reply(200, "pong");
        }
      } finally {
        left.incrementAndGet();
      }
    };
  }

  @Test
  void okHttpLooksAsKnown() throws Exception {
    assertTrue(CalmPool.isCalm(), "OkHttp has changed inside: see docs/decisions/0011-small-calls.md");
    pool(1, 60_000);
    Object inside = pool.getDelegate$okhttp();
    Field queue = inside.getClass().getDeclaredField("cleanupQueue");
    queue.setAccessible(true);
    Object backend = ((TaskQueue) queue.get(inside)).getTaskRunner$okhttp().getBackend();
    assertTrue(Proxy.isProxyClass(backend.getClass()), "OkHttp's own pool was made instead: " + backend);
  }

  /** As who ends a program inside a JVM does with its threads: the Maven plugin that runs the quick start, for one. */
  @Test
  void interruptingItsThreadBreaksNothing() throws Exception {
    pool(1, 60_000);
    RawServer server = serve(Kind.TCP, answering(() -> {}));
    assertEquals("pong", get(server));
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try {
      Thread waiting = waiting();
      waiting.interrupt();
      assertEquals("pong", get(server));
      // What it would throw, it throws at once; to wait for nothing takes some time.
      Thread.sleep(200);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of(), List.copyOf(uncaught));
  }

  /** The thread that waits for the pool's next task. */
  private static Thread waiting() throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
        List<StackTraceElement> stack = List.of(entry.getValue());
        if (entry.getKey().getState() == Thread.State.TIMED_WAITING
            && stack.stream().anyMatch(f -> f.getClassName().startsWith(CalmPool.class.getName()))) {
          return entry.getKey();
        }
      }
      assertTrue(System.nanoTime() < end, "no thread waits");
      Thread.sleep(10);
    }
  }

  @Test
  void callsInARowUseOneConnection() throws Exception {
    RawServer server = serve(Kind.TCP, answering(() -> {}));
    pool(4, 60_000);
    for (int i = 0; i < 200; i++) {
      assertEquals("pong", get(server));
    }
    assertEquals(1, server.accepted());
    assertEquals(1, pool.idleConnectionCount());
  }

  @Test
  void tooManyIdleConnectionsAreClosed() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    RawServer server = serve(Kind.TCP, answering(() -> meet(both)));
    pool(1, 60_000);
    for (int round = 1; round <= 2; round++) {
      FutureTask<String> one = start(() -> get(server));
      FutureTask<String> two = start(() -> get(server));
      assertEquals("pong", one.get(30, TimeUnit.SECONDS));
      assertEquals("pong", two.get(30, TimeUnit.SECONDS));
      int closed = round;
      await("the surplus of round " + round + " closed", () -> left.get() == closed && pool.connectionCount() == 1);
    }
    assertEquals(3, server.accepted());
  }

  @Test
  void connectionsThatAreIdleForTooLongAreClosed() throws Exception {
    RawServer server = serve(Kind.TCP, answering(() -> {}));
    pool(4, 300);
    assertEquals("pong", get(server));
    await("no connection kept", () -> left.get() == 1 && pool.connectionCount() == 0);
    assertEquals("pong", get(server));
    assertEquals(2, server.accepted());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
