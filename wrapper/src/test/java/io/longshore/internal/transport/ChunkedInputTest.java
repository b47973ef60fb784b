package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that arrive whole, however they are cut, and what stays of their connection. */
class ChunkedInputTest extends BodyInputTestBase {

  private static final String PLAIN = "5\r\nhello\r\n7\r\n, \r\n0\r\n\r\n1\r\n!\r\n0\r\n\r\n";
  private static final String PLAIN_BODY = "hello, \r\n0\r\n!";
  private static final String FANCY = "0005;a=b\r\nhello\r\n00B;c;d=\"e f\"\r\n, the world\r\n"
      + "1 \r\n!\r\n000;last\r\nX-One: 1\r\nX-Two: 2\r\n\r\n";
  private static final String FANCY_BODY = "hello, the world!";

  @ParameterizedTest
  @EnumSource(Kind.class)
  void answersCutAtEveryByteArriveOnOneConnection(Kind kind) throws Exception {
    for (String answer : List.of(HEAD + PLAIN, HEAD + FANCY)) {
      RawServer server = serve(kind, cutting(answer, Thread.currentThread()));
      Transport transport = open(server);
      for (int cut = 1; cut < answer.length(); cut++) {
        assertEquals(answer.endsWith(PLAIN) ? PLAIN_BODY : FANCY_BODY, body(transport, "/" + cut), "cut after " + cut);
      }
      assertEquals(1, server.accepted());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 100 Continue\r\n\r\n",
      "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nX-Later: y\r\n\r\n",
  })
  void anEarlierHeadCutAtEveryByteIsSkipped(String early) throws Exception {
    String answer = early + HEAD + PLAIN;
    RawServer server = serve(Kind.UNIX, cutting(answer, Thread.currentThread()));
    Transport transport = open(server);
    for (int cut = 1; cut <= early.length() + HEAD.length() + 5; cut++) {
      assertEquals(PLAIN_BODY, body(transport, "/" + cut), "cut after " + cut);
    }
    assertEquals(1, server.accepted());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void headAndBodyInOnePacket(Kind kind) throws Exception {
    RawServer server = serve(kind, answering(HEAD + FANCY));
    Transport transport = open(server);
    for (int i = 0; i < 20; i++) {
      try (Opened opened = Opened.of(transport, i % 2 == 0 ? request(transport, "/") : change(transport), BOUNDED)) {
        assertEquals(FANCY_BODY, opened.all());
        assertEquals("the end", opened.once(), "an end stays the end");
      }
    }
    assertEquals("200 " + FANCY_BODY, text(transport, get(transport, "/")));
    assertEquals("200 " + FANCY_BODY, text(transport, post(transport, "/", "{}")));
    assertEquals(1, server.accepted());
  }

  private static okhttp3.Request.Builder change(Transport transport) {
    return request(transport, "/").post(okhttp3.RequestBody.create(new byte[3], null));
  }

  private static RawServer.Handler answering(String answer) {
    return p -> {
      while (true) {
        p.request();
        p.send(answer);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"UNIX", "TCP"})
  void chunksDoNotGoThroughOkHttp(Kind kind) throws Exception {
    Transport transport = open(serve(kind, answering(HEAD + PLAIN)));
    BodyInput body = new BodyInput();
    var request = request(transport, "/").tag(BodyInput.class, body).build();
    try (var response = transport.newCall(request, BOUNDED).execute()) {
      assertInstanceOf(ChunkedInput.class, body.of(response));
      assertEquals(PLAIN_BODY.length(), body.of(response).readAllBytes().length);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"UNIX", "TCP"})
  void manySmallChunksComeInFewReads(Kind kind) throws Exception {
    int chunks = 50_000;
    StringBuilder sent = new StringBuilder(HEAD);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < chunks; i++) {
      char c = (char) ('a' + i % 23);
      sent.append("1\r\n").append(c).append("\r\n");
      expected.append(c);
    }
    RawServer server = serve(kind, answering(sent + "0\r\n\r\n"));
    Transport transport = open(server);
    for (int round = 0; round < 2; round++) {
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      int reads = 0;
      try (Opened opened = opened(transport, "/")) {
        byte[] bytes = new byte[64 * 1024];
        for (int n = opened.input().read(bytes); n >= 0; n = opened.input().read(bytes)) {
          got.write(bytes, 0, n);
          reads++;
        }
      }
      assertEquals(expected.toString(), got.toString(StandardCharsets.US_ASCII));
      assertTrue(reads < chunks / 10, "it took " + reads + " reads");
    }
    assertEquals(1, server.accepted());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anyBytesInAnyPortionsThroughAnyReads(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        p -> {
          while (true) {
            Random random = new Random(number(p.request().line()));
            byte[] answer = encoded(content(random), random);
            for (int at = 0; at < answer.length;) {
              int n = Math.min(answer.length - at, 1 + random.nextInt(random.nextBoolean() ? 50 : 90_000));
              p.out().write(answer, at, n);
              p.out().flush();
              at += n;
            }
          }
        });
    Transport transport = open(server);
    for (int seed = 0; seed < 25; seed++) {
      byte[] expected = content(new Random(seed));
      try (Opened opened = opened(transport, "/" + seed)) {
        assertArrayEquals(expected, inAnyReads(opened.input(), new Random(-seed)), "seed " + seed);
      }
    }
    assertEquals(1, server.accepted());
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[random.nextInt(700_000)];
    random.nextBytes(content);
    byte[] end = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + end.length < content.length; at += 1 + random.nextInt(10_000)) {
      System.arraycopy(end, 0, content, at, end.length);
    }
    return content;
  }

