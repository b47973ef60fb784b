package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DeadlineException;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At a deadline the engine is asked what became of the program, and what it says is told. */
@Timeout(60)
class LateExecTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "200 OK|{\"Running\":true}|the program did not end within 900 ms and is still running",
      "200 OK|{\"Running\":false,\"ExitCode\":0}|the program has ended, but its output did not within 900 ms",
      "500 Oops|{\"message\":\"no\"}|the program did not end within 900 ms, and the engine cannot say whether it is still running",
  })
  void aLateExecSaysWhatTheEngineSays(String status, String state, String words) {
    CountDownLatch over = new CountDownLatch(1);
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          if (request.startsWith("POST /v1.51/containers/web/exec")) {
            send(out, "201 Created", "{\"Id\":\"e1\"}");
          } else if (request.startsWith("POST /v1.51/exec/e1/start")) {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            over.await();
          } else {
            send(out, status, state);
          }
        });
        DockerClient docker = engine.builder().build()) {
      DeadlineException e = assertThrows(
          DeadlineException.class,
          () -> docker.containers().get("web").exec(o -> o.command("x").timeout(Duration.ofMillis(900))));
      assertTrue(e.getMessage().startsWith("exec in web: " + words), e.getMessage());
    } finally {
      over.countDown();
    }
  }

  private static void send(OutputStream out, String status, String json) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ";
    out.write((head + json.length() + "\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII));
  }
}
