package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.session.Session;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Sessions and files of an engine that dies or stands still in the middle: a typed failure in time, never a good end.
 */
class BrokenSessionsTest extends BreakingTest {
  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Duration IN_TIME = Duration.ofSeconds(30);

  BrokenSessionsTest() {
    super(Timeouts.defaults().withIdle(IDLE).withAnswer(IDLE));
  }

  private Container run(String... command) {
    // Starting a container may take longer than a frozen engine is waited for.
    Container made = docker.with(Timeouts.defaults()).containers()
        .run(o -> o.image(Programs.IMAGE).command(command).openStdin());
    return docker.containers().get(made.id());
  }

  /** Each kind of session, with its program running and its first word read. */
  private interface Opening {
    Session open(BrokenSessionsTest test);
  }

  private static Session exec(BrokenSessionsTest test) {
    return test.run(Programs.forever()).openExec(e -> e.command("cat").stdin());
  }

  private static Session execOnTerminal(BrokenSessionsTest test) {
    return test.run(Programs.forever()).openExec(e -> e.command("cat").tty().stdin());
  }

  private static Session attached(BrokenSessionsTest test) {
    return test.run("cat").attach(a -> a.stdin());
  }

  private void eachSession(Opening opening, Consumer<Session> broken) throws IOException {
    try (Session session = opening.open(this)) {
      session.stdin().write("first\n".getBytes(UTF_8));
      assertEquals("first", new String(session.stdout().readNBytes(5), UTF_8));
      broken.accept(session);
    }
  }

  private void isTruncatedByKilling(Opening opening) throws IOException {
    eachSession(
        opening,
        session -> {
          try (var reading = Background.start(() -> session.stdout().readAllBytes());
              var waiting = Background.start(() -> session.waitFor())) {
            reading.awaitParked();
            engine.kill();
            IOException failure = assertInstanceOf(IOException.class, reading.failure(IN_TIME));
            assertInstanceOf(StreamException.class, failure.getCause());
            assertEquals(StreamEnd.TRUNCATED, session.end().orElseThrow());
            assertTrue(waiting.failure(IN_TIME) instanceof DockerException, "an exit code came out of nothing");
          }
        });
  }

  @Test
  void anEngineThatIsKilledTruncatesAnExec() throws IOException {
    isTruncatedByKilling(BrokenSessionsTest::exec);
  }

  @Test
  void anEngineThatIsKilledTruncatesAnExecOnATerminal() throws IOException {
    isTruncatedByKilling(BrokenSessionsTest::execOnTerminal);
  }

  @Test
  void anEngineThatIsKilledTruncatesAnAttachedContainer() throws IOException {
    isTruncatedByKilling(BrokenSessionsTest::attached);
  }

  @Test
  void anEngineThatIsKilledFreesAWriter() throws IOException {
    Container container = run(Programs.forever());
    try (Session deaf = container.openExec(e -> e.command(Programs.forever()).stdin());
        var writing = Background.start(writingForEver(deaf))) {
      writing.awaitBlocked();
      engine.kill();
      assertInstanceOf(IOException.class, writing.failure(IN_TIME));
    }
  }

  private static Callable<Void> writingForEver(Session session) {
    return () -> {
      while (true) {
        session.stdin().write(new byte[1024 * 1024]);
      }
    };
  }

