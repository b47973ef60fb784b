package io.longshore.buildkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What has come back, for each stream. */
final class Replies extends Http2ChannelDuplexHandler {
  /** All of one stream. */
  static final class Reply {
    private final Map<String, String> head = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Long reset;
    private boolean ended;

    boolean ended() {
      return ended || reset != null;
    }

    /** A header or trailer; null if there is none. */
    String header(String name) {
      return head.get(name);
    }

    /** gRPC's status, or -1 if there is none. */
    int status() {
      return Integer.parseInt(head.getOrDefault("grpc-status", "-1"));
    }

    /** The number of the reset, or null if there was none. */
    Long reset() {
      return reset;
    }

    int received() {
      return body.size();
    }

    /** The message without its prefix, which must be right. */
    byte[] message() {
      byte[] bytes = body.toByteArray();
      ByteBuffer framed = ByteBuffer.wrap(bytes);
      if (framed.get() != 0 || framed.getInt() != framed.remaining()) {
        throw new AssertionError("not one message");
      }
      byte[] message = new byte[framed.remaining()];
      framed.get(message);
      return message;
    }

    String text() {
      return new String(message(), StandardCharsets.UTF_8);
    }
  }

  private final Map<Http2FrameStream, Reply> replies = new HashMap<>();
  private ChannelHandlerContext context;
  private int pings;
  private int unread;
  private boolean holdsBack;
  private Long goAway;
  private long mostStreams = -1;

  @Override
  protected void handlerAdded0(ChannelHandlerContext ctx) {
    context = ctx;
  }

  Reply of(Http2FrameStream stream) {
    return replies.computeIfAbsent(stream, key -> new Reply());
  }

  int pings() {
    return pings;
  }

  /** The number of the goaway, or null if there was none. */
  Long goAway() {
    return goAway;
  }

  /** What the server's settings allow; -1 before they came. */
  long mostStreams() {
    return mostStreams;
  }

  /** Whether the server is not told that its data was read, so that its window does not open again. */
  void holdBack(boolean holds) {
    holdsBack = holds;
  }

  /** Opens the window by what was held back. */
  void letGo(Http2FrameStream stream) {
    context.writeAndFlush(new DefaultHttp2WindowUpdateFrame(unread).stream(stream));
    unread = 0;
    holdsBack = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      if (frame instanceof Http2HeadersFrame headers) {
        Reply reply = of(headers.stream());
        headers.headers().forEach(each -> reply.head.put(each.getKey().toString(), each.getValue().toString()));
        reply.ended |= headers.isEndStream();
      } else if (frame instanceof Http2DataFrame data) {
        Reply reply = of(data.stream());
        reply.body.writeBytes(ByteBufUtil.getBytes(data.content()));
        reply.ended |= data.isEndStream();
        unread += data.initialFlowControlledBytes();
        if (!holdsBack) {
          letGo(data.stream());
        }
      } else if (frame instanceof Http2ResetFrame reset) {
        of(reset.stream()).reset = reset.errorCode();
      } else if (frame instanceof Http2PingFrame ping && ping.ack()) {
        pings++;
      } else if (frame instanceof Http2GoAwayFrame away) {
        goAway = away.errorCode();
      } else if (frame instanceof Http2SettingsFrame settings) {
        mostStreams = settings.settings().maxConcurrentStreams();
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    // What the server does wrong shows in what comes; a reset stream of ours is no news.
    if (!(cause instanceof Http2FrameStreamException)) {
      super.exceptionCaught(ctx, cause);
    }
  }
}
