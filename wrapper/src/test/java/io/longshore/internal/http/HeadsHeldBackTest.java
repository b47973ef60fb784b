package io.longshore.internal.http;

import static io.longshore.internal.http.DeadlinesTest.LIMIT;
import static io.longshore.internal.http.DeadlinesTest.LOG_FRAME;
import static io.longshore.internal.http.DeadlinesTest.LOG_HEAD;
import static io.longshore.internal.http.DeadlinesTest.SLACK;
import static io.longshore.internal.http.DeadlinesTest.inThread;
import static io.longshore.internal.http.DeadlinesTest.late;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Followed streams whose answer does not begin: Podman's are quiet, Docker's engines are stuck. */
@Timeout(60)
class HeadsHeldBackTest {
  private static final Timeouts HASTY = new Timeouts(SLACK, LIMIT, LIMIT, SLACK);
  private static final Timeouts PATIENT = new Timeouts(SLACK, Duration.ofSeconds(40), SLACK, Duration.ofSeconds(50));
  private static final String EVENT_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String EVENT = "2\r\n{}\r\n";

  private static void send(OutputStream out, String bytes) throws IOException {
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String answer(int status, String body) {
    return "HTTP/1.1 " + status + " X\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n" + body;
  }

  /** A client that has found its engine, for which there is always time. */
  private static DockerClient hasty(RawEngine engine) {
    DockerClient docker = engine.builder().build();
    docker.apiVersion();
    return docker.with(HASTY);
  }

  private static void begin(LogStream log) {
    try (log) {
      log.iterator().hasNext();
    }
  }

  /** Answers what belongs to the opening of a stream, and begins to answer a stream as it is told. */
  private static RawEngine engine(RawEngine.Script stream) {
    return new RawEngine(
        (request, out) -> {
          if (request.contains("/logs?") || request.contains("/events")) {
            stream.answer(request, out);
          } else {
            send(out, answer(200, "{\"SystemTime\":\"2026-11-28T10:00:00Z\"}"));
          }
        });
  }

  private static RawEngine stuck() {
    RawEngine[] engine = new RawEngine[1];
    engine[0] = engine((request, out) -> engine[0].untilClosed());
    return engine[0];
  }

  /** Docker sends heads at once, also those of quiet streams, so that one which does not come is late. */
  @Test
  void dockersEngineThatIsStuckOnAStreamIsLateThoughItAnswersPings() {
    try (RawEngine engine = stuck();
        DockerClient docker = hasty(engine)) {
      Container web = docker.containers().get("web");
      String message = "did not answer within 300 ms; if it answers other calls, it is stuck on this one, or a proxy";
      late("logs of web: " + engine.host() + " " + message, () -> web.logs(l -> l.follow()));
      late("logs of web: " + engine.host() + " " + message,
          () -> web.logs(l -> l.follow().idleLimit(Duration.ofHours(1))));
      late(message, () -> web.followLogs());
      late(message, () -> docker.system().events());
      late(message, () -> docker.system().followEvents(o -> {}));
    }
  }

  @Test
  void dockersEngineThatGetsStuckOnAStreamUsesUpThePatience() {
    AtomicInteger streams = new AtomicInteger();
    RawEngine[] engine = new RawEngine[1];
    engine[0] = engine(
        (request, out) -> {
          if (streams.getAndIncrement() > 0) {
            engine[0].untilClosed();
          }
          send(out, EVENT_HEAD + EVENT);
        });
    try (RawEngine stuck = engine[0];
        DockerClient docker = hasty(stuck);
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.EPOCH).patience(Duration.ofMillis(900)))) {
      var iterator = events.iterator();
      iterator.next();
      assertThrows(DeadlineException.class, iterator::hasNext);
    }
  }

  @Test
  void podmansStreamIsQuietWhileTheEngineLives() throws Exception {
    CountDownLatch write = new CountDownLatch(1);
    try (RawEngine engine = engine(
        (request, out) -> {
          write.await();
          send(out, LOG_HEAD + LOG_FRAME + "0\r\n\r\n");
        })
        .asPodman();
        DockerClient docker = hasty(engine);
        LogStream log = docker.containers().get("web").logs(l -> l.follow())) {
      FutureTask<Integer> reader = inThread(() -> (int) log.stream().count());
      assertThrows(TimeoutException.class, () -> reader.get(3 * LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      write.countDown();
      assertEquals(1, reader.get(20, TimeUnit.SECONDS));
      assertEquals(Optional.of(StreamEnd.COMPLETED), log.end());
    }
  }

  @Test
  void closingEndsAStreamWhoseAnswerDoesNotBegin() throws Exception {
    try (RawEngine engine = stuck().asPodman();
        DockerClient docker = hasty(engine)) {
      LogStream log = docker.containers().get("web").logs(l -> l.follow());
      FutureTask<Long> reader = inThread(() -> log.stream().count());
      assertThrows(TimeoutException.class, () -> reader.get(100, TimeUnit.MILLISECONDS));
      log.close();
      assertEquals(0L, reader.get(20, TimeUnit.SECONDS));
      assertEquals(Optional.of(StreamEnd.CANCELLED), log.end());
      late("did not answer within 300 ms",
          () -> docker.containers().get("web").logs(l -> l.follow().idleLimit(LIMIT)).iterator().hasNext());
    }
  }

  @Test
  void aStreamThatDoesNotBeginFailsWherePodmanStandsStill() {
    try (RawEngine engine = stuck().asPodman();
        DockerClient docker = hasty(engine)) {
      engine.standStill();
      late(
          "logs of web: the stream does not begin, and the engine does not answer at all: SystemPing: ",
          () -> docker.containers().get("web").logs(l -> l.follow()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingEndsAnAttemptToConnectToAnEngineThatStandsStill(boolean podman) throws Exception {
    RawEngine[] engine = new RawEngine[1];
    engine[0] = engine(
        (request, out) -> {
          engine[0].standStill();
          send(out, EVENT_HEAD + EVENT);
        });
    try (RawEngine still = podman ? engine[0].asPodman() : engine[0];
        DockerClient docker = still.builder().timeouts(PATIENT).build()) {
      DockerStream<Followed<EventMessage>> events = docker.system().followEvents(o -> o.since(Instant.EPOCH));
      FutureTask<Long> reading = inThread(() -> events.stream().count());
      still.awaitIgnored(podman ? "GET /_ping " : "GET /v1.51/events");
      events.close();
      assertEquals(1L, reading.get(20, TimeUnit.SECONDS));
      assertEquals(Optional.of(StreamEnd.CANCELLED), events.end());
    }
  }

  @Test
  void closingTheClientOrInterruptingEndsTheOpeningOfAStream() throws Exception {
    for (boolean interrupts : new boolean[] {false, true}) {
      try (RawEngine engine = stuck().asPodman()) {
        DockerClient docker = engine.builder().timeouts(PATIENT).build();
        docker.apiVersion();
        engine.ignorePings();
        Thread[] opener = new Thread[1];
        FutureTask<CancelledException> opening = inThread(
            () -> {
              opener[0] = Thread.currentThread();
              return assertThrows(CancelledException.class, () -> docker.containers().get("web").logs(l -> l.follow()));
            });
        engine.awaitIgnored("GET /_ping ");
        if (interrupts) {
          opener[0].interrupt();
        } else {
          docker.close();
        }
        CancelledException cancelled = opening.get(20, TimeUnit.SECONDS);
        assertTrue(cancelled.getMessage().contains(interrupts ? "interrupted" : "client closed"),
            cancelled::getMessage);
        docker.close();
      }
    }
  }

  @Test
  void aStreamThatBeginsIsNotHeldUpByAPingThatIsNotAnswered() throws Exception {
    RawEngine[] engine = new RawEngine[1];
    engine[0] = engine(
        (request, out) -> {
          engine[0].ignorePings();
          engine[0].awaitIgnored("GET /_ping ");
          send(out, LOG_HEAD + LOG_FRAME + "0\r\n\r\n");
        })
        .asPodman();
    try (RawEngine busy = engine[0];
        DockerClient docker = busy.builder().timeouts(PATIENT).build()) {
      FutureTask<Long> reader = inThread(
          () -> {
            try (LogStream log = docker.containers().get("web").logs(l -> l.follow())) {
              return log.stream().count();
            }
          });
      assertEquals(1L, reader.get(20, TimeUnit.SECONDS));
    }
  }

  private interface Check {
    void on(RawEngine engine, DockerClient docker) throws Exception;
  }

  /** With a refusal that comes after a second, when Podman's streams are open already. */
  private static void refusing(boolean podman, String refusal, Check check) throws Exception {
    try (RawEngine engine = engine(
        (request, out) -> {
          Thread.sleep(1500);
          send(out, refusal);
        });
        DockerClient docker = (podman ? engine.asPodman() : engine).builder().build()) {
      check.on(engine, docker);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLateRefusalSaysWhatAnEarlyOneDoes(boolean podman) throws Exception {
    refusing(
        podman,
        answer(500, "{\"message\":\"this container is not logging output\"}"),
        (engine, docker) -> {
          UnsupportedException e = assertThrows(
              UnsupportedException.class,
              () -> begin(docker.containers().get("web").logs(l -> l.follow())));
          assertTrue(e.getMessage().startsWith("logs of web: the log driver of this container keeps nothing"),
              e.getMessage());
          // That is no failure which goes away with time.
          assertThrows(
              UnsupportedException.class,
              () -> {
                try (DockerStream<Followed<LogLine>> log = docker.containers().get("web").followLogs()) {
                  log.iterator().hasNext();
                }
              });
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLateRefusalOfTheVersionMakesTheNextCallAskForIt(boolean podman) throws Exception {
    refusing(
        podman,
        answer(400, "{\"message\":\"client version 1.51 is too new\"}"),
        (engine, docker) -> {
          UnsupportedException e = assertThrows(
              UnsupportedException.class,
              () -> begin(docker.containers().get("web").logs(l -> l.follow())));
          assertTrue(e.getMessage().contains("the next call asks the engine again for its version"), e.getMessage());
          engine.ignorePings();
          inThread(docker::apiVersion);
          engine.awaitIgnored("GET /_ping ");
        });
  }

  @Test
  void aHeadThatBeginsAndStallsSaysTheLimitThatRanOut() {
    RawEngine[] engine = new RawEngine[1];
    engine[0] = engine(
        (request, out) -> {
          send(out, "HTTP/1.1 200 OK\r\n");
          engine[0].untilClosed();
        });
    try (RawEngine stalling = engine[0].asPodman();
        DockerClient docker = hasty(stalling)) {
      Container web = docker.containers().get("web");
      String message = "logs of web: " + stalling.host()
          + " began to respond, but the response headers were not complete within 300 ms";
      late(message, () -> begin(web.logs(l -> l.follow())));
      late(message, () -> begin(web.logs(l -> l.follow().idleLimit(Duration.ofHours(1)))));
      DeadlineException idle = assertThrows(DeadlineException.class,
          () -> begin(web.logs(l -> l.follow().idleLimit(Duration.ofMillis(20)))));
      assertTrue(idle.getMessage().contains("did not answer within 20 ms"), idle.getMessage());
    }
  }
}
