package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.AnswerLostException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good answers with wrong bodies, and answers that break off. */
@Timeout(60)
class BodiesOfAnswersTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private int pings;

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @Test
  void nullIsAnEmptyList() {
    engine.answers(json(200, "null"));
    assertEquals(List.of(), docker.containers().list());
    assertEquals(List.of(), docker.images().list());
    assertEquals(List.of(), docker.images().get("x").remove());
  }

  @Test
  void nullIsNoAnswerWhereOneBelongs() {
    engine.answers(json(200, "null"));
    DockerException e = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
    assertTrue(e.getMessage().contains("inspect of web") && e.getMessage().contains("sent an empty response"),
        e.getMessage());
    engine.answers(json(201, "{}"));
    DockerException noId = assertThrows(DockerException.class, () -> docker.containers().create(c -> c.image("i")));
    assertTrue(noId.getMessage().contains("sent no id"), noId.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"Id\":", "{\"Id\":\"x", "{", "[]", "\"text\"", "5", "{\"Id\":{}}", "{\"State\":[]}", "{\"Id\":\"x\"} trailing",
      "{\"Id\":\"x\"}{}", "<html></html>", "{\"Id\" \"x\"}", "OK"
  })
  void whatCannotBeReadIsToldWithOperationAndPlace(String body) {
    engine.answers(json(200, body));
    DockerException e = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
    assertSame(DockerException.class, e.getClass(), e.toString());
    assertTrue(e.getMessage().startsWith("inspect of web: " + engine.host() + " sent a response that cannot be read: "),
        e.getMessage());
    engine.answers(json(200, "{\"Id\":\"x\"}"));
    assertEquals("x", docker.containers().get("web").inspect().id());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 128, 65_535, 65_536})
  void aTextMayBeAnyLengthUpToABound(int length) throws IOException {
    assertEquals("x".repeat(length), text("x".repeat(length)));
  }

  @Test
  void aTextBeyondTheBoundIsRefused() {
    for (int length : List.of(65_537, 131_072, 1_000_000)) {
      IOException e = assertThrows(IOException.class, () -> text("x".repeat(length)));
      assertEquals("a text of more than 65536 bytes instead of a word", e.getMessage());
    }
  }

  private static String text(String body) throws IOException {
    Response response = new Response.Builder().request(new Request.Builder().url("http://engine/_ping").build())
        .protocol(Protocol.HTTP_1_1).code(200).message("OK").header("Content-Type", "text/plain").build();
    return WholeBody.text(SystemApi.systemPing().request().answer(), response,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void answersWithoutBodyHaveNone() {
    engine.answers(status(204));
    assertTrue(docker.containers().get("web").start());
    engine.answers(status(304));
    assertFalse(docker.containers().get("web").start());
  }

  private static final List<String> CUT = List.of(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"Id\":\"a",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"Id\":\"a\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"Id\":\"a",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"Id\":\"abc\"\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: applic",
      "HTTP/1.1 20",
      "");

  static List<String> cut() {
    return CUT;
  }

  @ParameterizedTest
  @MethodSource("cut")
  void aReadThatBreaksOffIsAConnectionProblem(String answer) {
    try (RawEngine raw = RawEngine.sending(answer);
        DockerClient client = raw.builder().build()) {
      ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").inspect());
      assertSame(ConnectionException.class, e.getClass(), e.toString());
      assertTrue(e.getMessage().contains("inspect of web") && e.getMessage().contains("tcp://127.0.0.1:"),
          e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("cut")
  void aChangeWhoseAnswerBreaksOffIsSentOnceAndToldAsSuch(String answer) {
    try (RawEngine raw = RawEngine.sending(answer);
        DockerClient client = raw.builder().build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> client.containers().get("web").update(u -> u.memory(5)));
      assertTrue(e.getMessage().contains("update of web"), e.getMessage());
      assertEquals(List.of("POST /v1.51/containers/web/update HTTP/1.1"), raw.asked());
    }
  }

  @ParameterizedTest
  @MethodSource("cut")
  void aWaitThatBreaksOffChangedNothing(String answer) {
    try (RawEngine raw = RawEngine.sending(answer);
        DockerClient client = raw.builder().build()) {
      ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").waitFor());
      assertSame(ConnectionException.class, e.getClass(), e.toString());
      assertFalse(e.getMessage().contains("done") || e.getMessage().contains("act"), e.getMessage());
    }
  }

  /** More than is read at once. */
  @Test
  void whatIsLongAndEndsInTheMiddleThoughAllOfItCameCannotBeRead() {
    String part = "{\"Args\":[" + "\"some\",".repeat(1 << 17);
    engine.answers(json(200, part));
    DockerException whole = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
    assertSame(DockerException.class, whole.getClass(), whole.toString());
    assertTrue(whole.getMessage().contains("it ends within a value"), whole.getMessage());
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    for (String cut : List.of("Content-Length: 9000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\ne0009\r\n")) {
      try (RawEngine raw = RawEngine.sending(head + cut + part + (cut.startsWith("T") ? "\r\n" : ""));
          DockerClient client = raw.builder().build()) {
        ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").inspect());
        assertTrue(e.getMessage().contains("broke off"), e.getMessage());
      }
    }
  }

  /** Nothing tells its end from that of the connection. */
  @Test
  void whatEndsInTheMiddleWithTheConnectionBrokeOff() {
    try (RawEngine raw = RawEngine.sending("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"Id\":");
        DockerClient client = raw.builder().build()) {
      ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").inspect());
      assertTrue(e.getMessage().contains("broke off"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n "})
  void blankIsEmpty(String body) {
    engine.answers(json(200, body));
    for (Executable call : List.<Executable>of(() -> docker.containers().get("web").inspect(),
        () -> docker.containers().get("web").update(u -> u.memory(5)),
        () -> docker.system().ping())) {
      engine.pings(request -> pings++ == 0 ? ScriptedEngine.pong("1.51") : json(200, body));
      DockerException e = assertThrows(DockerException.class, call);
      assertSame(DockerException.class, e.getClass(), e.toString());
      assertTrue(e.getMessage().contains("sent an empty response"), e.getMessage());
    }
  }

  @Test
  void whatMustBeThere() {
    assertEquals("x", ApiExecutor.present("x", "an id"));
    DockerException e = assertThrows(DockerException.class, () -> ApiExecutor.present(null, "an id"));
    assertEquals("the engine answered without an id", e.getMessage());
  }

  @Test
  void aChangeWhoseAnswerCannotBeReadWasDone() {
    engine.answers(json(200, "{\"Warnings\":"));
    DockerException e = assertThrows(DockerException.class,
        () -> docker.containers().get("web").update(u -> u.memory(5)));
    assertTrue(e.getMessage().contains("was done") && e.getMessage().contains("cannot be read"), e.getMessage());
    assertSame(DockerException.class, e.getClass(), e.toString());
    engine.answers(json(200, "<html>"));
    e = assertThrows(DockerException.class, () -> docker.containers().get("web").update(u -> u.memory(5)));
    assertTrue(e.getMessage().contains("was done") && e.getMessage().contains("cannot be read"), e.getMessage());
  }

  @Test
  void aChangeWhoseAnswerNeverComesIsSentOnce() {
    try (RawEngine raw = RawEngine.stuckAfter("");
        DockerClient client = raw.builder().timeouts(Timeouts.defaults().withAnswer(Duration.ofMillis(300))).build()) {
      ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").start());
      assertTrue(e.getMessage().contains("did not answer within 300 ms"), e.getMessage());
      assertTrue(e.getMessage().contains("check before you try again"), e.getMessage());
      assertEquals(List.of("POST /v1.51/containers/web/start HTTP/1.1"), raw.asked());
    }
  }
}
