package io.longshore.buildkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.build.spi.SessionCallException;
import io.longshore.build.spi.SessionCalls;
import io.longshore.build.spi.SessionServer;
import io.longshore.testing.PackageInfos;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls get. */
@Timeout(60)
class AnswersTest {
  private static final SessionCalls ECHO = (path, message) -> (path + " " + new String(message, StandardCharsets.UTF_8))
      .getBytes(StandardCharsets.UTF_8);

  @Test
  void buildsFindTheServer() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(SessionServer.class).forEach(server -> found.add(server.getClass()));
    assertEquals(List.of(NettySessionServer.class), found);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    assertEquals(List.of(), PackageInfos.missing("buildkit"));
  }

  @Test
  void aCallGetsItsPathAndMessage() throws IOException {
    try (EngineSide engine = new EngineSide(ECHO)) {
      Replies.Reply reply = engine.call(EngineSide.PATH, "id");
      assertEquals(0, reply.status());
      assertEquals("200", reply.header(":status"));
      assertEquals("application/grpc", reply.header("content-type"));
      assertNull(reply.header("grpc-message"));
      assertEquals(EngineSide.PATH + " id", reply.text());
      assertNull(reply.reset());
      assertEquals(100, engine.replies.mostStreams());
    }
  }

  @Test
  void messagesMayBeEmpty() throws IOException {
    try (EngineSide engine = new EngineSide((path, message) -> new byte[message.length])) {
      Replies.Reply reply = engine.call(EngineSide.PATH, "");
      assertEquals(0, reply.status());
      assertEquals("", reply.text());
    }
  }

  @Test
  void aRequestMayComeInPieces() throws IOException {
    try (EngineSide engine = new EngineSide(ECHO)) {
      Http2FrameStream stream = engine.begin(EngineSide.headers(EngineSide.PATH), false);
      byte[] framed = {0, 0, 0, 0, 2, 'i', 'd'};
      for (int i = 0; i < framed.length; i++) {
        engine.data(stream, Unpooled.wrappedBuffer(framed, i, 1), false);
      }
      // Instead of a last DATA frame.
      engine.write(
          new DefaultHttp2HeadersFrame(
              new DefaultHttp2Headers().add("x", "y"), true).stream(stream));
      assertEquals(EngineSide.PATH + " id", engine.reply(stream).text());
    }
  }

  @Test
  void theReasonOfARefusalArrives() throws IOException {
    SessionCalls calls = (path, message) -> {
      throw new SessionCallException(SessionCallException.NOT_FOUND, "no secret 100% \u00fc\n");
    };
    try (EngineSide engine = new EngineSide(calls)) {
      Replies.Reply reply = engine.call(EngineSide.PATH, "id");
      assertEquals(5, reply.status());
      assertEquals("no secret 100%25 %C3%BC%0A", reply.header("grpc-message"));
      assertEquals(0, reply.received());
    }
  }

  @Test
  void anExceptionsTextIsNotSent() throws IOException {
    List<Throwable> thrown = List.of(new IllegalStateException("hunter2"), new StackOverflowError("hunter2"));
    for (Throwable each : thrown) {
      SessionCalls calls = (path, message) -> {
        if (each instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) each;
      };
      try (EngineSide engine = new EngineSide(calls)) {
        Replies.Reply reply = engine.call(EngineSide.PATH, "id");
        assertEquals(13, reply.status());
        assertEquals("the program failed to answer the call", reply.header("grpc-message"));
      }
    }
  }

  @Test
  void nullIsNoAnswer() throws IOException {
    try (EngineSide engine = new EngineSide((path, message) -> null)) {
      assertEquals(13, engine.call(EngineSide.PATH, "id").status());
    }
  }

  @Test
  void anAnswerMayBeLargerThanTheWindow() throws IOException {
    byte[] secret = new byte[500_000];
    new Random(1).nextBytes(secret);
    try (EngineSide engine = new EngineSide((path, message) -> secret)) {
      for (int i = 0; i < 3; i++) {
        Replies.Reply reply = engine.call(EngineSide.PATH, "id");
        assertEquals(0, reply.status());
        assertArrayEquals(secret, reply.message());
      }
    }
  }

  @Test
  void anAnswerWaitsForTheWindowAndOthersDoNot() throws IOException {
    SessionCalls calls = (path, message) -> path.equals(EngineSide.HEALTH) ? new byte[1] : new byte[500_000];
    try (EngineSide engine = new EngineSide(calls, Http2Settings.defaultSettings().initialWindowSize(1000))) {
      engine.replies.holdBack(true);
      Http2FrameStream large = engine.begin(EngineSide.PATH, "id");
      while (engine.replies.of(large).received() < 1000) {
        engine.receive();
      }
      assertEquals(0, engine.call(EngineSide.HEALTH, "").status());
      engine.ping();
      assertEquals(1000, engine.replies.of(large).received(), "more than the window");
      assertFalse(engine.replies.of(large).ended());
      // The session ends while half a megabyte waits; close() checks that it is released.
      assertTrue(engine.buffers.metric().usedHeapMemory() > 400_000);
    }
  }

  @Test
  void fiftyCallsAtOnce() throws IOException {
    try (EngineSide engine = new EngineSide(ECHO)) {
      List<Http2FrameStream> streams = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        streams.add(engine.begin(EngineSide.PATH, "id" + i));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(EngineSide.PATH + " id" + i, engine.reply(streams.get(i)).text());
      }
    }
  }

  @Test
  void healthDoesNotWaitForSlowCalls() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    SessionCalls calls = (path, message) -> {
      if (!path.equals(EngineSide.HEALTH)) {
        await(go);
      }
      return message;
    };
    try (EngineSide engine = new EngineSide(calls)) {
      List<Http2FrameStream> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(engine.begin(EngineSide.PATH, "id" + i));
      }
      assertEquals("healthy?", engine.call(EngineSide.HEALTH, "healthy?").text());
      slow.forEach(stream -> assertFalse(engine.replies.of(stream).ended()));
      go.countDown();
      for (int i = 0; i < 20; i++) {
        assertEquals("id" + i, engine.reply(slow.get(i)).text());
      }
    }
  }

  @Test
  void aResetInterruptsItsCallAlone() throws Exception {
    LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<String> interrupted = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    SessionCalls calls = (path, message) -> {
      String id = new String(message, StandardCharsets.UTF_8);
      started.add(id);
      try {
        go.await();
      } catch (InterruptedException e) {
        interrupted.add(id);
      }
      return message;
    };
    try (EngineSide engine = new EngineSide(calls)) {
      Http2FrameStream first = engine.begin(EngineSide.PATH, "first");
      Http2FrameStream second = engine.begin(EngineSide.PATH, "second");
      started.take();
      started.take();
      engine.reset(first);
      assertEquals("first", interrupted.take());
      go.countDown();
      assertEquals("second", engine.reply(second).text());
      engine.ping();
      assertFalse(engine.replies.of(first).ended(), "an answer to a call that was cancelled");
      assertTrue(interrupted.isEmpty());
    }
  }

  @Test
  void aCallThatWaitsForAThreadIsNotStartedAfterItsReset() throws Exception {
    LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    SessionCalls calls = (path, message) -> {
      started.add(new String(message, StandardCharsets.UTF_8));
      await(go);
      return message;
    };
    try (EngineSide engine = new EngineSide(calls)) {
      List<Http2FrameStream> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(engine.begin(EngineSide.PATH, "id" + i));
      }
      List<String> running = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        running.add(started.take());
      }
      for (int i = 7; i < 20; i++) {
        engine.reset(all.get(i));
      }
      engine.ping();
      go.countDown();
      for (int i = 0; i < 7; i++) {
        assertEquals("id" + i, engine.reply(all.get(i)).text());
      }
      assertEquals(7, running.size() + started.size(), "calls that were started");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
