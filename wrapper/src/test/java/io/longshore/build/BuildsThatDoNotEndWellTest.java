package io.longshore.build;

import static io.longshore.unit.ScriptedEngine.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.ArchiveException;
import io.longshore.error.BuildFailedException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.StreamException;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A build that made no image is never a success, whatever the engine answers and when. */
@Timeout(120)
class BuildsThatDoNotEndWellTest {
  private static final String STEP = "{\"stream\":\"Step 1/1 : RUN x\\n\"}";
  private static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Length: 2\r\n\r\nOK";

  @TempDir
  Path context;

  private static BuildResult build(DockerClient docker, BuilderKind kind, Consumer<BuildOptions> options) {
    return docker.builds().build(o -> options.accept(o.builder(kind).tag("app:1")));
  }

  private static Consumer<BuildOptions> remote() {
    return o -> o.remote("https://example.com/app.git");
  }

  static Stream<Arguments> emptyAnswers() {
    return Stream.of(BuilderKind.CLASSIC, BuilderKind.BUILDKIT).flatMap(kind -> Stream.of("", "\n", "null", "{}", STEP,
        "{\"aux\":null}", "{\"aux\":{\"ID\":null}}", "{\"aux\":{\"ID\":5}}", "{\"aux\":[]}", STEP + "null",
        "{\"id\":\"moby.buildkit.trace\",\"aux\":\"%%%\"}", "{\"id\":\"moby.buildkit.trace\",\"aux\":{}}",
        "{\"stream\":\"Successfully built 0123456789ab\\n\"}").map(body -> Arguments.of(kind, body)));
  }

