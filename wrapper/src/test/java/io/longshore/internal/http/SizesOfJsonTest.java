package io.longshore.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are decoded alike on both sides of the size up to which that happens at once. */
@Timeout(60)
class SizesOfJsonTest {
  private static final int BORDER = 64 * 1024;

  /** An answer of exactly so many bytes: a name that begins with so many narrow characters, wide ones, and blanks. */
  private record Sized(String name, String json) {
    static Sized of(int bytes, int narrow, String wide) {
      int room = bytes - "{\"Id\":\"x\",\"Name\":\"\"}".length() - narrow;
      int width = wide.getBytes(StandardCharsets.UTF_8).length;
      String name = "n".repeat(narrow) + wide.repeat(room / width);
      Sized sized = new Sized(name, "{\"Id\":\"x\",\"Name\":\"" + name + "\"}" + " ".repeat(room % width));
      assertEquals(bytes, sized.json.getBytes(StandardCharsets.UTF_8).length);
      return sized;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 8191, 8192, 8193, BORDER - 1, BORDER, BORDER + 1, BORDER + 2, BORDER + 4, BORDER + 100,
      3 * BORDER})
  void everySizeWithAnyCharacterOnTheBorder(int bytes) {
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient docker = engine.client()) {
      for (String wide : new String[] {"é", "€", "😀"}) {
        for (int narrow = 0; narrow < 4; narrow++) {
          Sized sized = Sized.of(bytes, narrow, wide);
          for (int chunk : new int[] {0, 1001, 1_000_000}) {
            engine.answers(answer(sized.json, chunk));
            assertEquals(sized.name, docker.containers().get("web").inspect().name());
          }
        }
      }
      assertEquals(36, engine.asked().size());
      assertEquals(1, engine.asked().stream().map(RecordedRequest::getConnectionIndex).distinct().count(),
          "connections");
    }
  }

  private static MockResponse answer(String json, int chunk) {
    MockResponse.Builder answer = new MockResponse.Builder().code(200).addHeader("Content-Type", "application/json");
    return chunk == 0 ? answer.body(json).build() : answer.chunkedBody(json, chunk).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, BORDER - 1, BORDER, BORDER + 1})
  void whatFollowsTheValueIsAnErrorInEverySize(int bytes) {
    try (ScriptedEngine engine = new ScriptedEngine();
        DockerClient docker = engine.client()) {
      String json = Sized.of(bytes - 1, 0, "é").json + "x";
      for (int chunk : new int[] {0, 1001}) {
        engine.answers(answer(json, chunk));
        DockerException e = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
        assertSame(DockerException.class, e.getClass(), e.toString());
        assertTrue(e.getMessage().contains("sent a response that cannot be read"), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
      "1000, 1", "1000, 500", "1000, 998", "1000, 999",
      "65535, 30000", "65535, 65534", "65536, 65535", "65537, 65535", "65537, 65536",
      "200000, 0", "200000, 30000", "200000, 65535", "200000, 65536", "200000, 65537", "200000, 150000",
      "200000, 199999"
  })
  void whatIsCutIsAConnectionProblemInEverySize(int bytes, int cut) {
    byte[] json = Sized.of(bytes, 0, "é").json.getBytes(StandardCharsets.UTF_8);
    String start = new String(json, 0, cut, StandardCharsets.ISO_8859_1);
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    assertCut(head + "Content-Length: " + bytes + "\r\n\r\n" + start);
    assertCut(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(bytes) + "\r\n" + start);
    if (cut > 0) {
      assertCut(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(cut) + "\r\n" + start + "\r\n");
    }
  }

  /** Even where the value is there and only the end of the body is not. */
  @ParameterizedTest
  @ValueSource(ints = {1000, BORDER - 1, BORDER, BORDER + 1})
  void anAnswerWhoseLastChunkIsMissingIsAConnectionProblem(int bytes) {
    String json = new String(Sized.of(bytes, 0, "é").json.getBytes(StandardCharsets.UTF_8),
        StandardCharsets.ISO_8859_1);
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertCut(head + Integer.toHexString(bytes) + "\r\n" + json + "\r\n");
    assertCut(head + Integer.toHexString(bytes) + "\r\n" + json + "\r\n0\r\n");
  }

  private static void assertCut(String answer) {
    try (RawEngine raw = RawEngine.sending(answer);
        DockerClient client = raw.builder().build()) {
      ConnectionException e = assertThrows(ConnectionException.class, () -> client.containers().get("web").inspect());
      assertSame(ConnectionException.class, e.getClass(), e.toString());
    }
  }
}
