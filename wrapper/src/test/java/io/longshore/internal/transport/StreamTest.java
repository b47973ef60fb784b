package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timeouts, cancelling and bodies of every size, on every transport. */
class StreamTest extends TransportTestBase {

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final Duration SHORT = Duration.ofMillis(300);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readTimeoutDoesNotEndAQuietBody(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.send(CHUNKED + "1\r\na\r\n");
              Thread.sleep(4 * SHORT.toMillis());
              p.send("1\r\nb\r\n0\r\n\r\n");
              p.awaitEnd();
            }));
    assertEquals("200 ab", text(transport, get(transport, "/events"), CallTimeouts.NONE.withFirstAnswer(SHORT)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void serverThatNeverAnswersFailsWithinTheDeadline(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServer.Peer::awaitEnd));
    CallTimeouts timeouts = CallTimeouts.NONE.withFirstAnswer(SHORT).withIdle(Duration.ofDays(1));
    for (var request : List.of(get(transport, "/"), post(transport, "/", "{}"))) {
      IOException failure = assertThrows(IOException.class, () -> text(transport, request, timeouts));
      assertEquals(FailureKind.TIMEOUT, FailureKind.of(failure), failure.toString());
      assertEquals(request.method().equals("POST"), FailureKind.mayHaveActed(failure));
    }
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void bodyThatIsQuietForLongerThanTheIdleTimeoutFails(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    CallTimeouts timeouts = CallTimeouts.NONE.withIdle(SHORT);
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/"), timeouts));
    assertEquals(FailureKind.TIMEOUT, FailureKind.of(failure), failure.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void wholeCallEndsInItsBody(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    CallTimeouts timeouts = CallTimeouts.NONE.withWhole(SHORT);
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/"), timeouts));
    assertEquals(FailureKind.TIMEOUT, FailureKind.of(failure), failure.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void stuckWriteTimesOutAndLeavesOtherTimeoutsWorking(Kind kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.head();
              end.await();
            }));
    var upload = request(transport, "/build").post(RequestBody.create(new byte[64 << 20], null)).build();
    FutureTask<?> stuck = start(() -> text(transport, upload, CallTimeouts.NONE.withWrite(SHORT)));
    assertEquals(FailureKind.TIMEOUT, FailureKind.of(failureOf(stuck)));
    FutureTask<?> next = start(() -> text(transport, get(transport, "/"), CallTimeouts.NONE.withFirstAnswer(SHORT)));
    assertEquals(FailureKind.TIMEOUT, FailureKind.of(failureOf(next)), "okio's watchdog must not hang in a close");
    end.countDown();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void cancelInABlockedReadRaises(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    Call call = transport.newCall(get(transport, "/logs"), CallTimeouts.NONE);
    FutureTask<?> task = start(() -> readAll(call));
    awaitBlockedIn(lastThread(), "fill");
    call.cancel();
    assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(task), call));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void cancelBeforeTheHeadersRaises(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServer.Peer::awaitEnd));
    Call call = transport.newCall(get(transport, "/"), CallTimeouts.NONE);
    FutureTask<?> task = start(() -> readAll(call));
    awaitBlockedIn(lastThread(), "fill");
    call.cancel();
    assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(task), call));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void cancelInABlockedWriteRaises(Kind kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.head();
              stuck.countDown();
              end.await();
            }));
    var upload = request(transport, "/build").post(RequestBody.create(new byte[64 << 20], null)).build();
    Call call = transport.newCall(upload, CallTimeouts.NONE);
    FutureTask<?> task = start(() -> readAll(call));
    assertTrue(stuck.await(30, TimeUnit.SECONDS));
    awaitBlockedIn(lastThread(), "drain");
    call.cancel();
    Throwable failure = failureOf(task);
    assertEquals(FailureKind.CANCELLED, FailureKind.of(failure, call), failure.toString());
    end.countDown();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void interruptedThreadRaises(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    for (var request : List.of(get(transport, "/"), post(transport, "/", ""))) {
      FutureTask<?> task = start(() -> text(transport, request));
      awaitBlockedIn(lastThread(), "fill");
      lastThread().interrupt();
      assertEquals(FailureKind.INTERRUPTED, FailureKind.of(failureOf(task)));
    }
    FutureTask<?> before = start(
        () -> {
          Thread.currentThread().interrupt();
          return text(transport, get(transport, "/"));
        });
    assertEquals(FailureKind.INTERRUPTED, FailureKind.of(failureOf(before)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closingTheTransportEndsStreams(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    FutureTask<?> task = start(() -> text(transport, get(transport, "/")));
    awaitBlockedIn(lastThread(), "fill");
    transport.close();
    failureOf(task);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closingAnUnfinishedBodyDoesNotWaitAndGivesItsConnectionBack(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    Call call = transport.newCall(get(transport, "/"), CallTimeouts.NONE);
    Response response = call.execute();
    InputStream body = new GuardedInput(response.body().byteStream(), call::cancel);
    assertEquals('a', body.read());
    body.close();
    assertNoConnections(transport);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void guardedBodyIsClosedByAnotherThread(Kind kind) throws Exception {
    Transport transport = open(serve(kind, RawServerBodies::startOnly));
    Call call = transport.newCall(get(transport, "/"), CallTimeouts.NONE);
    InputStream body = new GuardedInput(call.execute().body().byteStream(), call::cancel);
    FutureTask<?> reader = start(body::readAllBytes);
    awaitBlockedIn(lastThread(), "fill");
    body.close();
    assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(reader), call));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void truncatedBodyIsAnError(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.request();
              p.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            }));
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
    assertEquals(FailureKind.PROTOCOL, FailureKind.of(failure), failure.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void manyFollowedStreamsBesideOrdinaryCalls(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              while (true) {
                if (p.request().line().contains("/logs")) {
                  p.send(CHUNKED + "1\r\na\r\n");
                } else {
                  p.reply(200, "pong");
                }
              }
            }));
    List<Response> followed = new ArrayList<>();
    List<Call> calls = new ArrayList<>();
    CountDownLatch enqueued = new CountDownLatch(10);
    for (int i = 0; i < 30; i++) {
      Call call = transport.newCall(get(transport, "/logs"), CallTimeouts.NONE);
      calls.add(call);
      followed.add(call.execute());
    }
    for (int i = 0; i < 10; i++) {
      Call call = transport.newCall(get(transport, "/logs"), CallTimeouts.NONE);
      calls.add(call);
      call.enqueue(new FirstByte(enqueued));
    }
    assertTrue(enqueued.await(30, TimeUnit.SECONDS));
    assertEquals("200 pong", text(transport, get(transport, "/_ping")));
    assertEquals("200 pong", text(transport, post(transport, "/x", "")));
    calls.forEach(Call::cancel);
    followed.forEach(Response::close);
    await("only the kept connection", () -> transport.openConnections() <= 1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void earlyNotFoundDuringALargeUploadIsSeen(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              p.head();
              p.reply(404, "no such container", "Connection: close");
              p.in().readNBytes(1 << 20);
              if (kind == Kind.UNIX) {
                return;
              }
              // TCP throws an answer away when data arrives after the close, so engines read on for a while.
              p.endOutput();
              p.awaitEnd();
            }));
    var upload = request(transport, "/archive").put(RequestBody.create(new byte[64 << 20], null)).build();
    assertEquals("404 no such container", text(transport, upload));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void largeBodiesArriveWhole(Kind kind) throws Exception {
    byte[] data = new byte[5_000_011];
    new Random(7).nextBytes(data);
    AtomicReference<byte[]> received = new AtomicReference<>();
    Transport transport = open(
        serve(
            kind,
            p -> {
              received.set(p.request().body());
              p.send("HTTP/1.1 200 OK\r\nContent-Length: " + data.length + "\r\n\r\n");
              p.out().write(data);
              p.out().flush();
              p.awaitEnd();
            }));
    var echo = request(transport, "/").post(RequestBody.create(data, null)).build();
    try (Response response = transport.newCall(echo, CallTimeouts.NONE).execute()) {
      assertArrayEquals(data, response.body().bytes());
    }
    assertArrayEquals(data, received.get());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void gzipIsNotAskedForAndSmallWritesAreFlushed(Kind kind) throws Exception {
    Transport transport = open(
        serve(
            kind,
            p -> {
              while (true) {
                RawServer.Request request = p.request();
                p.reply(200, request.header("Accept-Encoding") + " " + request.body().length);
              }
            }));
    assertEquals("200 identity 0", text(transport, get(transport, "/")));
    assertEquals("200 identity 2", text(transport, post(transport, "/", "{}")));
  }

  @Test
  void tlsHandshakeThatNeverAnswersEndsWithTheConnectTimeout() throws Exception {
    RawServer silent = serve(Kind.TCP, RawServer.Peer::awaitEnd);
    int port = ((EngineAddress.Tcp) silent.address()).port();
    Transport transport = open(new EngineAddress.Tls("127.0.0.1", port, TestCertificates.client()));
    CallTimeouts timeouts = CallTimeouts.NONE.withConnect(SHORT);
    FutureTask<?> task = start(() -> text(transport, get(transport, "/"), timeouts));
    Throwable failure = failureOf(task);
    assertEquals(FailureKind.TIMEOUT, FailureKind.of(failure), failure.toString());
    Call call = transport.newCall(get(transport, "/"), CallTimeouts.NONE);
    FutureTask<?> cancelled = start(() -> readAll(call));
    awaitBlockedIn(lastThread(), "fill");
    call.cancel();
    assertEquals(FailureKind.CANCELLED, FailureKind.of(failureOf(cancelled), call));
  }

  private static byte[] readAll(Call call) throws IOException {
    try (Response response = call.execute()) {
      return response.body().bytes();
    }
  }

  private static final class RawServerBodies {
    static void startOnly(RawServer.Peer peer) throws IOException {
      peer.request();
      peer.send(CHUNKED + "1\r\na\r\n");
      peer.awaitEnd();
    }
  }

  private record FirstByte(CountDownLatch read) implements okhttp3.Callback {
    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        response.body().source().readByte();
        read.countDown();
        response.body().source().readByte();
      } catch (IOException e) {
        // Cancelled at the end of the test.
      }
    }

    @Override
    public void onFailure(Call call, IOException e) {}
  }
}