  @ParameterizedTest
  @MethodSource("emptyAnswers")
  void anAnswerWithoutAnIdIsNoBuild(BuilderKind kind, String body) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, body)); DockerClient docker = engine.client()) {
      TransferProgress progress = new TransferProgress();
      StreamException e = assertThrows(StreamException.class,
          () -> build(docker, kind, remote().andThen(o -> o.progress(progress))));
      assertSame(StreamEnd.TRUNCATED, e.end());
      assertTrue(e.getMessage().contains("build of app:1"), e::getMessage);
      assertEquals(TransferState.Outcome.FAILED, progress.state().outcome());
      assertEquals(1, engine.asked().size(), "a build is not repeated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"stream\":", "[]", "5", "\"x\"", STEP + "<html>", STEP + "}", "{\"stream\":5}",
      "{\"aux\":{\"ID\":\"x\"}", "{\"errorDetail\":\"x\"}"})
  void whatIsNoProgressIsAFailure(String body) {
    for (BuilderKind kind : List.of(BuilderKind.CLASSIC, BuilderKind.BUILDKIT)) {
      try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, body));
          DockerClient docker = engine.client()) {
        DockerException e = assertThrows(DockerException.class, () -> build(docker, kind, remote()));
        assertTrue(e instanceof StreamException || e.getClass() == DockerException.class, e::toString);
        assertTrue(e.getMessage().contains("build of app:1"), e::getMessage);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 205, 206, 299, 301, 304, 307})
  void aStatusThatNobodyNamedIsNoBuild(int status) {
    String body = status == 204 || status == 205 || status == 304 ? "" : STEP;
    try (RawEngine engine = RawEngine.sending("HTTP/1.1 " + status + " So\r\nContent-Type: application/json\r\n"
        + (status == 204 || status == 304 ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body);
        DockerClient docker = engine.builder().build()) {
      DockerException e = assertThrows(DockerException.class, () -> build(docker, BuilderKind.CLASSIC, remote()));
      assertTrue(e.getMessage().contains("build of app:1"), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Content-Length: 1000\r\n\r\n" + STEP,
      "Content-Length: 1000\r\n\r\n" + STEP + "{\"str",
      "Transfer-Encoding: chunked\r\n\r\n1f\r\n" + STEP,
      "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"str\r\n0\r\n\r\n",
      "X: y\r\n\r\n" + STEP + "{\"sta",
  })
  void aStreamThatIsCutIsNoBuild(String answer) {
    try (RawEngine engine = RawEngine.sending("HTTP/1.1 200 OK\r\n" + answer);
        DockerClient docker = engine.builder().build()) {
      DockerException e = assertThrows(DockerException.class, () -> build(docker, BuilderKind.CLASSIC, remote()));
      assertTrue(e instanceof StreamException || e instanceof ConnectionException, e::toString);
      assertTrue(e.getMessage().contains("build of app:1"), e::getMessage);
      assertEquals(1, engine.asked().size(), "a build is not repeated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><h1>Bad gateway</h1></html>", "", "null", "{}", "[]", "{\"message\":", "\0"})
  void anErrorThatIsNotTheEnginesIsAnErrorAllTheSame(String body) {
    for (int status : new int[] {400, 403, 404, 500, 502}) {
      try (ScriptedEngine engine = new ScriptedEngine().answers(ScriptedEngine.of(status, "text/html", body));
          DockerClient docker = engine.client()) {
        EngineException e = assertThrows(EngineException.class, () -> build(docker, BuilderKind.CLASSIC, remote()));
        assertEquals(status, e.status());
        assertTrue(e.getMessage().startsWith("build of app:1 failed"), e::getMessage);
      }
    }
  }

  /** The cache has the same dangers. */
  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "<html>", "{\"BuildCache\":5}", "{\"BuildCache\":"})
  void aCacheThatCannotBeReadIsAFailure(String body) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, body)); DockerClient docker = engine.client()) {
      DockerException e = assertThrows(DockerException.class, () -> docker.builds().cache());
      assertTrue(e.getMessage().contains("the build cache"), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"BuildCache\":null}", "{\"BuildCache\":[]}", "{\"BuildCache\":[null]}"})
  void aCacheOfNothingIsEmpty(String body) {
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, body)); DockerClient docker = engine.client()) {
      assertEquals(List.of(), docker.builds().cache());
    }
  }

  /** What an engine does with a context that it does not want. */
  private enum Reader {
    REFUSES("HTTP/1.1 400 Bad\r\nContent-Type: application/json\r\nContent-Length: 82\r\n\r\n"
        + "{\"message\":\"dockerfile parse error on line 3: unknown instruction: RUNN (really)\"}", false),
    STOPS("", true),
    HANGS_UP("", false);

    private final String answer;
    private final boolean stops;

    Reader(String answer, boolean stops) {
      this.answer = answer;
      this.stops = stops;
    }
  }

  /** Far more than what sockets hold between the two. */
  @ParameterizedTest
  @EnumSource
  void anEngineThatDoesNotReadTheContextEndsTheBuild(Reader reader) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
    try (OutputStream big = Files.newOutputStream(context.resolve("big"))) {
      for (int i = 0; i < 40; i++) {
        big.write(new byte[1 << 20]);
      }
    }
    CountDownLatch end = new CountDownLatch(1);
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> serve(listener, reader, end), "stubborn-engine");
      server.setDaemon(true);
      server.start();
      try (DockerClient docker = DockerClient.builder().host("tcp://127.0.0.1:" + listener.getLocalPort())
          .timeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(2))).build()) {
        DockerException e = assertThrows(DockerException.class,
            () -> build(docker, BuilderKind.CLASSIC, o -> o.directory(context)));
        assertTrue(e.getMessage().contains("build of app:1"), e::getMessage);
        switch (reader) {
          case REFUSES -> assertEquals(3, assertInstanceOf(BuildFailedException.class, e).line().orElseThrow());
          case STOPS -> {
            assertInstanceOf(DeadlineException.class, e);
            assertTrue(e.getMessage().contains("within 2.0 s"), e::getMessage);
          }
          default -> assertInstanceOf(ConnectionException.class, e);
        }
      } finally {
        end.countDown();
      }
    }
  }

  private static void serve(ServerSocket listener, Reader reader, CountDownLatch end) {
    while (true) {
      try (Socket socket = listener.accept()) {
        InputStream in = socket.getInputStream();
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
          if (head.contains("/_ping")) {
            socket.getOutputStream().write(PONG.getBytes(ISO_8859_1));
            continue;
          }
          in.readNBytes(1000);
          socket.getOutputStream().write(reader.answer.getBytes(ISO_8859_1));
          if (reader.stops) {
            end.await();
          } else if (!reader.answer.isEmpty()) {
            in.transferTo(OutputStream.nullOutputStream());
          }
          break;
        }
      } catch (IOException | InterruptedException e) {
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int each = in.read();
      if (each < 0) {
        return "";
      }
      head.append((char) each);
    }
    return head.toString();
  }

  /** Which builder the engine prefers is asked before it, and the platform of the image afterwards. */
  @ParameterizedTest
  @ValueSource(strings = {"/_ping", "/images/"})
  void whatIsAskedBesideABuildCountsToItsTimeout(String stalls) {
    String id = "sha256:" + "0123456789ab".repeat(5) + "cdef";
    try (
        ScriptedEngine engine = new ScriptedEngine().answers(request -> request.getTarget().contains(stalls)
            ? new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build()
            : request.getTarget().endsWith("/_ping") ? ScriptedEngine.pong("1.51")
                : json(200, "{\"aux\":{\"ID\":\"" + id + "\"}}"));
        DockerClient docker = engine.client()) {
      DeadlineException e = assertThrows(DeadlineException.class,
          () -> docker.builds().build(o -> remote().accept(
              o.tag("app:1").platform("linux/amd64").timeout(Duration.ofSeconds(2)))));
      assertTrue(e.getMessage().matches(".* did not finish within (1\\.\\d+ s|\\d+ ms)"), e::getMessage);
    }
  }

  @Test
  void aContextThatFailsIsNoFailureOfTheEngine() {
    InputStream broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("disk on fire");
      }
    };
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(200, STEP)); DockerClient docker = engine.client()) {
      ArchiveException e = assertThrows(ArchiveException.class,
          () -> build(docker, BuilderKind.CLASSIC, o -> o.archive(broken)));
      assertTrue(e.getMessage().contains("disk on fire"), e::getMessage);
    }
  }
}
