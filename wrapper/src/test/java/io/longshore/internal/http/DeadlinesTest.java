package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.pong;
import static io.longshore.unit.ScriptedEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Nothing waits longer than it may, and whoever made a call can end it. */
@Timeout(60)
class DeadlinesTest {
  static final Duration LIMIT = Duration.ofMillis(300);
  // A loaded machine is late; a deadline that does not work is late by minutes.
  static final Duration SLACK = Duration.ofSeconds(10);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[";
  static final String LOG_HEAD = "HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 10:00:00 GMT\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n"
      + "Transfer-Encoding: chunked\r\n\r\n";
  static final String GONE = "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  static final String INSPECTED = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
  static final String LOG_FRAME = "9\r\n\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0001x\r\n";

  static DeadlineException late(String message, Runnable call) {
    long start = System.nanoTime();
    DeadlineException e = assertThrows(DeadlineException.class, call::run);
    long took = System.nanoTime() - start;
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(took >= LIMIT.toNanos() * 9 / 10, "after " + took / 1_000_000 + " ms already");
    assertTrue(took < SLACK.toNanos(), "only after " + took / 1_000_000 + " ms");
    return e;
  }

  @Test
  void connecting(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("engine.sock");
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path), 1);
      boolean room = true;
      while (room) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(channel);
        channel.configureBlocking(false);
        try {
          room = channel.connect(UnixDomainSocketAddress.of(path)) && waiting.size() < 50;
        } catch (IOException full) {
          room = false;
        }
      }
      try (DockerClient docker = DockerClient.builder().host("unix://" + path).connectTimeout(LIMIT).build()) {
        DeadlineException e = late("within 300 ms", () -> docker.system().ping());
        assertTrue(e.getMessage().contains("no connection to unix://" + path), e.getMessage());
      }
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      Files.deleteIfExists(path);
    }
  }

  @Test
  void theFirstPing() throws IOException {
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withAnswer(LIMIT)).build()) {
      engine.pings(request -> new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
      late("SystemPing: " + engine.host() + " did not answer within 300 ms", () -> docker.containers().list());
    }
  }

  @Test
  void theAnswer() {
    try (RawEngine engine = RawEngine.stuckAfter("");
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withAnswer(LIMIT).withIdle(LIMIT))
            .build()) {
      late("did not answer within 300 ms", () -> docker.containers().list());
      Container web = docker.containers().get("web");
      late("start of web", web::start);
      late("did not answer within 300 ms", () -> web.logs());
      late("within 1.3 s", () -> web.stop(Duration.ofSeconds(1)));
    }
  }

  /**
   * Podman exports into a file first, and sends the head of a log with its first line; every engine unpacks before it
   * answers.
   */
  @Test
  void workBeforeAnAnswerHasTheTimeOfAPause() {
    MockResponse late = new MockResponse.Builder().headersDelay(3 * LIMIT.toMillis(), TimeUnit.MILLISECONDS).build();
    Predicate<String> asked = target -> target.contains("/logs") || target.contains("/export")
        || target.contains("noOverwriteDirNonDir");
    try (
        ScriptedEngine engine = new ScriptedEngine().answers(request -> asked.test(request.getTarget()) ? late
            : request.getMethod().equals("HEAD") ? status(404) : json(200, "{}"));
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withAnswer(LIMIT)).build()) {
      Container web = docker.containers().get("web");
      late("logs of web: " + engine.host() + " did not answer within 300 ms", web::logs);
      late("export of web: " + engine.host() + " did not answer within 300 ms", web::export);
      web.files().extract("/", new ByteArrayInputStream(new byte[1024]), e -> e.keepKinds());
    }
    MockResponse podman = pong("1.41").newBuilder().addHeader("Libpod-API-Version", "4.3.1").build();
    try (
        ScriptedEngine engine = new ScriptedEngine().pings(request -> podman)
            .answers(request -> asked.test(request.getTarget()) ? late
                : request.getMethod().equals("HEAD") ? status(404) : json(200, "{}"));
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withAnswer(LIMIT)).build()) {
      Container web = docker.containers().get("web");
      web.logs().close();
      web.export().close();
    }
  }

  @Test
  void aCopyOrPullThatDrips() {
    String dripped = "HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: eyJuYW1lIjoiYSJ9\r\nContent-Length: 1000000\r\n\r\n";
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          if (request.contains("/web/json ")) {
            out.write(INSPECTED.getBytes(StandardCharsets.US_ASCII));
            return;
          }
          out.write(dripped.getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(' ');
            out.flush();
            Thread.sleep(20);
          }
        });
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withCall(LIMIT)).build()) {
      late("is too slow", () -> docker.images().pull("x"));
      late("is too slow", () -> docker.containers().get("web").files().read("/a"));
    }
  }

  @Test
  void aPauseInAnAnswer() {
    try (RawEngine engine = RawEngine.stuckAfter(HEAD);
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withIdle(LIMIT)).build()) {
      late("stopped within 300 ms", () -> docker.containers().list());
    }
  }

  @Test
  void aPauseInAPull() {
    try (
        RawEngine engine = RawEngine
            .stuckAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"one\"}\r\n");
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withIdle(LIMIT)).build()) {
      List<String> seen = new ArrayList<>();
      late("pull of x: the stream from", () -> docker.images().pull("x", step -> seen.add(step.status())));
      assertEquals(List.of("one"), seen);
    }
  }

  @Test
  void theWholeCall() {
    try (RawEngine engine = RawEngine.stuckAfter(HEAD);
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withCall(LIMIT)).build()) {
      late("did not finish within 300 ms", () -> docker.containers().list());
    }
  }

  @Test
  void theWholeCallOfAnAnswerThatDripsForEver() {
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(' ');
            out.flush();
            Thread.sleep(20);
          }
        });
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withCall(LIMIT)).build()) {
      late("did not finish within 300 ms", () -> docker.containers().list());
    }
  }

  @Test
  void theCallersOwn() {
    try (RawEngine engine = RawEngine.stuckAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        DockerClient docker = engine.builder().build()) {
      Container web = docker.containers().get("web");
      DeadlineException e = late("the container web did not reach 'not-running' within 300 ms",
          () -> web.waitFor(LIMIT));
      assertTrue(e.getCause().getMessage().contains("did not finish within 300 ms"), e.getCause().getMessage());
      // Waiting changes nothing, though it is a POST.
      assertFalse(e.getCause().getMessage().contains("may still act"), e.getCause().getMessage());
    }
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          String answer = request.contains("/start") ? LOG_HEAD
              : "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 10\r\n\r\n{\"Id\":\"e\"}";
          out.write(answer.getBytes(StandardCharsets.US_ASCII));
          out.flush();
          if (request.contains("/start")) {
            Thread.sleep(60_000);
          }
        });
        DockerClient docker = engine.builder().build()) {
      DeadlineException e = late(
          "exec in web: the program did not end within 300 ms, and the engine cannot say whether it is still running; ",
          () -> docker.containers().get("web").exec(x -> x.command("x").timeout(LIMIT)));
      assertTrue(e.getCause().getMessage().matches(".*did not finish within (2\\d\\d|300) ms.*"),
          e.getCause().getMessage());
    }
  }

  @Test
  void aFollowedLogMayBeQuietForLongerThanAnyLimit() throws Exception {
    CountDownLatch write = new CountDownLatch(1);
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          if (!request.contains("/logs")) {
            out.write(GONE.getBytes(StandardCharsets.ISO_8859_1));
            return;
          }
          out.write(LOG_HEAD.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          write.await();
          out.write((LOG_FRAME + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        });
        DockerClient docker = engine.builder()
            .timeouts(new Timeouts(SLACK, SLACK, Duration.ofMillis(50), Duration.ofMillis(100))).build();
        LogStream log = docker.containers().get("web").logs(l -> l.follow())) {
      FutureTask<Integer> reader = inThread(() -> (int) log.stream().count());
      assertThrows(TimeoutException.class, () -> reader.get(400, TimeUnit.MILLISECONDS));
      write.countDown();
      assertEquals(1, reader.get(20, TimeUnit.SECONDS));
      assertEquals(Optional.of(StreamEnd.COMPLETED), log.end());
    }
  }

  static <T> FutureTask<T> inThread(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void interruptingEndsACallAndIsRemembered() throws Exception {
    try (RawEngine engine = RawEngine.stuckAfter("");
        DockerClient docker = engine.builder().build()) {
      CountDownLatch done = new CountDownLatch(1);
      boolean[] interrupted = new boolean[1];
      CancelledException[] thrown = new CancelledException[1];
      Thread caller = new Thread(
          () -> {
            try {
              thrown[0] = assertThrows(CancelledException.class, () -> docker.containers().get("web").waitFor());
              interrupted[0] = Thread.currentThread().isInterrupted();
            } finally {
              done.countDown();
            }
          });
      caller.start();
      engine.awaitRequest();
      caller.interrupt();
      assertTrue(done.await(20, TimeUnit.SECONDS));
      assertTrue(interrupted[0], "the thread forgot that it was interrupted");
      assertTrue(thrown[0].getMessage().contains("waitFor of web: the thread was interrupted"), thrown[0].getMessage());
    }
  }

  @Test
  void anInterruptedThreadStartsNoCall() {
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient docker = engine.client()) {
      Thread.currentThread().interrupt();
      assertThrows(CancelledException.class, () -> docker.containers().list());
      assertTrue(Thread.interrupted());
      assertEquals(List.of(), engine.lines());
    }
  }

  @Test
  void closingTheClientEndsACall() throws Exception {
    try (RawEngine engine = RawEngine.stuckAfter("")) {
      DockerClient docker = engine.builder().build();
      FutureTask<CancelledException> caller = inThread(
          () -> assertThrows(CancelledException.class, () -> docker.containers().list()));
      engine.awaitRequest();
      docker.close();
      CancelledException e = caller.get(20, TimeUnit.SECONDS);
      assertTrue(e.getMessage().contains("list") && e.getMessage().contains("client closed"), e.getMessage());
    }
  }

  @Test
  void waitingForAnotherCallsSearchKeepsTheOwnDeadlines() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient patient = engine.client()) {
      engine.pings(
          request -> {
            pinged.countDown();
            return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
          });
      FutureTask<Object> searching = inThread(() -> patient.containers().list());
      assertTrue(pinged.await(20, TimeUnit.SECONDS));
      DockerClient impatient = patient.with(new Timeouts(LIMIT.dividedBy(2), LIMIT.dividedBy(2), SLACK, SLACK));
      late("another call is still looking for the engine, and this one waited for it for 300 ms",
          () -> impatient.containers().list());
      late("this one waited", () -> patient.with(Timeouts.defaults().withCall(LIMIT)).containers().list());
      assertFalse(searching.isDone());
    }
  }

  @Test
  void closingTheClientEndsTheSearchForAnEngine() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (ScriptedEngine engine = new ScriptedEngine()) {
      DockerClient docker = engine.client();
      engine.pings(
          request -> {
            pinged.countDown();
            return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
          });
      FutureTask<CancelledException> caller = inThread(
          () -> assertThrows(CancelledException.class, () -> docker.containers().list()));
      assertTrue(pinged.await(20, TimeUnit.SECONDS));
      docker.close();
      caller.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingTheClientEndsAFollowedLog() throws Exception {
    try (RawEngine engine = RawEngine.stuckAfter(LOG_HEAD + LOG_FRAME)) {
      DockerClient docker = engine.builder().build();
      LogStream log = docker.containers().get("web").logs(l -> l.follow());
      Iterator<LogFrame> frames = log.iterator();
      assertTrue(frames.hasNext());
      frames.next();
      FutureTask<CancelledException> reader = inThread(() -> assertThrows(CancelledException.class, frames::hasNext));
      docker.close();
      reader.get(20, TimeUnit.SECONDS);
      assertEquals(Optional.of(StreamEnd.CANCELLED), log.end());
    }
  }

  @Test
  void closingALogEndsTheQuestionWhetherItsContainerHasStopped() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RawEngine[] engine = new RawEngine[1];
    engine[0] = new RawEngine(
        (request, out) -> {
          if (request.contains("/web/json ")) {
            asked.countDown();
            engine[0].untilClosed();
          }
          out.write((LOG_HEAD + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        });
    try (RawEngine stuck = engine[0];
        DockerClient docker = stuck.builder().build()) {
      LogStream log = docker.containers().get("web").logs(l -> l.follow());
      FutureTask<Long> reader = inThread(() -> log.stream().count());
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      log.close();
      assertEquals(0L, reader.get(20, TimeUnit.SECONDS));
      assertEquals(Optional.of(StreamEnd.CANCELLED), log.end());
    }
  }

  @Test
  void closingALogInTheMiddleOfReadingAllIsNoWholeLog() throws Exception {
    try (RawEngine engine = RawEngine.stuckAfter(LOG_HEAD + LOG_FRAME);
        DockerClient docker = engine.builder().build()) {
      LogStream log = docker.containers().get("web").logs(l -> l.follow());
      FutureTask<CancelledException> reader = inThread(() -> assertThrows(CancelledException.class, log::readAll));
      log.close();
      reader.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aClosedClientRefusesCalls() {
    try (ScriptedEngine engine = new ScriptedEngine()) {
      DockerClient used = engine.client();
      used.apiVersion();
      int asked = engine.asked().size();
      DockerClient view = used.with(Timeouts.defaults().withConnect(LIMIT));
      used.close();
      used.close();
      for (DockerClient closed : List.of(used, view)) {
        CancelledException e = assertThrows(CancelledException.class, () -> closed.containers().list());
        assertTrue(e.getMessage().contains("the client is closed"), e.getMessage());
        assertThrows(CancelledException.class, closed::apiVersion);
        assertThrows(CancelledException.class, () -> closed.images().pull("x"));
        assertThrows(CancelledException.class, () -> closed.experimental().networks().list());
      }
      DockerClient unused = engine.client();
      unused.close();
      assertThrows(CancelledException.class, () -> unused.containers().list());
      assertEquals(asked, engine.asked().size());
    }
  }

  @Test
  void timeoutsAreLimited() {
    Timeouts defaults = Timeouts.defaults();
    for (Duration bad : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(21))) {
      for (Executable with : List.<Executable>of(
          () -> defaults.withConnect(bad), () -> defaults.withAnswer(bad), () -> defaults.withIdle(bad),
          () -> defaults.withCall(bad))) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, with);
        assertTrue(e.getMessage().contains("at most 20 days"), e.getMessage());
      }
    }
    assertEquals(LIMIT, defaults.withIdle(LIMIT).idle());
    assertEquals(defaults.call(), defaults.withIdle(LIMIT).call());
    assertSame(defaults, Timeouts.defaults());
    assertFalse(defaults.equals(defaults.withCall(LIMIT)));
  }
}
