package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.DockerClient;
import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.session.Session;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exit code of a container that removes itself is told once Podman has said it, whatever becomes of the wait for
 * the removal.
 */
@Timeout(60)
class ExitOnPodmanTest {
  private static final String ID = "f".repeat(64);

  private static void send(OutputStream out, String status, String body) throws IOException {
    String head = "HTTP/1.1 " + status
        + "\r\nLibpod-Api-Version: 4.3.1\r\nContent-Type: application/json\r\nConnection: close\r\n";
    out.write((head + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
  }

  private static RawEngine podman(RawEngine.Script toRemovalsWait) {
    return new RawEngine(
        (request, out) -> {
          if (request.startsWith("GET ")) {
            send(
                out, "200 OK",
                "{\"Id\":\"" + ID
                    + "\",\"State\":{\"Status\":\"running\",\"Running\":true},\"HostConfig\":{\"AutoRemove\":true},\"Config\":{\"Tty\":true}}");
          } else if (request.contains("/wait?condition=next-exit")) {
            send(out, "200 OK", "{\"StatusCode\":3}");
          } else if (request.contains("/wait?condition=removed")) {
            toRemovalsWait.answer(request, out);
          } else {
            out.write(
                "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "200 {\"StatusCode\":0}", "200 {\"Stat", "404 {\"message\":\"gone\"}",
      "500 {\"message\":\"x\"}", "503 <html>"})
  void aKnownExitCodeIsTold(String answer) {
    RawEngine.Script script = (request, out) -> {
      if (answer.matches("\\d{3} .*")) {
        send(out, answer.substring(0, 3) + " Whatever", answer.substring(4));
      } else {
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    };
    try (RawEngine engine = podman(script);
        DockerClient docker = engine.builder().build();
        Session session = docker.containers().get(ID).attach()) {
      assertEquals(3, session.waitFor());
    }
  }

  @Test
  void aClosedSessionEndsTheWaitForTheRemovalToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (RawEngine engine = podman(
        (request, out) -> {
          asked.countDown();
          over.await();
        });
        DockerClient docker = engine.builder().build()) {
      Session session = docker.containers().get(ID).attach();
      FutureTask<DockerException> waiting = new FutureTask<>(
          () -> assertThrows(CancelledException.class, session::waitFor));
      new Thread(waiting).start();
      asked.await();
      session.close();
      waiting.get(5, TimeUnit.SECONDS);
    } finally {
      over.countDown();
    }
  }
}
