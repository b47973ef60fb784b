package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stream meets every fault; the peer hears of it, and the engine goes on. */
class ChaosTest extends EngineTest {
  private static final int BYTES = 5;
  private static final String GARBAGE = "\u00fe".repeat(16);
  private static final List<Supplier<Fault>> ENDING = List.of(
      () -> Fault.cutAfter(BYTES),
      () -> Fault.resetAfter(BYTES),
      Fault::closeWithoutAnswer,
      Fault::loseAnswer);

  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder().loopback().start();
  }

  private String target(String stream) throws IOException {
    if (!stream.contains("EXEC")) {
      return stream.substring(stream.indexOf(' ') + 1);
    }
    String body = "{\"Cmd\":[\"sh\",\"-c\",\"echo hello; sleep 100\"],\"AttachStdout\":true,\"AttachStdin\":true}";
    return "/exec/" + call("POST", "/v1.51/containers/web/exec", body).field("Id") + "/start";
  }

  private RawClient send(String stream) throws IOException {
    RawClient client = new RawClient(engine.host());
    boolean session = stream.contains("EXEC") || stream.contains("attach");
    String method = stream.substring(0, stream.indexOf(' '));
    String body = stream.contains("EXEC") ? "{}" : "";
    client.send(method, "/v1.51" + target(stream), body, session ? "Upgrade: tcp\r\nConnection: Upgrade\r\n" : "");
    return client;
  }

  /** Reads to the end, or to the error that a reset is. */
  private static String readAll(RawClient client) {
    StringBuilder read = new StringBuilder();
    try {
      for (int next = client.readByte(); next >= 0; next = client.readByte()) {
        read.append((char) next);
      }
    } catch (IOException e) {
      read.append("<reset>");
    }
    return read.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "GET /containers/web/logs?stdout=1&follow=1",
      "GET /containers/web/stats",
      "GET /events?since=1",
      "GET /containers/web/json",
      "POST /containers/web/attach?logs=1&stream=1&stdout=1",
      "POST /containers/done/wait",
      "POST /images/create?fromImage=busybox&tag=latest",
      "POST EXEC",
  })
  void everyFault(String stream) throws IOException {
    run("web", "", "sh", "-c", "echo hello; sleep 100");
    run("done", "", "true");
    await("done");
    String method = stream.substring(0, stream.indexOf(' '));
    String path = stream.contains("EXEC") ? "/exec/*/start" : target(stream).replaceAll("\\?.*", "");
    for (Supplier<Fault> each : ENDING) {
      Fault fault = each.get();
      engine.inject(fault.on(method, path));
      try (RawClient client = send(stream)) {
        String read = readAll(client);
        assertFalse(read.endsWith("0\r\n\r\n"), () -> fault + ": " + read);
        assertEquals(fault.toString().matches("(CLOSE|LOSE).*"), read.isEmpty(), () -> fault + ": " + read);
      }
      expect(200, "GET", "/_ping");
    }
    engine.inject(Fault.answer(500, "broken").on(method, path));
    try (RawClient client = send(stream)) {
      assertEquals("broken", client.readAnswer(method).field("message"));
    }
    engine.inject(Fault.brokenFrameAfter(BYTES).on(method, path));
    try (RawClient client = send(stream)) {
      readUpTo(client, GARBAGE);
    }
    engine.inject(Fault.stallAfter(BYTES).on(method, path));
    engine.inject(Fault.answerLate(Duration.ofMillis(1)).on(method, path));
    try (RawClient stalled = send(stream);
        RawClient late = send(stream)) {
      assertTrue(stalled.readHead().status() < 300);
      assertTrue(late.readHead().status() < 300);
    }
    expect(200, "GET", "/v1.51/containers/web/json");
  }

  private static void readUpTo(RawClient client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      read.append((char) (client.readBytes(1)[0] & 0xff));
    }
  }
}
