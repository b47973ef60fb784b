package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.ContainerProcess;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Exec;
import io.longshore.embedded.internal.engine.FrameQueue;
import io.longshore.embedded.internal.engine.TerminalSize;
import io.longshore.embedded.internal.http.Hijacked;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.generated.engine.model.ExecInspect;
import io.longshore.generated.engine.model.ExecStartRequest;
import io.longshore.generated.engine.model.IdResponse;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Further processes in containers. */
record ExecRoutes(Engine engine, Sessions sessions) {
  private static final long START_MILLIS = 10_000;
  private static final String DETACHED = "exec attach failed: error on attach stdin: read escape sequence\r\n";

  void addTo(Router router) {
    router
        .add("POST", "/containers/{id}/exec", this::create)
        .add("POST", "/exec/{id}/start", this::start)
        .add("POST", "/exec/{id}/resize", this::resize)
        .add("GET", "/exec/{id}/json", this::inspect);
  }

  private void create(HttpRequest request, HttpResponse response) throws IOException {
    ExecCreateRequest asked = Bodies.read(request, ExecCreateRequest.ADAPTER);
    if (asked == null || asked.cmd().isEmpty()) {
      throw EngineError.invalid("No exec command specified");
    }
    if (DetachKeys.parse(asked.detachKeys()) == null) {
      throw EngineError.failed("Invalid escape keys (" + asked.detachKeys() + ") provided");
    }
    Container container = engine.containers().get(request.pathValue("id"));
    Exec exec = engine.newExec(container, asked, request.pathValue("id"));
    if (hasSizes(request)) {
      exec.size(TerminalSize.of(asked.consoleSize()));
    }
    response.json(201, IdResponse.ADAPTER, IdResponse.builder().id(exec.id()).build());
  }

  /** Older engines do not know sizes in bodies. */
  private static boolean hasSizes(HttpRequest request) {
    return !request.apiVersion().equals("1.41");
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    response.json(200, ExecInspect.ADAPTER, engine.exec(request.pathValue("id")).inspect());
  }

  private void resize(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    TerminalSize size = ContainerRoutes.size(request);
    Exec exec = engine.exec(request.pathValue("id"));
    ContainerProcess process = exec.awaitProcess(START_MILLIS);
    if (exec.isOver()) {
      throw EngineError.notFound("NotFound: process does not exist " + exec.id() + ": not found");
    }
    if (process == null) {
      throw EngineError.failed("timeout waiting for exec session ready");
    }
    process.resize(size);
    response.empty(200);
  }

  private void start(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    ExecStartRequest asked = null;
    String length = request.header("Content-Length");
    boolean hasBody = length != null && !length.equals("0") || request.header("Transfer-Encoding") != null;
    if (hasBody) {
      asked = Bodies.read(request, ExecStartRequest.ADAPTER);
    }
    Exec exec = engine.exec(request.pathValue("id"));
    if (exec.container().state().paused()) {
      throw EngineError
          .conflict("Container " + exec.container().id() + " is paused, unpause the container before exec");
    }
    if (!exec.container().isRunning()) {
      throw EngineError.conflict("container " + exec.container().id() + " is not running");
    }
    if (asked != null && asked.consoleSize().size() == 2 && hasSizes(request)) {
      exec.size(TerminalSize.of(asked.consoleSize()));
    }
    if (asked != null && Boolean.TRUE.equals(asked.detach())) {
      exec.claim();
      FrameQueue nobody = new FrameQueue();
      nobody.abandon();
      exec.start(nobody);
      response.empty(200);
      return;
    }
    attached(request, response, exec, asked != null && Boolean.TRUE.equals(asked.tty()));
  }

  /** @param raw what the start says of the terminal: it decides the form of the answer, not the exec itself */
  private void attached(HttpRequest request, HttpResponse response, Exec exec, boolean raw)
      throws IOException, InterruptedException {
    ExecCreateRequest asked = exec.request();
    FrameQueue queue = new FrameQueue();
    try (Hijacked connection = response.hijack(Sessions.RAW, Sessions.type(request.apiVersion(), raw))) {
      ContainerProcess process;
      try {
        exec.claim();
        process = exec.start(queue);
      } catch (EngineError e) {
        // Too late for a status: engines write the error into the stream.
        connection.write(ByteBuffer.wrap(Sessions.frame(1, ContainerRoutes.utf8(e.words() + "\r\n"), raw)));
        connection.shutdownOutput();
        return;
      }
      Feed feed = new Feed(connection, queue, exec.tty() ? DetachKeys.parse(asked.detachKeys()) : null, !exec.tty());
      if (Boolean.TRUE.equals(asked.attachStdin())) {
        sessions.start(() -> feed.run(process));
      } else {
        feed.skip();
      }
      sessions.pump(
          connection,
          queue,
          raw,
          Boolean.TRUE.equals(asked.attachStdout()),
          // Without frames there is no place for a second output, and engines drop it.
          Boolean.TRUE.equals(asked.attachStderr()) && !raw || exec.tty());
      if (feed.isDetached()) {
        exec.detached();
        connection.write(ByteBuffer.wrap(ContainerRoutes.utf8(DETACHED)));
      }
      connection.shutdownOutput();
      queue.abandon();
      feed.linger();
    } finally {
      queue.abandon();
    }
  }
}
