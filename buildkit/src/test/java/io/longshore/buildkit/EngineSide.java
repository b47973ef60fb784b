package io.longshore.buildkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.build.spi.SessionCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an engine does in a session: it calls, over HTTP/2 as a client. The server runs in a thread of its own; this
 * side runs in the test's thread, and reads only when it waits for something.
 */
final class EngineSide implements AutoCloseable {
  static final String PATH = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
  static final String HEALTH = "/grpc.health.v1.Health/Check";

  final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
  final Replies replies = new Replies();

  private final Pipe toServer = Pipe.open();
  private final Pipe toEngine = Pipe.open();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FutureTask<Void> serving;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private boolean ended;

  EngineSide(SessionCalls calls) throws IOException {
    this(calls, Http2Settings.defaultSettings(), true);
  }

  EngineSide(SessionCalls calls, Http2Settings settings) throws IOException {
    this(calls, settings, true);
  }

  EngineSide(SessionCalls calls, Http2Settings settings, boolean confirmsSettings) throws IOException {
    NettySessionServer server = new NettySessionServer(buffers);
    serving = new FutureTask<>(() -> {
      server.serve(Channels.newInputStream(toServer.source()), Channels.newOutputStream(toEngine.sink()), calls);
      return null;
    });
    new Thread(serving, "longshore-test-server").start();
    channel.pipeline().addLast(
        Http2FrameCodecBuilder.forClient().initialSettings(settings).autoAckSettingsFrame(confirmsSettings)
            .validateHeaders(false)
            .validateRequiredPseudoHeaders(false).encoderIgnoreMaxHeaderListSize(true).build(),
        replies);
    send();
  }

  static Http2Headers headers(String path) {
    return new DefaultHttp2Headers(false).method("POST").scheme("http").authority("localhost").path(path)
        .add("content-type", "application/grpc").add("te", "trailers");
  }

  static ByteBuf framed(byte[] message) {
    return Unpooled.buffer().writeByte(0).writeInt(message.length).writeBytes(message);
  }

  static ByteBuf framed(String message) {
    return framed(message.getBytes(StandardCharsets.UTF_8));
  }

  /** Begins a call without waiting for anything. */
  Http2FrameStream begin(String path, String message) throws IOException {
    Http2FrameStream stream = begin(headers(path), false);
    data(stream, framed(message), true);
    return stream;
  }

  Http2FrameStream begin(Http2Headers headers, boolean end) throws IOException {
    Http2FrameStream stream = replies.newStream();
    write(new DefaultHttp2HeadersFrame(headers, end).stream(stream));
    return stream;
  }

  void data(Http2FrameStream stream, ByteBuf bytes, boolean end) throws IOException {
    write(new DefaultHttp2DataFrame(bytes, end).stream(stream));
  }

  void reset(Http2FrameStream stream) throws IOException {
    write(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(stream));
  }

  void write(Http2StreamFrame frame) throws IOException {
    write((Http2Frame) frame);
  }

  /** Sends a ping and waits until it is answered, so what came before it is processed too. */
  void ping() throws IOException {
    int before = replies.pings();
    write(new DefaultHttp2PingFrame(1));
    while (replies.pings() == before) {
      receive();
    }
  }

  private void write(Http2Frame frame) throws IOException {
    channel.writeOutbound(frame);
    send();
  }

  /** Sends bytes as they are, beside the codec. */
  void raw(byte[] bytes) throws IOException {
    sent.writeBytes(bytes);
    for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
      toServer.sink().write(left);
    }
  }

  private void send() throws IOException {
    channel.runPendingTasks();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.readBytes(copy).release();
      raw(copy);
    }
  }

  /** All that the server got. */
  byte[] sent() {
    return sent.toByteArray();
  }

  /** Waits for some bytes of the server. */
  void receive() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(16 * 1024);
    if (toEngine.source().read(chunk) < 0) {
      throw new IOException("the server's side has ended");
    }
    channel.writeInbound(Unpooled.wrappedBuffer(chunk.flip()));
    send();
  }

  /** Waits for the end of a call. */
  Replies.Reply reply(Http2FrameStream stream) throws IOException {
    while (!replies.of(stream).ended()) {
      receive();
    }
    return replies.of(stream);
  }

  Replies.Reply call(String path, String message) throws IOException {
    return reply(begin(path, message));
  }

  /** The server reads that the input has ended. */
  void endInput() throws IOException {
    toServer.sink().close();
  }

  /** What another thread of the program does to end the session. */
  void closeBoth() throws IOException {
    toServer.source().close();
    toEngine.sink().close();
  }

  /** Waits until the server has returned, and throws what it threw. */
  void awaitEnd() throws IOException {
    ended = true;
    try {
      serving.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new AssertionError("the server threw what it must not", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the server did not return", e);
    } finally {
      assertEquals(0, buffers.metric().usedHeapMemory(), "bytes of buffers that nobody released");
      assertEquals(0, buffers.metric().usedDirectMemory());
      toServer.sink().close();
      toServer.source().close();
      toEngine.sink().close();
      toEngine.source().close();
      channel.finishAndReleaseAll();
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      endInput();
      awaitEnd();
    }
  }
}
