package io.longshore.buildkit;

import io.longshore.build.spi.SessionCallException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes calls of HTTP/2's frames, and frames of their answers. One thread at a time, as its channel. */
final class GrpcFrames extends ChannelInboundHandlerAdapter {
  /** Requests that are incomplete, and calls without an answer. */
  static final int MOST_CALLS = 100;

  private static final String CONTENT_TYPE = "content-type";
  private static final String GRPC = "application/grpc";
  private static final int INVALID_ARGUMENT = 3;

  /** Runs calls in other threads. */
  interface Runner {
    /** Has the call run. */
    void start(GrpcCall call);

    /** The call is cancelled; if it waits, it need not any more. */
    void forget(GrpcCall call);

    /** Asks the program; in the call's thread. */
    GrpcAnswer ask(String path, byte[] message);

    /** The call's thread has an answer. */
    void answer(GrpcCall call, GrpcAnswer answer);
  }

  private final Runner runner;
  private final Map<Http2FrameStream, GrpcCall> calls = new HashMap<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Throwable failure;

  GrpcFrames(Runner runner) {
    this.runner = runner;
  }

  /** Why the connection cannot be served any more. */
  @Nullable
  Throwable failure() {
    return failure;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "the handler is in no channel");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      if (frame instanceof Http2HeadersFrame headers) {
        receive(headers);
      } else if (frame instanceof Http2DataFrame data) {
        receive(data);
      } else if (frame instanceof Http2ResetFrame reset) {
        cancel(reset.stream());
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  private void receive(Http2HeadersFrame frame) {
    GrpcCall call = calls.get(frame.stream());
    // Another one ends the request; a call has none that mean something.
    if (call == null) {
      if (calls.size() == MOST_CALLS) {
        // The codec counts too, but only once the engine has confirmed the settings.
        reset(frame.stream(), Http2Error.REFUSED_STREAM);
        return;
      }
      call = new GrpcCall(frame.stream(), Objects.toString(frame.headers().path(), ""), runner);
      calls.put(frame.stream(), call);
      try {
        check(call, frame.headers());
      } catch (SessionCallException e) {
        refuse(call, e, frame.isEndStream());
        return;
      }
    }
    if (frame.isEndStream()) {
      end(call);
    }
  }

  private static void check(GrpcCall call, Http2Headers headers) throws SessionCallException {
    if (!"POST".contentEquals(Objects.requireNonNullElse(headers.method(), ""))) {
      throw new SessionCallException(INVALID_ARGUMENT, "the method of a call must be POST");
    }
    String type = Objects.toString(headers.get(CONTENT_TYPE), "");
    if (!type.equals(GRPC) && !type.startsWith(GRPC + "+") && !type.startsWith(GRPC + ";")) {
      throw new SessionCallException(INVALID_ARGUMENT, "the content type of a call must be " + GRPC);
    }
    if (!call.path().startsWith("/")) {
      throw new SessionCallException(SessionCallException.UNIMPLEMENTED, "the path of a call must begin with a slash");
    }
  }

  private void receive(Http2DataFrame frame) {
    write(new DefaultHttp2WindowUpdateFrame(frame.initialFlowControlledBytes()).stream(frame.stream()));
    GrpcCall call = calls.get(frame.stream());
    if (call == null) {
      return;
    }
    try {
      call.add(frame.content());
    } catch (SessionCallException e) {
      refuse(call, e, frame.isEndStream());
      return;
    }
    if (frame.isEndStream()) {
      end(call);
    }
  }

  private void end(GrpcCall call) {
    try {
      call.end();
    } catch (SessionCallException e) {
      refuse(call, e, true);
      return;
    }
    runner.start(call);
  }

  private void refuse(GrpcCall call, SessionCallException refusal, boolean complete) {
    answer(call, GrpcAnswer.of(refusal));
    if (!complete) {
      // HTTP/2's way to say that the rest of the request is not needed.
      reset(call.stream(), Http2Error.NO_ERROR);
    }
  }

  /** Writes an answer, unless the call was cancelled. */
  void answer(GrpcCall call, GrpcAnswer answer) {
    if (!calls.remove(call.stream(), call)) {
      return;
    }
    Http2Headers head = new DefaultHttp2Headers().status("200").set(CONTENT_TYPE, GRPC);
    Http2Headers trailers = answer.status() == GrpcAnswer.OK ? new DefaultHttp2Headers() : head;
    trailers.setInt("grpc-status", answer.status());
    if (answer.status() == GrpcAnswer.OK) {
      byte[] message = answer.message();
      ByteBuf framed = context().alloc().heapBuffer(1 + Integer.BYTES + message.length);
      framed.writeByte(0).writeInt(message.length).writeBytes(message);
      write(new DefaultHttp2HeadersFrame(head).stream(call.stream()));
      write(new DefaultHttp2DataFrame(framed).stream(call.stream()));
    } else {
      trailers.set("grpc-message", answer.encodedText());
    }
    write(new DefaultHttp2HeadersFrame(trailers, true).stream(call.stream()));
    context().flush();
  }

  private void write(Http2StreamFrame frame) {
    // What fails here is a stream that is closed already; the codec reports what breaks the connection.
    ChannelFuture unused = context().write(frame);
  }

  private void reset(Http2FrameStream stream, Http2Error error) {
    write(new DefaultHttp2ResetFrame(error).stream(stream));
    context().flush();
  }

  private void cancel(Http2FrameStream stream) {
    GrpcCall call = calls.remove(stream);
    if (call != null) {
      call.cancel();
      runner.forget(call);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof Http2FrameStreamException broken) {
      cancel(broken.stream());
      reset(broken.stream(), broken.error());
    } else {
      failure = cause;
    }
  }
}
