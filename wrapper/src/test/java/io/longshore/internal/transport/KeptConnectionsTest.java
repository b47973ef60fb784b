package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happened to a kept connection, the next request gets its own answer, over another connection, and once. */
class KeptConnectionsTest extends TransportTestBase {

  /** What goes over the connection. */
  private enum Use {
    READ {
      @Override
      String by(Transport transport) throws IOException {
        return text(transport, get(transport, "/read"));
      }
    },
    CHANGE {
      @Override
      String by(Transport transport) throws IOException {
        return text(transport, post(transport, "/change", "{}"));
      }
    },
    STREAM {
      @Override
      String by(Transport transport) throws IOException {
        BodyInput bytes = new BodyInput();
        Request request = request(transport, "/stream").tag(BodyInput.class, bytes).build();
        try (Response response = transport.newCall(request, CallTimeouts.NONE).execute()) {
          return response.code() + " " + new String(bytes.of(response).readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    },
    UPGRADE {
      @Override
      String by(Transport transport) throws IOException {
        Call call = transport.newCall(upgrade(transport), CallTimeouts.NONE);
        try (Duplex duplex = Duplex.of(call, call.execute())) {
          return "200 " + new String(duplex.input().readNBytes(3), StandardCharsets.UTF_8);
        }
      }
    };

    abstract String by(Transport transport) throws IOException;
  }

  /** What the engine, or a proxy in front of it, does with an idle connection. */
  private enum Event {
    CLOSE,
    TIMEOUT_LEFT,
    TIMEOUT_LEFT_AND_CLOSE,
    BAD_REQUEST_LEFT;

    void on(RawServer.Peer peer) throws IOException {
      switch (this) {
        case TIMEOUT_LEFT, TIMEOUT_LEFT_AND_CLOSE ->
          peer.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 3\r\n\r\n408");
        case BAD_REQUEST_LEFT ->
          peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\nConnection: close\r\n\r\n400");
        default -> {
        }
      }
      if (name().endsWith("CLOSE")) {
        peer.close();
      }
    }
  }

  static List<Arguments> pairs() {
    List<Arguments> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Event event : Event.values()) {
        for (Use first : List.of(Use.READ, Use.CHANGE, Use.STREAM)) {
          all.add(Arguments.of(kind, event, first));
        }
      }
    }
    return all;
  }

