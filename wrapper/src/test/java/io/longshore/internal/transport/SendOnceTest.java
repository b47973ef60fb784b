package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that changes something is sent exactly once: neither twice, nor lost on a stale connection. */
class SendOnceTest extends TransportTestBase {

  private final AtomicInteger requests = new AtomicInteger();

  private static Request delete(Transport transport) {
    return request(transport, "/containers/x").delete(null).build();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void postIsCountedOnceWhenItsAnswerIsDropped(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.reply(200, "warm");
              p.request();
              requests.incrementAndGet();
            }));
    text(transport, post(transport, "/warm", ""));
    IOException failure = assertThrows(IOException.class,
        () -> text(transport, post(transport, "/containers/create?name=secret", "{}")));
    assertEquals(1, requests.get());
    assertTrue(FailureKind.mayHaveActed(failure), failure.toString());
    assertTrue(failure.getMessage().contains("POST /containers/create was sent"), failure.getMessage());
    assertFalse(failure.getMessage().contains("name=secret"), failure.getMessage());
    assertEquals(FailureKind.CONNECTION_LOST, FailureKind.of(failure), failure.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void getIsSentAgainWhenItsAnswerIsDroppedOnAKeptConnection(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              requests.incrementAndGet();
              p.reply(200, "ok");
              p.request();
              requests.incrementAndGet();
            }));
    text(transport, get(transport, "/"));
    assertEquals("200 ok", text(transport, get(transport, "/")));
    assertEquals(3, requests.get());
  }

  @ParameterizedTest
  @CsvSource({
      "408, Connection: keep-alive",
      "408, Retry-After: 0",
      "503, Retry-After: 0",
      "301, Location: /elsewhere",
      "307, Location: /elsewhere",
      "308, Location: /elsewhere",
      "401, WWW-Authenticate: Basic",
      "421, X-Y: z"
  })
  void statusThatOkHttpWouldFollowIsHandedOver(int status, String header) throws Exception {
    Transport transport = open(
        serve(
            Kind.UNIX,
            p -> {
              while (true) {
                p.request();
                requests.incrementAndGet();
                p.reply(status, "as is", header);
              }
            }));
    assertEquals(status + " as is", text(transport, post(transport, "/containers/create", "{}")));
    assertEquals(1, requests.get());
    assertEquals(status + " as is", text(transport, post(transport, "/containers/x/start", "")));
    assertEquals(2, requests.get());
    assertEquals(status + " as is", text(transport, delete(transport)));
    assertEquals(3, requests.get(), "a DELETE without a body");
  }

  /** Answers, then closes once told; every connection after the first answers for good. */
  private RawServer closesFirstConnection(Kind kind, CountDownLatch close, CountDownLatch gone) throws IOException {
    return serve(
        kind,
        p -> {
          p.request();
          requests.incrementAndGet();
          p.reply(200, "first");
          if (p.number() == 1) {
            close.await();
            p.close();
            gone.countDown();
            return;
          }
          while (true) {
            p.request();
            requests.incrementAndGet();
            p.reply(200, "again");
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void postIsNotLostOnAKeptConnectionThatThePeerClosed(Kind kind) throws Exception {
    CountDownLatch close = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    RawServer server = closesFirstConnection(kind, close, gone);
    Transport transport = open(server);
    assertEquals("200 first", text(transport, post(transport, "/warm", "")));
    close.countDown();
    assertTrue(gone.await(30, TimeUnit.SECONDS));
    assertEquals("200 first", text(transport, post(transport, "/containers/create", "{}")));
    assertEquals("200 again", text(transport, delete(transport)));
    assertEquals(3, requests.get());
    assertEquals(2, server.accepted());
    assertEquals(1, transport.openConnections());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void streamedBodyIsNotBegunOnAStaleConnection(Kind kind) throws Exception {
    CountDownLatch close = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Transport transport = open(closesFirstConnection(kind, close, gone));
    text(transport, post(transport, "/warm", ""));
    close.countDown();
    assertTrue(gone.await(30, TimeUnit.SECONDS));
    Request upload = request(transport, "/build").post(new StreamedBody(new byte[100_000])).build();
    assertEquals("200 first", text(transport, upload));
    assertEquals(2, requests.get());
  }

  @Test
  void everyKeptConnectionIsStaleAfterARestart() throws Exception {
    int connections = 12;
    CountDownLatch allThere = new CountDownLatch(connections);
    CountDownLatch restart = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(connections);
    RawServer server = serve(
        Kind.UNIX,
        p -> {
          p.request();
          if (p.number() > connections) {
            p.reply(200, "restarted");
            return;
          }
          allThere.countDown();
          allThere.await();
          p.reply(200, "before");
          restart.await();
          p.close();
          gone.countDown();
        });
    Transport transport = open(server);
    FutureTask<?>[] calls = new FutureTask<?>[connections];
    for (int i = 0; i < connections; i++) {
      calls[i] = start(() -> text(transport, post(transport, "/", "")));
    }
    for (FutureTask<?> call : calls) {
      assertEquals("200 before", call.get(30, TimeUnit.SECONDS));
    }
    restart.countDown();
    assertTrue(gone.await(30, TimeUnit.SECONDS));
    assertEquals("200 restarted", text(transport, post(transport, "/", "")));
    assertEquals(connections + 1, server.accepted());
  }

  @Test
  void connectionOnWhichThePeerSpokeUnaskedIsNotUsed() throws Exception {
    CountDownLatch answerRead = new CountDownLatch(1);
    CountDownLatch spoken = new CountDownLatch(1);
    RawServer server = serve(
        Kind.UNIX,
        p -> {
          p.request();
          requests.incrementAndGet();
          p.reply(200, "ok " + p.number());
          if (p.number() == 1) {
            answerRead.await();
            p.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
            spoken.countDown();
          }
          p.awaitEnd();
        });
    Transport transport = open(server);
    assertEquals("200 ok 1", text(transport, post(transport, "/", "")));
    answerRead.countDown();
    assertTrue(spoken.await(30, TimeUnit.SECONDS));
    assertEquals("200 ok 2", text(transport, post(transport, "/", "")));
    assertEquals(2, requests.get());
  }

  @Test
  void engineThatClosesEveryNewConnectionEndsInAnError() throws Exception {
    Transport transport = open(serve(Kind.UNIX, p -> {}));
    IOException failure = assertThrows(IOException.class, () -> text(transport, post(transport, "/", "{}")));
    assertTrue(FailureKind.of(failure) == FailureKind.CONNECTION_LOST || FailureKind.of(failure) == FailureKind.OTHER,
        failure.toString());
  }

  /** OkHttp asks a connection that was idle for 10 s with a read timeout of 1 ms; this is the one slow test. */
  @Test
  void postAfterTenSecondsIdleWithThePeerOpenAndClosed() throws Exception {
    CountDownLatch close = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(Kind.values().length);
    FutureTask<?>[] calls = new FutureTask<?>[2 * Kind.values().length];
    List<Transport> idle = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      RawServer open = serve(kind, p -> answerAll(p, "open " + p.number()));
      Transport toOpen = open(open);
      RawServer closing = closesFirstConnection(kind, close, gone);
      Transport toClosing = open(closing);
      text(toOpen, post(toOpen, "/", ""));
      text(toClosing, post(toClosing, "/", ""));
      idle.add(toOpen);
      idle.add(toClosing);
    }
    close.countDown();
    assertTrue(gone.await(30, TimeUnit.SECONDS));
    for (int i = 0; i < calls.length; i++) {
      Transport transport = idle.get(i);
      calls[i] = start(() -> afterIdle(transport));
    }
    for (int i = 0; i < calls.length; i++) {
      Object expected = i % 2 == 0 ? "200 open 1" : "200 first";
      assertEquals(expected, calls[i].get(60, TimeUnit.SECONDS), Kind.values()[i / 2].toString());
    }
    assertEquals(2 * Kind.values().length, requests.get());
  }

  private static String afterIdle(Transport transport) throws Exception {
    // OkHttp reads the system's clock itself, so idle time has to pass.
    Thread.sleep(Duration.ofMillis(10_500).toMillis());
    return text(transport, post(transport, "/", "{}"));
  }

  private static void answerAll(RawServer.Peer peer, String body) throws IOException {
    while (true) {
      peer.request();
      peer.reply(200, body);
    }
  }

  /** A body that can be written only once. */
  private static final class StreamedBody extends RequestBody {
    private final ByteArrayInputStream data;
    private final int length;

    StreamedBody(byte[] data) {
      this.data = new ByteArrayInputStream(data);
      this.length = data.length;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeAll(Okio.source(data));
    }
  }
}
