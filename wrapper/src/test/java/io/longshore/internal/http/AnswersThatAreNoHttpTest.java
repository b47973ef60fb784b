package io.longshore.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.UnknownField;
import io.longshore.build.BuilderKind;
import io.longshore.error.AnswerLostException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes back in place of an answer ends in an exception of the library's own, and in bounded memory. */
@Timeout(120)
class AnswersThatAreNoHttpTest {

  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[] ",
      "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n[]",
      "HTTP/1.1 500 X\r\nContent-Length: -5\r\n\r\nno",
      "HTTP/1.1 -10 X\r\nContent-Length: 2\r\n\r\n[]",
      "HTTP/1.1 -1 X\r\nContent-Length: 2\r\n\r\n[]",
      "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n[]",
      "HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\n[]",
      "HTTP/1.1 2OO OK\r\n\r\n[]",
      "HTTP/1.1 20\r\n\r\n[]",
      "HTTP/1.1\r\n\r\n",
      "HTTP/3.7 200 OK\r\n\r\n[]",
      "ICY 500 no\r\n\r\n",
      "SSH-2.0-OpenSSH_9.2\r\n",
      "\r\n\r\n\r\n",
      "\0\1\2\3\4\5\6\7\r\n\r\n",
      "HTTP/1.1 200 OK\r\n: no name\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\nX\u0001Y: \u0000\r\n\r\n{",
      "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n12345",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n[]\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n[]",
      "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n[]\r\n0\r\n\r\n",
  })
  void isADockerExceptionForReadsChangesAndStreams(String answer) {
    try (RawEngine engine = RawEngine.sending(answer);
        DockerClient docker = engine.builder().build()) {
      boolean nothing = answer.startsWith("HTTP/1.1 200 OK\r\n: ") || answer.contains("no colon");
      for (Runnable call : List.<Runnable>of(
          () -> docker.containers().get("web").inspect(),
          () -> docker.containers().get("web").update(u -> u.memory(1 << 24)),
          () -> docker.images().pull("x"),
          () -> docker.builds().build(b -> b.builder(BuilderKind.CLASSIC).remote("https://example.com/app.git")),
          () -> docker.builds().cache(),
          () -> docker.containers().get("web").openExec(e -> e.command("sh")),
          () -> docker.containers().get("web").logs(l -> l.follow()).readAll())) {
        DockerException e = assertThrows(DockerException.class, call::run, answer);
        assertFalse(e.getMessage().isBlank());
        assertTrue(nothing || !e.getMessage().contains("null"), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 999})
  void aStatusBeyondThoseOfHttpIsAServersFailure(int status) {
    try (RawEngine engine = RawEngine.sending("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nno");
        DockerClient docker = engine.builder().build()) {
      assertEquals(status, assertThrows(EngineException.class, () -> docker.containers().list()).status());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aChangeThatIsAnsweredByNoHttpMayHaveBeenMade() {
    try (RawEngine engine = RawEngine.sending("HTTP/1.1 201 Created\r\nContent-Length: -5\r\n\r\n{}");
        DockerClient docker = engine.builder().build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertTrue(e.getMessage().contains("the response is not HTTP (the length of the response is not a number: '-5')"),
          e.getMessage());
    }
  }

  @Test
  void aProxyThatWantsCredentialsIsNamed() {
    try (
        RawEngine engine = RawEngine
            .sending("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"gate\"\r\nContent-Length: 2\r\n\r\nno");
        DockerClient docker = engine.builder().build()) {
      for (Runnable call : List.<Runnable>of(() -> docker.containers().list(),
          () -> docker.containers().create(c -> c.image("i")))) {
        EngineException e = assertThrows(EngineException.class, call::run);
        assertEquals(407, e.status());
        assertTrue(e.getMessage().contains("a proxy between this program and the engine requires credentials"),
            e.getMessage());
        assertTrue(e.getMessage().contains("Basic realm=\"gate\""), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"error\":\"no space\"} | no space",
      "{\"errorDetail\":{\"code\":1,\"message\":\"no disk\"},\"error\":\"x\"} | no disk",
      "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"access denied\"},{\"code\":\"UNKNOWN\"}]} | access denied; UNKNOWN",
      "{\"cause\":\"x\"} | {\"cause\":\"x\"}",
  })
  void reasonsAreFoundWhereverTheyStand(String body, String reason) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(ScriptedEngine.json(500, body));
        DockerClient docker = engine.client()) {
      assertEquals(reason, assertThrows(EngineException.class, () -> docker.containers().list()).engineMessage());
    }
  }

  @Test
  void whereARedirectLeadsToIsToldWithoutItsPassword() {
    MockResponse moved = new MockResponse.Builder().code(301).addHeader("Location", "https://me:s3cret@proxy/x")
        .addHeader("Content-Length", "0").build();
    try (ScriptedEngine engine = new ScriptedEngine().answers(moved);
        DockerClient docker = engine.client()) {
      EngineException e = assertThrows(EngineException.class, () -> docker.containers().list());
      assertTrue(e.getMessage().contains("redirects to https://proxy/x"), e.getMessage());
      assertFalse(e.toString().contains("s3cret"), e.toString());
    }
  }

  @Test
  void everySuccessIsOneAndStrictModeTellsWhichWasNotExpected() {
    List<UnknownField> seen = new CopyOnWriteArrayList<>();
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient docker = engine.builder().onUnknownField(seen::add).build()) {
      engine.answers(ScriptedEngine.json(200, "{\"Id\":\"made\",\"Warnings\":[]}"));
      assertEquals("made", docker.containers().create(c -> c.image("i")).id());
      assertEquals(List.of(new UnknownField("ContainerCreate", "status", "the success 200")), seen);
      engine.answers(ScriptedEngine.json(201, "{}"));
      docker.containers().get("web").resize(80, 24);
      engine.answers(ScriptedEngine.json(202, "[]"));
      assertEquals(List.of(), docker.containers().list());
      assertEquals(3, seen.size(), seen.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  @Execution(ExecutionMode.CONCURRENT)
  void anEmptySuccessSaysThatTheChangeWasMade(int status) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(ScriptedEngine.status(status));
        DockerClient docker = engine.client()) {
      DockerException e = assertThrows(DockerException.class, () -> docker.containers().create(c -> c.image("i")));
      assertTrue(e.getMessage().contains("was done, but ") && e.getMessage().contains("empty response"),
          e.getMessage());
      assertFalse(e instanceof ConnectionException, e.toString());
      e = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
      assertTrue(e.getMessage().contains("sent an empty response") && !e.getMessage().contains("done"), e.getMessage());
    }
  }

  /** Counts, because the memory of a test says little: what is read of an answer without an end is bounded. */
  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 200 OK\r\n|X-Header: value\r\n",
      "HTTP/1.1 200 OK\r\nX: |x",
      "HTTP/1.1 500 X\r\n\r\n|words ",
      "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n5;|ext",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;|ext",
      "HTTP/1.1 200 OK\r\nContent-Length: 3000000000\r\nContent-Type: text/plain\r\n\r\n|O",
  })
  void endlessAnswersAreReadInPartOnly(String answer) throws Exception {
    String start = answer.substring(0, answer.indexOf('|'));
    byte[] more = answer.substring(answer.indexOf('|') + 1).repeat(4096).getBytes(StandardCharsets.US_ASCII);
    AtomicLong sent = new AtomicLong();
    try (RawEngine engine = new RawEngine((request, out) -> endless(out, start, more, sent));
        DockerClient docker = engine.builder().build()) {
      docker.apiVersion();
      if (start.contains("text/plain")) {
        ApiExecutor executor = docker(engine);
        assertThrows(DockerException.class, () -> executor
            .exchange(io.longshore.generated.engine.api.SystemApi.systemPing().request(), Limits.ORDINARY));
      } else {
        assertThrows(DockerException.class, () -> docker.containers().list());
      }
      // What the buffers of both sides hold comes on top.
      assertTrue(sent.get() < 16_000_000, sent.get() + " bytes");
    }
  }

  private static ApiExecutor docker(RawEngine engine) {
    EngineLookup session = new EngineLookup(
        List.of(Place.of(new io.longshore.internal.config.Candidate("test", engine.host(), null))), null);
    return new ApiExecutor(session, Dialect.ENGINE, TimeLimits.DEFAULTS, null);
  }

  private static void endless(OutputStream out, String start, byte[] more, AtomicLong sent) throws java.io.IOException {
    out.write(start.getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write(more);
      sent.addAndGet(more.length);
    }
  }
}