  private static byte[] encoded(byte[] content, Random random) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < content.length;) {
      int n = Math.min(content.length - at, 1 + random.nextInt(random.nextBoolean() ? 100 : 100_000));
      String size = random.nextBoolean() ? Integer.toHexString(n) : String.format("%06X;x=%d", n, at);
      answer.writeBytes((size + "\r\n").getBytes(StandardCharsets.US_ASCII));
      answer.write(content, at, n);
      answer.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      at += n;
    }
    answer.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return answer.toByteArray();
  }

  private static byte[] inAnyReads(InputStream in, Random random) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] bytes = new byte[100_000];
    while (true) {
      if (random.nextInt(4) == 0) {
        int b = in.read();
        if (b < 0) {
          return got.toByteArray();
        }
        got.write(b);
        continue;
      }
      int offset = random.nextInt(10);
      int n = in.read(bytes, offset, 1 + random.nextInt(random.nextBoolean() ? 20 : 90_000));
      if (n < 0) {
        return got.toByteArray();
      }
      got.write(bytes, offset, n);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "'5\r\nhel', 'lo\r\n', hel",
      "'5\r\nhello', '\r\n', hello",
      "'5\r\nhello\r', '\n', hello",
      "'5\r\nhello\r\n', '', hello",
      "'5\r\nhello\r\n1', '0\r\n0123456789abcdef\r\n', hello",
      "'5\r\nhello\r\n1\r', '\n!\r\n', hello",
      "'5\r\nhello\r\n1;a', '=b\r\n!\r\n', hello",
      "'5\r\nhello\r\n1\r\n', '!\r\n', hello",
      "'5\r\nhello\r\n1\r\n!', '\r\n', hello!",
      "'1\r\na\r\n2\r\nbc\r\n1\r\nd\r\n', '', abcd",
      "'1\r\na\r\n2\r\nb', 'c\r\n', ab"
  })
  void whatHasComeIsHandedOverBeforeMoreIsWaitedFor(String first, String rest, String expected) throws Exception {
    for (Kind kind : List.of(Kind.UNIX, Kind.TCP)) {
      Transport transport = open(serve(kind, this::sendWhatIsNext));
      next.add(HEAD + first);
      try (Opened opened = opened(transport, "/")) {
        assertEquals(expected, opened.once());
        next.add(rest + "0\r\n\r\n");
        String all = decoded(first + rest);
        assertEquals(all.substring(expected.length()), opened.all());
      }
      hangUp();
    }
  }

  /** The data of chunks whose data have no line ends. */
  private static String decoded(String chunks) {
    StringBuilder data = new StringBuilder();
    String[] lines = chunks.split("\r\n");
    for (int i = 1; i < lines.length; i += 2) {
      data.append(lines[i]);
    }
    return data.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n0", "\r\n0\r", "\r\n0\r\n", "\r\n0\r\n\r", "\r\n0\r\nX-T"})
  void theLastDataDoNotWaitForTheEnd(String end) throws Exception {
    RawServer server = serve(Kind.UNIX, this::sendWhatIsNext);
    Transport transport = open(server);
    next.add(HEAD + "5\r\nhello" + end);
    try (Opened opened = opened(transport, "/")) {
      assertEquals("hello", opened.once());
      next.add("\r\n0\r\nX-T: 1\r\n\r\n".startsWith(end) ? "\r\n0\r\nX-T: 1\r\n\r\n".substring(end.length()) : "\n");
      assertEquals("the end", opened.once());
    }
    next.add("");
  }

  @Test
  void availableCountsNoMoreThanCanBeRead() throws Exception {
    Transport transport = open(serve(Kind.UNIX, answering(HEAD + "5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n")));
    try (Opened opened = opened(transport, "/")) {
      assertEquals('h', opened.input().read());
      assertEquals(4, opened.input().available());
      assertEquals(0, opened.input().read(new byte[0]));
      assertEquals("elloyou", opened.once());
      assertEquals(0, opened.input().available());
      assertEquals(-1, opened.input().read());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void emptyBodiesAndOtherWritingOfTheHeader(Kind kind) throws Exception {
    RawServer server = serve(kind, answering("HTTP/1.1 201 Created\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n"));
    Transport transport = open(server);
    for (int i = 0; i < 5; i++) {
      assertEquals("", body(transport, "/"));
    }
    assertEquals(1, server.accepted());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void bodiesWithALengthAndWithout(Kind kind) throws Exception {
    String data = "0\r\n\r\n" + "x".repeat(30_000);
    RawServer server = serve(
        kind,
        p -> {
          for (int n = number(p.request().line()); n > 0; n = number(p.request().line())) {
            p.reply(200, data);
          }
          p.send("HTTP/1.1 200 OK\r\n\r\n" + data);
        });
    Transport transport = open(server);
    assertEquals(data, body(transport, "/1"));
    assertEquals(data, body(transport, "/2"));
    assertEquals(data, body(transport, "/0"), "until the connection is closed");
    assertEquals(1, server.accepted());
    assertEquals(data, body(transport, "/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"})
  void answersWithoutABodyAreEmptyAndKeepTheirConnection(String answer) throws Exception {
    RawServer server = serve(Kind.UNIX, answering(answer));
    Transport transport = open(server);
    assertEquals("", body(transport, "/"));
    assertEquals("", body(transport, "/"));
    assertEquals(1, server.accepted());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAnswerThatIsNoSuccessIsReadByOkHttp(Kind kind) throws Exception {
    String refusal = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n" + PLAIN;
    RawServer server = serve(kind, cutting(refusal, Thread.currentThread()));
    Transport transport = open(server);
    for (int cut : new int[] {1, refusal.indexOf("\r\n\r\n") + 2, refusal.indexOf(PLAIN), refusal.indexOf(PLAIN) + 4}) {
      var request = request(transport, "/" + cut).tag(BodyInput.class, new BodyInput()).build();
      assertEquals("404 " + PLAIN_BODY, text(transport, request, BOUNDED));
    }
    assertEquals(1, server.accepted());
  }
}
