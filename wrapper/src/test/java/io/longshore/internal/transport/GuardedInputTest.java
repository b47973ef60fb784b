package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing by several threads, as a stream's reader and its owner do. OkHttp's bodies cannot stand that. */
class GuardedInputTest extends TransportTestBase {

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final GuardedInput input = new GuardedInput(
      new InputStream() {
        @Override
        public int read() {
          return reads.incrementAndGet();
        }

        @Override
        public void close() throws IOException {
          closed.incrementAndGet();
          closing.countDown();
          try {
            goOn.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
      },
      () -> {});

  @Test
  void whoClosesSecondWaitsForTheFirst() throws Exception {
    FutureTask<Boolean> first = start(this::close);
    closing.await(30, TimeUnit.SECONDS);
    FutureTask<Boolean> second = start(this::close);
    awaitBlockedIn(lastThread(), "park");
    goOn.countDown();
    first.get(30, TimeUnit.SECONDS);
    second.get(30, TimeUnit.SECONDS);
    assertEquals(1, closed.get());
  }

  @Test
  void whatIsClosedIsNotReadAnyMore() throws Exception {
    goOn.countDown();
    assertEquals(1, input.read());
    close();
    assertThrows(IOException.class, input::read);
    assertThrows(IOException.class, () -> input.read(new byte[1]));
    assertThrows(IOException.class, input::available);
    assertEquals(1, reads.get());
  }

  private boolean close() throws IOException {
    input.close();
    return true;
  }
}
