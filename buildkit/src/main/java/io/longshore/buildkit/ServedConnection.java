package io.longshore.buildkit;

import io.longshore.build.spi.SessionCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The codec of one connection, without event loops and sockets: the thread that reads puts in what comes, and whichever
 * thread causes output writes it.
 */
final class ServedConnection implements GrpcFrames.Runner, AutoCloseable {
  /** gRPC's own service. Engines give up a session whose health nobody confirms, so it never waits for other calls. */
  private static final String HEALTH = "/grpc.health.v1.Health/";

  private static final int CALL_THREADS = 7;
  private static final int HEALTH_THREADS = 1;
  private static final long IDLE_SECONDS = 5;
  /** Calls are interrupted at the end. One that does not care keeps its thread until it returns. */
  private static final long END_SECONDS = 2;

  private static final int LONGEST_HEADERS = 16 * 1024;
  private static final int OUTPUT_BUFFER = 16 * 1024;

  private final SessionCalls calls;
  private final OutputStream out;
  private final ThreadPoolExecutor callThreads = threads("longshore-build-call", CALL_THREADS);
  private final ThreadPoolExecutor healthThreads = threads("longshore-build-health", HEALTH_THREADS);

  /** For everything below, and for writing to {@link #out}. */
  private final ReentrantLock lock = new ReentrantLock();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final GrpcFrames frames = new GrpcFrames(this);
  private @Nullable Exception failure;

  private volatile boolean closed;

  ServedConnection(OutputStream out, SessionCalls calls, ByteBufAllocator buffers) {
    this.calls = calls;
    this.out = new BufferedOutputStream(out, OUTPUT_BUFFER);
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings().maxConcurrentStreams(GrpcFrames.MOST_CALLS)
                    .maxHeaderListSize(LONGEST_HEADERS))
            // The end of a session waits for no stream.
            .gracefulShutdownTimeoutMillis(0)
            .build(),
        frames);
  }

  private static ThreadPoolExecutor threads(String name, int most) {
    ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Takes what the engine sent, and sends what follows from it. */
  void receive(byte[] bytes, int count) throws IOException {
    lock.lock();
    try {
      if (failure != null) {
        throw new IOException("the session of the build could not be written to", failure);
      }
      channel.writeInbound(channel.alloc().heapBuffer(count).writeBytes(bytes, 0, count));
      send();
      if (!channel.isOpen() || frames.failure() != null) {
        throw new IOException("what the engine sent in the session of the build is not HTTP/2", frames.failure());
      }
    } finally {
      lock.unlock();
    }
  }

  private void send() throws IOException {
    channel.runPendingTasks();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      try {
        bytes.readBytes(out, bytes.readableBytes());
      } finally {
        bytes.release();
      }
    }
    out.flush();
  }

  @Override
  public void start(GrpcCall call) {
    threadsOf(call).execute(call);
  }

  @Override
  public void forget(GrpcCall call) {
    threadsOf(call).remove(call);
  }

  private ThreadPoolExecutor threadsOf(GrpcCall call) {
    return call.path().startsWith(HEALTH) ? healthThreads : callThreads;
  }

  @Override
  public GrpcAnswer ask(String path, byte[] message) {
    return GrpcAnswer.of(calls, path, message);
  }

  @Override
  public void answer(GrpcCall call, GrpcAnswer answer) {
    lock.lock();
    try {
      // Checked before anything blocks: this thread's interruption by close() may have been taken for the call's.
      if (!closed && failure == null) {
        frames.answer(call, answer);
        send();
      }
    } catch (IOException | RuntimeException e) {
      // For the thread that reads. It cannot be woken here, but a connection that takes nothing soon gives nothing.
      failure = e;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the calls and releases all buffers. The streams stay open. */
  @Override
  public void close() {
    closed = true;
    callThreads.shutdownNow();
    healthThreads.shutdownNow();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
      callThreads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      healthThreads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Held only by a thread that writes to a stream which ignores interrupts; what it leaves is on the heap.
    if (lock.tryLock()) {
      try {
        channel.finishAndReleaseAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