  @Test
  void theIdleLimitFindsAFrozenEngineInASession() {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin().idleLimit(Duration.ofMillis(500)));
        var reading = Background.start(() -> cat.stdout().read())) {
      engine.freeze();
      try {
        assertInstanceOf(DeadlineException.class, reading.failure(IN_TIME).getCause());
        assertEquals(StreamEnd.TRUNCATED, cat.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
  }

  @Test
  void aSessionWithAFrozenEngineIsQuietAndCanBeClosed() {
    Session cat = exec(this);
    try (var reading = Background.start(() -> cat.stdout().read());
        var writing = Background.start(writingForEver(cat))) {
      engine.freeze();
      try {
        writing.awaitBlocked();
        reading.awaitParked();
        cat.close();
        assertInstanceOf(CancelledException.class, reading.failure(IN_TIME).getCause());
        assertInstanceOf(IOException.class, writing.failure(IN_TIME));
        assertEquals(StreamEnd.CANCELLED, cat.end().orElseThrow());
      } finally {
        engine.thaw();
      }
    }
  }

  /** A source without an end that tells when it is being read. */
  private static final class Endless extends InputStream {
    private final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public int read() {
      begun.countDown();
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      begun.countDown();
      return length;
    }

    void awaitBegun() {
      try {
        begun.await();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Test
  void anEngineThatIsKilledBreaksAnUpload() {
    Container container = run(Programs.forever());
    Endless source = new Endless();
    try (var writing = Background.run(() -> container.files().write("/tmp/big", source, 1L << 40))) {
      source.awaitBegun();
      engine.kill();
      assertInstanceOf(ConnectionException.class, writing.failure(IN_TIME));
    }
  }

  @Test
  void anEngineThatStandsStillMissesTheDeadlineOfAnUpload() {
    Container container = run(Programs.forever());
    Endless source = new Endless();
    try (var writing = Background.run(() -> container.files().write("/tmp/big", source, 1L << 40))) {
      source.awaitBegun();
      engine.freeze();
      try {
        assertInstanceOf(DeadlineException.class, writing.failure(IN_TIME));
      } finally {
        engine.thaw();
      }
    }
  }

  private InputStream openBig() {
    Container container = run(Programs.forever());
    // More than the buffers on the way hold.
    container.files().write("/tmp/big", new byte[32 * 1024 * 1024]);
    return container.files().open("/tmp/big").inputStream();
  }

  @Test
  void anEngineThatIsKilledTruncatesADownload() throws IOException {
    try (InputStream big = openBig()) {
      assertEquals(1, big.readNBytes(1).length);
      engine.kill();
      try (var reading = Background.start(() -> big.readAllBytes())) {
        assertInstanceOf(StreamException.class,
            assertInstanceOf(IOException.class, reading.failure(IN_TIME)).getCause());
      }
    }
  }

  @Test
  void anEngineThatStandsStillMissesTheDeadlineOfADownload() throws IOException {
    try (InputStream big = openBig()) {
      assertEquals(1, big.readNBytes(1).length);
      engine.freeze();
      try (var reading = Background.start(() -> big.readAllBytes())) {
        assertInstanceOf(DeadlineException.class,
            assertInstanceOf(IOException.class, reading.failure(IN_TIME)).getCause());
      } finally {
        engine.thaw();
      }
    }
  }

  @Test
  void anEngineThatIsKilledBreaksAnExport() {
    Container container = run(Programs.forever());
    container.files().write("/tmp/big", new byte[32 * 1024 * 1024]);
    try (var export = container.export()) {
      InputStream in = export.inputStream();
      engine.kill();
      try (var reading = Background.start(() -> in.readAllBytes())) {
        assertInstanceOf(StreamException.class,
            assertInstanceOf(IOException.class, reading.failure(IN_TIME)).getCause());
      }
      assertEquals(StreamEnd.TRUNCATED, export.end().orElseThrow());
    }
  }

  @Test
  void aProgramThatIsRunAttachedByAnEngineThatIsKilledHasNoExitCode() {
    try (Session stays = docker.with(Timeouts.defaults()).containers().runAttached(
        o -> o.image(Programs.IMAGE).command(Programs.sayAndStay("first")));
        var collecting = Background.start(() -> stays.collect(IN_TIME))) {
      collecting.awaitParked();
      engine.kill();
      StreamException broken = assertInstanceOf(StreamException.class, collecting.failure(IN_TIME));
      assertEquals(StreamEnd.TRUNCATED, broken.end());
    }
  }
}
