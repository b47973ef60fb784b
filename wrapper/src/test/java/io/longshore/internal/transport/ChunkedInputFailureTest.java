package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that break off, are wrong, stay away or are closed: never do they seem to have come to their end. */
class ChunkedInputFailureTest extends BodyInputTestBase {

  private static final String BODY = "5\r\nhello\r\n00B;a=b\r\n, the world\r\n1\r\n!\r\n0\r\nX-One: 1\r\n\r\n";
  private static final String DATA = "hello, the world!";
  private static final Set<FailureKind> BROKEN = Set.of(FailureKind.PROTOCOL, FailureKind.CONNECTION_LOST);
  private static final Duration SHORT = Duration.ofMillis(200);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aBodyThatEndsAtAnyByteIsAnError(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        p -> {
          int cut = number(p.request().line());
          p.send(HEAD + BODY.substring(0, cut));
        });
    Transport transport = open(server);
    for (int cut = 0; cut < BODY.length(); cut++) {
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      try (Opened opened = opened(transport, "/" + cut)) {
        IOException failure = assertThrows(IOException.class, () -> opened.input().transferTo(got), "cut after " + cut);
        assertTrue(BROKEN.contains(FailureKind.of(failure)), "cut after " + cut + ": " + failure);
      }
      assertEquals(dataIn(BODY.substring(0, cut)), got.toString(StandardCharsets.US_ASCII), "cut after " + cut);
    }
    assertNoConnections(transport);
  }

  /** The data in the beginning of {@link #BODY}. */
  private static String dataIn(String beginning) {
    StringBuilder data = new StringBuilder();
    String[] lines = beginning.split("\r\n");
    for (int i = 1; i < Math.min(6, lines.length); i += 2) {
      data.append(lines[i].replace("\r", ""));
    }
    return data.toString();
  }

  @ParameterizedTest
  @CsvSource({
      "'', zz",
      "'', ''",
      "'', -5",
      "'', 0x5",
      "'', ' 5'",
      "'', 5g",
      "'', \"5\"",
      "'', 1000000000000000",
      "'', ffffffffffffffff",
      "'', 00000000000000005",
      "'5\r\nhello\r\n', zz",
      "'5\r\nhello\r\n', ''",
      "'5\r\nhello\r\n', 10000000000000000",
      "'3\r\nhello\r\n', 1",
      "'4\r\nhello\r\n', 1",
      "'6\r\nhello\r\n', 1",
      "'5\r\nhello', 1"
  })
  void whatIsNoChunkIsAnError(String before, String size) throws Exception {
    Transport transport = open(serve(Kind.UNIX, this::sendWhatIsNext));
    next.add(HEAD + before + size + "\r\n!\r\n0\r\n\r\n");
    try (Opened opened = opened(transport, "/")) {
      IOException failure = assertThrows(IOException.class, opened::all);
      assertEquals(FailureKind.PROTOCOL, FailureKind.of(failure), failure.toString());
    }
    assertNoConnections(transport);
    next.add("");
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"UNIX", "TCP"})
  void theLargestSizeIsAPromiseAndNoAllocation(Kind kind) throws Exception {
    Transport transport = open(serve(kind, this::sendWhatIsNext));
    next.add(HEAD + "fffffffffffffff\r\nhello");
    next.add("");
    try (Opened opened = opened(transport, "/")) {
      assertEquals("hello", opened.once());
      assertThrows(IOException.class, opened::once);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closingFromAnotherThreadFreesABlockedReader(Kind kind) throws Exception {
    Transport transport = open(serve(kind, this::sendWhatIsNext));
    for (String come : new String[] {"", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n1",
        "5\r\nhello\r\n0\r\n"}) {
      next.add(HEAD + come);
      Opened opened = opened(transport, "/");
      FutureTask<?> reader = start(opened::all);
      awaitQuiet(lastThread());
      opened.close();
      assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(reader), opened.call()), "after " + come);
      assertNoConnections(transport);
      hangUp();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"UNIX", "TCP"})
  void readingAfterTheCloseIsAnError(Kind kind) throws Exception {
    Transport transport = open(serve(kind, this::sendWhatIsNext));
    next.add(HEAD + "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n");
    Opened opened = opened(transport, "/");
    assertEquals('h', opened.input().read());
    opened.close();
    assertThrows(IOException.class, opened::once);
    assertNoConnections(transport);
    next.add("");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "5\r\nhel", "5\r\nhel!!", "5\r\nhel!!\r", "5\r\nhel!!\r\n", "3\r\nhel\r\n1", "3\r\nhel\r\n0\r\n",
      "3\r\nhel\r\n0\r\nX: "
  })
  void silenceIsATimeoutWhereverItBegins(String come) throws Exception {
    for (Kind kind : Kind.values()) {
      Transport transport = open(serve(kind, this::sendWhatIsNext));
      next.add(HEAD + come);
      CallTimeouts timeouts = CallTimeouts.NONE.withFirstAnswer(SOON).withIdle(SHORT);
      try (Opened opened = Opened.of(transport, request(transport, "/"), timeouts)) {
        assertTrue(opened.once().startsWith("hel"));
        long before = System.nanoTime();
        IOException failure = assertThrows(IOException.class, opened::once);
        assertInstanceOf(SocketTimeoutException.class, failure);
        assertTrue(System.nanoTime() - before >= SHORT.toNanos() / 2, "it did not wait");
        if (kind == Kind.UNIX || kind == Kind.TCP) {
          assertThrows(IOException.class, opened::once, "a failure has become an end");
        }
      }
      assertNoConnections(transport);
      hangUp();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theWholeCallMayEndInAChunk(Kind kind) throws Exception {
    Transport transport = open(serve(kind, this::sendWhatIsNext));
    next.add(HEAD + "5\r\nhel");
    try (Opened opened = Opened.of(transport, request(transport, "/"),
        CallTimeouts.NONE.withWhole(Duration.ofSeconds(1)))) {
      IOException failure = assertThrows(IOException.class, opened::all);
      assertInstanceOf(SocketTimeoutException.class, failure);
    }
    next.add("");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theNextCallAfterABrokenBodyIsFine(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        p -> {
          if (number(p.request().line()) == 0) {
            p.send(HEAD + "5\r\nhel");
          } else {
            p.send(HEAD + BODY);
            p.awaitEnd();
          }
        });
    Transport transport = open(server);
    assertThrows(IOException.class, () -> body(transport, "/0"));
    assertEquals(DATA, body(transport, "/1"));
    assertEquals(2, server.accepted());
  }
}
