package io.longshore.buildkit;

import io.longshore.build.spi.SessionCallException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2FrameStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A call: first its request as it comes in, then the task that answers it. */
final class GrpcCall implements Runnable {
  /** BuildKit's requests have a few hundred bytes. */
  private static final int LONGEST_MESSAGE = 64 * 1024;

  /** A byte that says whether the message is compressed, and four with its length. */
  private static final int PREFIX = 5;

  private static final int RESOURCE_EXHAUSTED = 8;

  private final Http2FrameStream stream;
  private final String path;
  private final GrpcFrames.Runner runner;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private boolean cancelled;
  /** While it may be interrupted, which is not while it writes: that would break the connection of all calls. */
  private @Nullable Thread thread;

  GrpcCall(Http2FrameStream stream, String path, GrpcFrames.Runner runner) {
    this.stream = stream;
    this.path = path;
    this.runner = runner;
  }

  Http2FrameStream stream() {
    return stream;
  }

  String path() {
    return path;
  }

  /** Adds a part of the request. Throws as soon as it cannot become a good one, so that no memory is spent on it. */
  void add(ByteBuf part) throws SessionCallException {
    received.writeBytes(ByteBufUtil.getBytes(part));
    if (received.size() < PREFIX) {
      return;
    }
    byte[] bytes = received.toByteArray();
    if (bytes[0] != 0) {
      throw new SessionCallException(SessionCallException.UNIMPLEMENTED, "messages must not be compressed");
    }
    long length = length(bytes);
    if (length > LONGEST_MESSAGE) {
      throw new SessionCallException(RESOURCE_EXHAUSTED, "a message has at most " + LONGEST_MESSAGE + " bytes here");
    }
    if (bytes.length > PREFIX + length) {
      throw new SessionCallException(SessionCallException.UNIMPLEMENTED, "a call takes one message");
    }
  }

  /** Checks that the request is complete. */
  void end() throws SessionCallException {
    byte[] bytes = received.toByteArray();
    if (bytes.length == 0) {
      throw new SessionCallException(SessionCallException.UNIMPLEMENTED, "a call takes one message");
    }
    if (bytes.length < PREFIX || bytes.length < PREFIX + length(bytes)) {
      throw new SessionCallException(SessionCallException.INTERNAL, "the message is cut off");
    }
  }

  private static long length(byte[] bytes) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1));
  }

  @Override
  public void run() {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      thread = Thread.currentThread();
    }
    GrpcAnswer answer;
    try {
      byte[] bytes = received.toByteArray();
      answer = runner.ask(path, Arrays.copyOfRange(bytes, PREFIX, bytes.length));
    } finally {
      synchronized (this) {
        thread = null;
        // Meant for the call, or the connection is at its end.
        Thread.interrupted();
      }
    }
    runner.answer(this, answer);
  }

  /** Interrupts the call, or keeps it from being started. */
  synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
