package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whatever blocks can be ended from outside. */
class CancelTest extends ContractTest {
  @Test
  void anInterruptEndsABlockedCall() {
    Container container = run(Programs.forever());
    try (var waiting = Background.start(() -> container.waitFor())) {
      waiting.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, waiting.failure()));
      assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
    }
    assertEquals(ContainerStatus.RUNNING, status(container));
  }

  @Test
  void anInterruptEndsABlockedExec() {
    Container container = run(Programs.forever());
    try (var running = Background.start(() -> container.exec(Programs.sayAndStay("word")))) {
      running.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, running.failure()));
      assertTrue(running.interruptedAtEnd(), "the interrupt was swallowed");
    }
  }

  @Test
  void anInterruptEndsAFollowedLog() throws InterruptedException {
    Container container = run(Programs.sayAndStay("first"));
    CountDownLatch begun = new CountDownLatch(1);
    try (LogStream log = container.logs(options -> options.follow());
        var reading = Background.run(() -> read(log, begun))) {
      begun.await();
      reading.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, reading.failure()));
      assertTrue(reading.interruptedAtEnd(), "the interrupt was swallowed");
      assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
    }
  }

  @Test
  void closingTheClientEndsABlockedCall() {
    Container made = run(Programs.forever());
    DockerClient other = engine.open();
    Container container = other.containers().get(made.id());
    try (other;
        var waiting = Background.start(() -> container.waitFor())) {
      waiting.awaitBlocked();
      other.close();
      seen(assertInstanceOf(CancelledException.class, waiting.failure()));
    }
    assertEquals(ContainerStatus.RUNNING, status(made));
  }

  @Test
  void closingTheClientEndsAFollowedLog() throws InterruptedException {
    Container made = run(Programs.sayAndStay("first"));
    CountDownLatch begun = new CountDownLatch(1);
    DockerClient other = engine.open();
    try (other;
        LogStream log = other.containers().get(made.id()).logs(options -> options.follow());
        var reading = Background.run(() -> read(log, begun))) {
      begun.await();
      reading.awaitBlocked();
      other.close();
      seen(assertInstanceOf(CancelledException.class, reading.failure()));
      assertEquals(StreamEnd.CANCELLED, log.end().orElseThrow());
    }
  }

  @Test
  void aClosedClientSaysThatItIsClosed() {
    DockerClient other = engine.open();
    other.system().ping();
    other.close();
    other.close();
    CancelledException closed = fails(CancelledException.class, () -> other.system().ping());
    assertTrue(closed.getMessage().contains("the client is closed"), closed::getMessage);
  }

  private static void read(LogStream log, CountDownLatch begun) {
    for (LogFrame frame : log) {
      assertTrue(frame.bytes().length > 0);
      begun.countDown();
    }
  }
}
