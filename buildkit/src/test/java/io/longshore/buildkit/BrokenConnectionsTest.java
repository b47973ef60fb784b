package io.longshore.buildkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.build.spi.SessionCalls;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a connection ends, the server returns, and leaves no thread and no buffer. */
@Timeout(120)
class BrokenConnectionsTest {
  private static final SessionCalls ECHO = (path, message) -> message;

  /** Which calls run, and which were interrupted. */
  private static final class Waiting implements SessionCalls {
    private final LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> interrupted = new LinkedBlockingQueue<>();

    @Override
    public byte[] call(String path, byte[] message) {
      started.add(path);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.add(path);
      }
      return message;
    }
  }

  @Test
  void theEndOfTheInputInterruptsCalls() throws Exception {
    Waiting calls = new Waiting();
    try (EngineSide engine = new EngineSide(calls)) {
      engine.begin(EngineSide.PATH, "id");
      assertEquals(EngineSide.PATH, calls.started.take());
      engine.endInput();
      engine.awaitEnd();
      assertEquals(List.of(EngineSide.PATH), List.copyOf(calls.interrupted));
      noThreads();
    }
  }

  @Test
  void closingByAnotherThread() throws Exception {
    Waiting calls = new Waiting();
    try (EngineSide engine = new EngineSide(calls)) {
      engine.begin(EngineSide.PATH, "id");
      calls.started.take();
      engine.closeBoth();
      assertThrows(IOException.class, engine::awaitEnd);
      assertEquals(List.of(EngineSide.PATH), List.copyOf(calls.interrupted));
      noThreads();
    }
  }

  /** The engine reads nothing, so that both a call and the thread that reads stand in a write. */
  @Test
  void closingWhileAnAnswerCannotBeWritten() throws Exception {
    byte[] large = new byte[500_000];
    try (EngineSide engine = new EngineSide((path, message) -> large,
        Http2Settings.defaultSettings().initialWindowSize(1_000_000))) {
      engine.ping();
      for (int i = 0; i < 3; i++) {
        engine.begin(EngineSide.PATH, "id");
      }
      engine.closeBoth();
      assertThrows(IOException.class, engine::awaitEnd);
      noThreads();
    }
  }

  @Test
  void garbageInsteadOfThePreface() throws Exception {
    for (String garbage : List.of("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "\0".repeat(100),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\rX")) {
      UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
      InputStream in = new ByteArrayInputStream(garbage.getBytes(StandardCharsets.ISO_8859_1));
      IOException thrown = assertThrows(IOException.class,
          () -> new NettySessionServer(buffers).serve(in, OutputStream.nullOutputStream(), ECHO));
      assertEquals("what the engine sent in the session of the build is not HTTP/2", thrown.getMessage());
      assertNotNull(thrown.getCause());
      assertEquals(0, buffers.metric().usedHeapMemory());
    }
    noThreads();
  }

  @Test
  void garbageLater() throws Exception {
    try (EngineSide engine = new EngineSide(ECHO)) {
      Http2FrameStream stream = engine.begin(EngineSide.PATH, "id");
      engine.reply(stream);
      // A DATA frame for stream 0, which no connection survives.
      engine.raw(new byte[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 1});
      while (engine.replies.goAway() == null) {
        engine.receive();
      }
      assertEquals(1, engine.replies.goAway(), "the code of a protocol error");
      assertThrows(IOException.class, engine::awaitEnd);
    }
    noThreads();
  }

  @Test
  void anInputThatFails() {
    InputStream in = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("reset by peer");
      }
    };
    IOException thrown = assertThrows(IOException.class,
        () -> new NettySessionServer().serve(in, OutputStream.nullOutputStream(), ECHO));
    assertEquals("reset by peer", thrown.getMessage());
  }

  @Test
  void anOutputThatFails() throws Exception {
    byte[] conversation = conversation();
    OutputStream out = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("broken pipe");
      }
    };
    assertThrows(IOException.class, () -> serve(conversation, conversation.length, out));
    noThreads();
  }

  /** A call's thread cannot wake the one that reads, which finds out with the next input. */
  @Test
  void anOutputThatFailsForAnAnswer() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    OutputStream out = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        if (Thread.currentThread().getName().startsWith("longshore-build-")) {
          failed.countDown();
          throw new IOException("broken pipe");
        }
      }
    };
    InputStream late = new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          failed.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return 0;
      }
    };
    InputStream in = new SequenceInputStream(new ByteArrayInputStream(conversation()), late);
    IOException thrown = assertThrows(IOException.class, () -> new NettySessionServer().serve(in, out, ECHO));
    assertEquals("the session of the build could not be written to", thrown.getMessage());
    assertEquals("broken pipe", thrown.getCause().getMessage());
    noThreads();
  }

  @Test
  void inputThatIsCutAnywhere() throws Exception {
    byte[] conversation = conversation();
    for (int length = 0; length <= conversation.length; length++) {
      serve(conversation, length, OutputStream.nullOutputStream());
    }
    noThreads();
  }

  @Test
  void inputThatIsWrongAnywhere() throws Exception {
    byte[] conversation = conversation();
    int refused = 0;
    for (int i = 0; i < conversation.length; i++) {
      for (int wrong : new int[] {0xff, 0x01, 0x80}) {
        byte[] bytes = conversation.clone();
        bytes[i] ^= (byte) wrong;
        try {
          serve(bytes, bytes.length, OutputStream.nullOutputStream());
        } catch (IOException e) {
          refused++;
        }
      }
    }
    assertTrue(refused >= 3 * 24, "each byte of the preface matters");
    noThreads();
  }

  /** What an engine sends for three calls, a ping and a reset. */
  private static byte[] conversation() throws IOException {
    try (EngineSide engine = new EngineSide(ECHO)) {
      engine.call(EngineSide.HEALTH, "");
      engine.call(EngineSide.PATH, "a secret's id");
      engine.ping();
      engine.reset(engine.begin(EngineSide.headers(EngineSide.PATH), false));
      engine.call(EngineSide.PATH, "another");
      return engine.sent();
    }
  }

  private static void serve(byte[] bytes, int length, OutputStream out) throws IOException {
    UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    try {
      new NettySessionServer(buffers).serve(new ByteArrayInputStream(bytes, 0, length), out, ECHO);
    } finally {
      assertEquals(0, buffers.metric().usedHeapMemory(), () -> "after " + length + " bytes");
    }
  }

  /** A pool counts as ended when its last thread is about to end. */
  private static void noThreads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("longshore-build-")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread::getName);
      }
    }
  }
}
