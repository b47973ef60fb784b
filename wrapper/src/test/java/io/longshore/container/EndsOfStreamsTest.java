package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.internal.log.TestBytes;
import io.longshore.stream.DockerStream;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.ScriptedEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that just ends proves nothing: what a stream says of its end is what its container says. */
@Timeout(30)
class EndsOfStreamsTest {
  private static final String RUNNING = "{\"State\":{\"Running\":true,\"StartedAt\":\"2026-11-28T10:00:00.5Z\",\"FinishedAt\":\"0001-01-01T00:00:00Z\"}}";
  private static final String AGAIN = "{\"State\":{\"Running\":true,\"StartedAt\":\"2026-11-28T12:00:00.5Z\",\"FinishedAt\":\"2026-11-28T11:59:00Z\"}}";
  private static final String STOPPED = "{\"State\":{\"Running\":false,\"StartedAt\":\"2026-11-28T10:00:00.5Z\"}}";
  private static final String NOW = "{\"SystemTime\":\"2026-11-28T11:00:00.123456789Z\"}";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Container web = docker.containers().get("web");

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  /** Answers streams with one thing and questions about the container with these, the last one again and again. */
  private void answers(MockResponse stream, MockResponse... inspections) {
    AtomicInteger asked = new AtomicInteger();
    engine.answers(
        request -> {
          String path = request.getUrl().encodedPath();
          return path.endsWith("/info")
              ? json(200, NOW)
              : path.endsWith("/web/json")
                  ? inspections[Math.min(asked.getAndIncrement(), inspections.length - 1)]
                  : stream;
        });
  }

  private static StreamException broken(DockerStream<?> stream, StreamEnd end) {
    StreamException e = assertThrows(StreamException.class, () -> stream.forEach(item -> {}));
    assertEquals(end, e.end());
    assertEquals(Optional.of(end), stream.end());
    return e;
  }

  private static void complete(DockerStream<?> stream) {
    stream.forEach(item -> {});
    assertEquals(Optional.of(StreamEnd.COMPLETED), stream.end());
  }

