package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with a length that arrive whole, however they are cut, and what stays of their connection. */
class SizedBodiesTest extends BodyInputTestBase {

  private static final String CONTENT = "0123456789abcdef".repeat(8 * 1024);
  private static final String ANSWER = head(CONTENT.length()) + CONTENT;

  private static String head(long length) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void answersCutAnywhereArriveOnOneConnection(Kind kind) throws Exception {
    RawServer server = serve(kind, cutting(ANSWER, Thread.currentThread()));
    Transport transport = open(server);
    int head = ANSWER.length() - CONTENT.length();
    for (int cut : new int[] {1, head - 1, head, head + 1, head + 8191, head + 8192, head + 65_536,
        ANSWER.length() - 1}) {
      assertEquals(CONTENT, body(transport, "/" + cut), "cut after " + cut);
    }
    assertEquals(1, server.accepted());
  }

  /** A head's answer has a length and no body. */
  @Test
  void theAnswerToAHeadHasNoBody() throws Exception {
    RawServer server = serve(
        Kind.UNIX,
        p -> {
          while (true) {
            p.send(p.request().line().startsWith("HEAD") ? head(1 << 20) : ANSWER);
          }
        });
    Transport transport = open(server);
    for (int i = 0; i < 3; i++) {
      BodyInput body = new BodyInput();
      try (Response response = transport
          .newCall(request(transport, "/").head().tag(BodyInput.class, body).build(), BOUNDED).execute()) {
        assertEquals(0, body.of(response).readAllBytes().length);
      }
      assertEquals(CONTENT, body(transport, "/"));
    }
    assertEquals(1, server.accepted());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 100_000})
  void aBodyThatEndsEarlyIsAFailureAndStaysOne(int sent) throws Exception {
    RawServer server = serve(
        Kind.UNIX,
        p -> {
          p.request();
          p.send(head(CONTENT.length()) + CONTENT.substring(0, sent));
        });
    try (Opened opened = opened(open(server), "/")) {
      IOException failure = assertThrows(IOException.class, opened::all);
      assertNotNull(failure.getMessage());
      assertThrows(IOException.class, opened::once, "it looked like an end");
    }
  }

  /** What follows is for the look at the kept connection, and never a part of the next answer. */
  @Test
  void bytesBehindTheLengthAreNotRead() throws Exception {
    RawServer server = serve(
        Kind.UNIX,
        p -> {
          while (true) {
            p.request();
            p.send(ANSWER + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong");
          }
        });
    Transport transport = open(server);
    assertEquals(CONTENT, body(transport, "/"));
    assertEquals(CONTENT, body(transport, "/"));
    assertEquals(2, server.accepted());
  }
}
