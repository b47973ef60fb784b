package io.longshore.buildkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.longshore.build.spi.SessionCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that gRPC or our limits do not allow. After each, the connection still serves. */
@Timeout(60)
class RefusalsTest {
  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;

  private final AtomicInteger asked = new AtomicInteger();
  private final SessionCalls calls = (path, message) -> {
    asked.incrementAndGet();
    return message;
  };
  private EngineSide engine;

  @BeforeEach
  void connect() throws IOException {
    engine = new EngineSide(calls);
  }

  @AfterEach
  void stillServes() throws IOException {
    assertEquals(0, asked.get(), "calls that reached the program");
    assertEquals("fine", engine.call(EngineSide.PATH, "fine").text());
    engine.close();
  }

  private void refused(int status, String reason, Http2FrameStream stream) throws IOException {
    Replies.Reply reply = engine.reply(stream);
    assertEquals(status, reply.status());
    assertEquals(reason, reply.header("grpc-message"));
    assertEquals("200", reply.header(":status"));
    assertEquals("application/grpc", reply.header("content-type"));
    assertEquals(0, reply.received());
  }

  private void refused(int status, String reason, ByteBuf body) throws IOException {
    Http2FrameStream stream = engine.begin(EngineSide.headers(EngineSide.PATH), false);
    engine.data(stream, body, true);
    refused(status, reason, stream);
    assertNull(engine.replies.of(stream).reset(), "a reset after all of the request came");
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf bytes = Unpooled.buffer();
    for (int value : values) {
      bytes.writeByte(value);
    }
    return bytes;
  }

  @Test
  void noMessage() throws IOException {
    refused(UNIMPLEMENTED, "a call takes one message", bytes());
    refused(UNIMPLEMENTED, "a call takes one message", engine.begin(EngineSide.headers(EngineSide.PATH), true));
  }

  @Test
  void noWholePrefix() throws IOException {
    refused(INTERNAL, "the message is cut off", bytes(0));
    refused(INTERNAL, "the message is cut off", bytes(0, 0, 0, 0));
  }

  @Test
  void noWholeMessage() throws IOException {
    refused(INTERNAL, "the message is cut off", bytes(0, 0, 0, 0, 1));
    refused(INTERNAL, "the message is cut off", bytes(0, 0, 0, 0, 2, 1));
  }

  @Test
  void twoMessages() throws IOException {
    refused(UNIMPLEMENTED, "a call takes one message", bytes(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1));
    refused(UNIMPLEMENTED, "a call takes one message", bytes(0, 0, 0, 0, 1, 1, 2));
  }

  @Test
  void compressed() throws IOException {
    refused(UNIMPLEMENTED, "messages must not be compressed", bytes(1, 0, 0, 0, 1, 1));
    refused(UNIMPLEMENTED, "messages must not be compressed", bytes(7, 0, 0, 0, 1, 1));
  }

  @Test
  void tooLong() throws IOException {
    String reason = "a message has at most 65536 bytes here";
    refused(RESOURCE_EXHAUSTED, reason, bytes(0, 0, 1, 0, 1));
    // Not a negative length.
    refused(RESOURCE_EXHAUSTED, reason, bytes(0, 255, 255, 255, 255));
  }

  /** The answer comes before the end of the request, and the engine need not send the rest. */
  @Test
  void tooLongAndUnfinished() throws IOException {
    Http2FrameStream stream = engine.begin(EngineSide.headers(EngineSide.PATH), false);
    engine.data(stream, bytes(0, 1, 0, 0, 0), false);
    refused(RESOURCE_EXHAUSTED, "a message has at most 65536 bytes here", stream);
    while (engine.replies.of(stream).reset() == null) {
      engine.receive();
    }
    assertEquals(Http2Error.NO_ERROR.code(), engine.replies.of(stream).reset());
  }

  @Test
  void longestMessage() throws IOException {
    StringBuilder longest = new StringBuilder();
    while (longest.length() < 65536) {
      longest.append("16 characters...");
    }
    assertEquals(longest.toString(), engine.call(EngineSide.PATH, longest.toString()).text());
    asked.set(0);
  }

  @Test
  void otherMethods() throws IOException {
    String reason = "the method of a call must be POST";
    refused(INVALID_ARGUMENT, reason, engine.begin(EngineSide.headers(EngineSide.PATH).method("GET"), true));
  }

  @Test
  void otherContentTypes() throws IOException {
    String reason = "the content type of a call must be application/grpc";
    for (String type : List.of("application/json", "application/grpc-web", "")) {
      Http2Headers headers = EngineSide.headers(EngineSide.PATH);
      headers.set("content-type", type);
      refused(INVALID_ARGUMENT, reason, engine.begin(headers, true));
    }
    Http2Headers none = EngineSide.headers(EngineSide.PATH);
    none.remove("content-type");
    refused(INVALID_ARGUMENT, reason, engine.begin(none, false));
  }

  @Test
  void moreOfTheContentType() throws IOException {
    for (String type : List.of("application/grpc+proto", "application/grpc;charset=utf-8")) {
      Http2Headers headers = EngineSide.headers(EngineSide.PATH);
      headers.set("content-type", type);
      Http2FrameStream stream = engine.begin(headers, false);
      engine.data(stream, EngineSide.framed("good"), true);
      assertEquals("good", engine.reply(stream).text());
    }
    asked.set(0);
  }

  @Test
  void noPath() throws IOException {
    String reason = "the path of a call must begin with a slash";
    refused(UNIMPLEMENTED, reason, engine.begin(EngineSide.headers("Health/Check"), true));
    Http2Headers none = EngineSide.headers(EngineSide.PATH);
    none.remove(":path");
    refused(UNIMPLEMENTED, reason, engine.begin(none, true));
  }

  @Test
  void headersThatAreTooLong() throws IOException {
    Http2Headers headers = EngineSide.headers(EngineSide.PATH).add("baggage", "x".repeat(17_000));
    Replies.Reply reply = engine.reply(engine.begin(headers, true));
    assertEquals("431", reply.header(":status"));
  }

  /** Unfinished requests hold memory, so there are not more than a hundred of them. */
  @Test
  void moreCallsThanAHundred() throws IOException {
    List<Http2FrameStream> unfinished = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      unfinished.add(engine.begin(EngineSide.headers(EngineSide.PATH), false));
    }
    Http2FrameStream another = engine.begin(EngineSide.headers(EngineSide.PATH), false);
    assertEquals(Http2Error.REFUSED_STREAM.code(), engine.reply(another).reset());
    for (Http2FrameStream stream : unfinished) {
      engine.data(stream, EngineSide.framed(""), true);
    }
    for (Http2FrameStream stream : unfinished) {
      assertEquals(0, engine.reply(stream).status());
    }
    assertEquals(100, asked.getAndSet(0));
  }

  /** The codec does not count for an engine that never confirms the settings. */
  @Test
  void moreCallsThanAHundredWithoutSettings() throws IOException {
    try (EngineSide careless = new EngineSide(calls, Http2Settings.defaultSettings(), false)) {
      for (int i = 0; i < 100; i++) {
        careless.begin(EngineSide.headers(EngineSide.PATH), false);
      }
      Http2FrameStream another = careless.begin(EngineSide.headers(EngineSide.PATH), false);
      assertEquals(Http2Error.REFUSED_STREAM.code(), careless.reply(another).reset());
    }
  }
}