  private static void answer(RawServer.Peer peer) throws IOException {
    RawServer.Request request = peer.request();
    String body = "n" + (peer.number() < 10 ? "0" : "") + peer.number();
    if (request.line().contains("/attach")) {
      peer.upgrade();
      peer.send(body);
    } else if (request.line().contains("/stream")) {
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n" + body + "\r\n0\r\n\r\n");
    } else {
      peer.reply(200, body);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theNextRequestGetsItsOwnAnswer(Kind kind, Event event, Use first) throws Exception {
    for (Use next : Use.values()) {
      CountDownLatch read = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      RawServer server = serve(
          kind,
          peer -> {
            answer(peer);
            if (peer.number() == 1) {
              read.await();
              event.on(peer);
              done.countDown();
            }
            peer.awaitEnd();
          });
      Transport transport = open(server);
      assertEquals("200 n01", first.by(transport));
      read.countDown();
      assertTrue(done.await(30, TimeUnit.SECONDS));
      assertEquals("200 n02", next.by(transport), next + " after " + event + " after " + first);
      assertEquals(2, server.accepted(), next.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsLeftBehindAnAnswerIsNobodysAnswer(Kind kind) throws Exception {
    for (String answer : List.of(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")) {
      if (kind.name().startsWith("TLS")) {
        continue; // In one record of TLS with the answer it reaches OkHttp's buffer, which nobody can look into.
      }
      for (Use next : List.of(Use.READ, Use.CHANGE, Use.STREAM)) {
        Transport transport = open(
            serve(
                kind,
                peer -> {
                  peer.request();
                  peer.send(answer.replace("ok", peer.number() + "k") + "HTTP/1.1 408 X\r\nContent-Length: 0\r\n\r\n");
                  peer.awaitEnd();
                }));
        assertEquals("200 1k", text(transport, get(transport, "/")));
        assertEquals("200 2k", next.by(transport), next.toString());
        assertEquals("200 3k", text(transport, post(transport, "/", "")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "TLS")
  void newKeysOfTlsAreNoAnswerAndTheConnectionIsKept(Kind kind) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    RawServer server = serve(
        kind,
        peer -> {
          answer(peer);
          read.await();
          // After a handshake of TLS 1.3 this sends a record that asks for new keys.
          ((SSLSocket) peer.socket()).startHandshake();
          sent.countDown();
          while (true) {
            answer(peer);
          }
        });
    Transport transport = open(server);
    assertEquals("200 n01", Use.READ.by(transport));
    read.countDown();
    assertTrue(sent.await(30, TimeUnit.SECONDS));
    assertEquals("200 n01", Use.CHANGE.by(transport));
    assertEquals("200 n01", Use.READ.by(transport));
    assertEquals(1, server.accepted());
  }

  @Test
  void moreStaleConnectionsThanAreKeptAreNoFailure() throws Exception {
    int connections = 60;
    CountDownLatch allThere = new CountDownLatch(connections);
    CountDownLatch restart = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(connections);
    RawServer server = serve(
        Kind.UNIX,
        peer -> {
          if (peer.number() > connections) {
            answer(peer);
            peer.awaitEnd();
            return;
          }
          peer.request();
          allThere.countDown();
          allThere.await();
          peer.reply(200, "before");
          restart.await();
          peer.close();
          gone.countDown();
        });
    Transport transport = open(server);
    var calls = new ArrayList<java.util.concurrent.FutureTask<String>>();
    for (int i = 0; i < connections; i++) {
      calls.add(start(() -> text(transport, get(transport, "/info"))));
    }
    for (var call : calls) {
      assertEquals("200 before", call.get(30, TimeUnit.SECONDS));
    }
    restart.countDown();
    assertTrue(gone.await(30, TimeUnit.SECONDS));
    assertEquals("200 n61", Use.CHANGE.by(transport));
  }

  /** As an OkHttp does in which a method is missing. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whateverIsThrownInTheMiddleOfAnExchangeEndsItsConnection(Kind kind) throws Exception {
    Transport transport = open(serve(kind, peer -> {
      answer(peer);
      peer.awaitEnd();
    }));
    RequestBody broken = new RequestBody() {
      @Override
      public okhttp3.MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) {
        throw new NoSuchMethodError("socket");
      }
    };
    Request request = request(transport, "/change").post(broken).build();
    assertThrows(NoSuchMethodError.class, () -> text(transport, request));
    assertNoConnections(transport);
  }

  @Test
  void aConnectionThatACancelledCallTookIsNotClosedByTheEngine() throws IOException {
    Transport transport = open(serve(Kind.UNIX, KeptConnectionsTest::answer));
    Call call = transport.newCall(request(transport, "/read").build(), CallTimeouts.NONE);
    assertEquals(FailureKind.STALE, FailureKind.of(new StaleConnectionException(null), call));
    call.cancel();
    assertEquals(FailureKind.CANCELLED, FailureKind.of(new StaleConnectionException(null), call));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"UNIX", "TLS"})
  void aChangeIsNotSentTwiceWhenItsAnswerIsNoHttp(Kind kind) throws Exception {
    RawServer server = serve(
        kind,
        peer -> {
          peer.request();
          peer.send("HTTP/1.1 -10 X\r\nContent-Length: 0\r\n\r\n");
          peer.awaitEnd();
        });
    Transport transport = open(server);
    IOException e = assertThrows(IOException.class, () -> Use.CHANGE.by(transport));
    assertEquals(FailureKind.PROTOCOL, FailureKind.of(e), e.toString());
    assertTrue(FailureKind.mayHaveActed(e));
    assertEquals(1, server.accepted());
    assertNoConnections(transport);
  }
}