  private static MockResponse log(String... lines) {
    Buffer body = new Buffer();
    for (String line : lines) {
      body.write(TestBytes.frame(1, line + "\n"));
    }
    return new MockResponse.Builder()
        .headers(Headers.of("Content-Type", "application/vnd.docker.multiplexed-stream"))
        .body(body)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void statsThatEndWhileTheContainerRunsAreTruncated(String sent) {
    answers(json(200, sent), json(200, RUNNING));
    assertTrue(broken(web.stats(), StreamEnd.TRUNCATED).getMessage()
        .contains("web ended, and the container is still running"));
    answers(json(200, sent), json(500, "{\"message\":\"no\"}"));
    broken(web.stats(), StreamEnd.TRUNCATED);
  }

  @Test
  void statsAreCompleteWhenTheContainerIsGoneOrDoesNotRun() {
    answers(json(200, "{}"), json(404, "{\"message\":\"no such container\"}"));
    complete(web.stats());
    answers(json(200, "{}"), json(200, STOPPED));
    complete(web.stats());
  }

  @Test
  void anEngineThatGivesUpInTheMiddleOfStatsSaysWhy() {
    answers(json(200, "{\"name\":\"/web\"}{\"message\":\"boom\"}"), json(404, "{}"));
    assertTrue(broken(web.stats(), StreamEnd.FAILED).getMessage().contains("the engine says: boom"));
    answers(json(200, "{\"message\":\"boom\"}"));
    StreamException once = assertThrows(StreamException.class, web::statsOnce);
    assertTrue(once.getMessage().contains("the engine says: boom"), once::getMessage);
  }

  @Test
  void anEngineThatGivesUpAWaitSaysWhy() {
    answers(json(200, "{\"message\":\"boom\"}"));
    DockerException whole = assertThrows(DockerException.class, web::waitFor);
    assertTrue(whole.getMessage().contains("boom"), whole::getMessage);
    try (ContainerWait wait = web.openWait(WaitCondition.NEXT_EXIT)) {
      DockerException opened = assertThrows(DockerException.class, wait::await);
      assertTrue(opened.getMessage().contains("boom"), opened::getMessage);
    }
  }

  /** Engines tell when they began to answer; something in between may leave it out. */
  @Test
  void aFollowedLogWithoutADateIsTruncatedWhileItsRunGoesOn() {
    answers(log("one"), json(200, RUNNING));
    assertTrue(
        broken(web.logs(o -> o.follow()), StreamEnd.TRUNCATED).getMessage().contains("the container is still running"));
  }

  @Test
  void aFollowedLogWithoutADateIsCompleteWhenItsRunIsOver() {
    answers(log("one"), json(200, RUNNING), json(200, STOPPED));
    complete(web.logs(o -> o.follow()));
    answers(log("one"), json(200, RUNNING), json(200, AGAIN));
    complete(web.logs(o -> o.follow()));
    answers(log("one"), json(404, "{\"message\":\"gone\"}"));
    complete(web.logs(o -> o.follow()));
  }

  @Test
  void aFollowedLogWhoseEndIsInThePastIsNotFollowed() {
    answers(log("one", "two"), json(200, RUNNING));
    complete(web.logs(o -> o.follow().until(Instant.parse("2026-11-28T10:30:00Z"))));
    assertEquals("/v1.51/containers/web/logs?stdout=true&stderr=true&until=1795861800.000000000",
        engine.last().getTarget());
  }

  @Test
  void aFollowedLogThatEndsBeforeItsTimeIsTruncatedWhileTheContainerRuns() {
    answers(log("one"), json(200, RUNNING));
    broken(web.logs(o -> o.follow().until(Instant.parse("2026-11-28T11:30:00Z"))), StreamEnd.TRUNCATED);
    answers(log("one"), json(200, RUNNING), json(200, STOPPED));
    complete(web.logs(o -> o.follow().until(Instant.parse("2026-11-28T11:30:00Z"))));
  }

  @Test
  void theLastLinesBeforeATimeAreTakenHere() {
    answers(log("one", "two", "three"), json(200, RUNNING));
    try (LogStream log = web.logs(o -> o.tail(2).until(Instant.parse("2026-11-28T10:30:00Z")));
        Stream<LogLine> lines = log.lines()) {
      assertEquals(List.of("two", "three"), lines.map(LogLine::text).toList());
    }
    assertEquals("/v1.51/containers/web/logs?stdout=true&stderr=true&until=1795861800.000000000",
        engine.last().getTarget());
    web.logs(o -> o.tail(2).until(Instant.parse("2026-11-28T11:30:00Z"))).close();
    assertTrue(engine.last().getTarget().contains("tail=2"),
        "of a time to come an engine's last lines are the right ones");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "255,255", "-1,-1", "2147483648,-2147483648", "3221225786,-1073741510", "4294967295,-1"})
  void exitCodesHave32Bits(long told, int code) {
    answers(json(200, "{\"StatusCode\":" + told + "}"));
    assertEquals(code, web.waitFor(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(longs = {4_294_967_296L, Long.MAX_VALUE, Long.MIN_VALUE})
  void whatNoProgramCanReturnIsNoExitCode(long told) {
    answers(json(200, "{\"StatusCode\":" + told + "}"));
    DockerException e = assertThrows(DockerException.class, web::waitFor);
    assertTrue(e.getMessage().contains("invalid exit code: " + told), e::getMessage);
  }

  @Test
  void anArchiveThatIsNoneOrHasNoEndIsBroken() {
    answers(of(200, "application/x-tar", ""), json(200, "{}"));
    broken(web.export(), StreamEnd.TRUNCATED);
    broken(web.files().archive("/d"), StreamEnd.TRUNCATED);
    answers(of(200, "application/x-tar", "{\"message\":\"boom\"}".repeat(100)), json(200, "{}"));
    broken(web.export(), StreamEnd.FAILED);
    broken(web.files().archive("/d"), StreamEnd.FAILED);
  }

  @Test
  void aPortIsPreferablyThatOfAnIpv4Address() {
    answers(
        json(200, ""),
        json(
            200,
            "{\"NetworkSettings\":{\"Ports\":{"
                + "\"80/tcp\":[{\"HostIp\":\"::\",\"HostPort\":\"6\"},{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"4\"}],"
                + "\"81/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"6\"}]}}}"));
    assertEquals(4, web.hostPort(80));
    assertEquals(6, web.hostPort(81));
  }
}
