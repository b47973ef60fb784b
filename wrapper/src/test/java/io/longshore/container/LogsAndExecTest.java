package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.internal.log.TestBytes;
import io.longshore.session.ExecResult;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.Output;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.ScriptedEngine;
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

/** Logs and exec from the connection to what a program sees. */
@Timeout(30)
class LogsAndExecTest {
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final String RAW = "application/vnd.docker.raw-stream";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Container web = docker.containers().get("web");
  private final byte[] sent = TestBytes.join(TestBytes.frame(1, "out\nput"), TestBytes.frame(2, "err\n"),
      TestBytes.frame(1, "!\n"));

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private static MockResponse bytes(String type, byte[] body) {
    MockResponse.Builder response = new MockResponse.Builder().body(new Buffer().write(body));
    return (type == null ? response : response.addHeader("Content-Type", type)).build();
  }

  private void log(String type, byte[] body, boolean tty) {
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/logs")
            ? bytes(type, body)
            : json(200, "{\"Config\":{\"Tty\":" + tty + "}}"));
  }

  @Test
  void modernEnginesSayThatTheySendFrames() {
    log(MULTIPLEXED, sent, true);
    Output output = web.logs().readAll();
    assertEquals("out\nput!\n", output.stdout());
    assertEquals("err\n", output.stderr());
    assertEquals(1, engine.asked().size(), "nothing else is asked");
  }

  @Test
  void modernEnginesSayThatTheySendATerminalsBytes() {
    log(RAW, sent, false);
    assertArrayEquals(sent, web.logs().readAll().stdoutBytes());
    assertEquals(1, engine.asked().size(), "nothing else is asked");
  }

  @Test
  void enginesBefore142AreAskedForTheTerminalBeforeTheLogIsOpened() {
    log(RAW, sent, false);
    try (DockerClient old = engine.builder().apiVersion("1.41").build()) {
      assertEquals("err\n", old.containers().get("web").logs().readAll().stderr());
    }
    assertEquals(
        List.of("GET /v1.41/containers/web/json", "GET /v1.41/containers/web/logs?stdout=true&stderr=true"),
        engine.lines());
  }

  @ParameterizedTest
  @CsvSource({",", "application/octet-stream"})
  void otherwiseTheContainersTerminalDecides(String type) {
    log(type, sent, true);
    assertArrayEquals(sent, web.logs().readAll().stdoutBytes());
    log(type, sent, false);
    assertEquals("err\n", web.logs().readAll().stderr());
  }

  @Test
  void aLogWhoseContainerIsGoneByThenFails() {
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/logs") ? bytes(null, sent)
            : json(404, "{\"message\":\"gone\"}"));
    assertThrows(NotFoundException.class, web::logs);
  }

  @Test
  void linesAreWhole() {
    log(MULTIPLEXED, sent, false);
    LogStream log = web.logs();
    try (Stream<LogLine> lines = log.lines()) {
      assertEquals(
          List.of(
              new LogLine(StdStream.STDOUT, "out", true, null),
              new LogLine(StdStream.STDERR, "err", true, null),
              new LogLine(StdStream.STDOUT, "put!", true, null)),
          lines.toList());
    }
    assertEquals(Optional.of(StreamEnd.COMPLETED), log.end());
    assertThrows(IllegalStateException.class, log::readAll);
  }

  @Test
  void aLogThatEndsInsideAFrameIsTruncated() {
    log(MULTIPLEXED, TestBytes.join(TestBytes.frame(1, "x\n"), TestBytes.header(1, 100), new byte[10]), false);
    LogStream log = web.logs();
    StreamException e = assertThrows(StreamException.class, log::readAll);
    assertSame(StreamEnd.TRUNCATED, e.end());
    assertEquals(Optional.of(StreamEnd.TRUNCATED), log.end());
    assertTrue(e.getMessage().contains("logs of web") && e.getMessage().contains("inside a frame"), e.getMessage());
  }

  @Test
  void theEnginesOwnErrorInALogIsAFailure() {
    log(MULTIPLEXED, TestBytes.frame(3, "Error grabbing logs: invalid character"), false);
    LogStream log = web.logs();
    StreamException e = assertThrows(StreamException.class, log::readAll);
    assertTrue(e.getMessage().contains("the engine says: Error grabbing logs: invalid character"), e.getMessage());
    assertEquals(Optional.of(StreamEnd.FAILED), log.end());
  }

  private void exec(byte[] output, String inspect) {
    engine.answers(
        request -> {
          String path = request.getUrl().encodedPath();
          return path.endsWith("/exec") ? json(201, "{\"Id\":\"e1\"}")
              : path.endsWith("/start") ? bytes(RAW, output) : json(200, inspect);
        });
  }

  @Test
  void execCollectsOutputsAndExitCode() {
    exec(sent, "{\"Running\":false,\"ExitCode\":137}");
    ExecResult result = web.exec("x");
    assertEquals(137, result.exitCode());
    assertEquals("out\nput!\n", result.stdout());
    assertEquals("err\n", result.stderr());
  }

  @Test
  void anExecThatRunsWhenItsOutputIsOverWasCutOff() {
    AtomicInteger asked = endsAfter(4, Headers.of("Content-Type", "application/json"));
    StreamException cut = assertThrows(StreamException.class, () -> web.exec("x"));
    assertEquals(StreamEnd.TRUNCATED, cut.end());
    assertTrue(cut.getMessage().contains("is still running"), cut.getMessage());
    assertEquals(1, asked.get());
  }

  @Test
  void podmanMayNoteTheExitAfterTheOutputsEnd() {
    AtomicInteger asked = endsAfter(4, Headers.of("Content-Type", "application/json", "Libpod-Api-Version", "4.3.1"));
    assertEquals(1, web.exec("x").exitCode());
    assertEquals(4, asked.get());
  }

  /** An exec that is said to run until it has been asked for some times. */
  private AtomicInteger endsAfter(int questions, Headers headers) {
    AtomicInteger asked = new AtomicInteger();
    engine.answers(
        request -> {
          String path = request.getUrl().encodedPath();
          if (path.endsWith("/json")) {
            String ended = "{\"Running\":false,\"ExitCode\":1}";
            boolean runs = asked.incrementAndGet() < questions;
            return new MockResponse(200, headers, runs ? "{\"Running\":true,\"ExitCode\":null}" : ended);
          }
          return path.endsWith("/exec") ? json(201, "{\"Id\":\"e1\"}") : bytes(RAW, new byte[0]);
        });
    return asked;
  }

  @Test
  void outputThatIsTooLongOrCutIsNoResult() {
    exec(sent, "{\"Running\":false,\"ExitCode\":0}");
    assertEquals(0, web.exec(o -> o.command("x").maxOutput(13)).exitCode());
    DockerException large = assertThrows(DockerException.class, () -> web.exec(o -> o.command("x").maxOutput(12)));
    assertTrue(large.getMessage().contains("larger than 12 bytes; raise maxOutput"), large.getMessage());
    exec(TestBytes.header(1, 5), "{\"Running\":false,\"ExitCode\":0}");
    assertThrows(StreamException.class, () -> web.exec("x"));
  }

  @Test
  void hostPorts() {
    engine.answers(
        json(200,
            "{\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"},{\"HostPort\":\"49153\"}],\"81/tcp\":null}}}"));
    assertEquals(49153, web.hostPort(80));
    for (int port : new int[] {81, 82}) {
      DockerException e = assertThrows(DockerException.class, () -> web.hostPort(port));
      assertTrue(e.getMessage().contains(port + "/tcp"), e.getMessage());
    }
    engine.answers(json(200, "{}"));
    assertThrows(DockerException.class, () -> web.hostPort(80));
  }
}
