package io.longshore.internal.session;

import static io.longshore.stream.StdStream.STDERR;
import static io.longshore.stream.StdStream.STDOUT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session keeps of its program's output. */
@Timeout(60)
class SessionOutputTest {
  private static final int KIB = 1024;

  private final SessionOutput output = new SessionOutput("a test", 64 * KIB, 1024 * KIB);
  private long filesBefore;

  @BeforeEach
  void countFiles() throws IOException {
    filesBefore = temporaryFiles();
  }

  @AfterEach
  void leaveNoFile() throws IOException {
    output.close();
    assertEquals(filesBefore, temporaryFiles(), "temporary files are left");
  }

  /** Where files have no name any more once they are open, this process still shows them. */
  private static long temporaryFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(SessionOutputTest::isTemporary).count();
    }
  }

  private static boolean isTemporary(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().matches(".*/longshore\\d+\\.output.*");
    } catch (IOException e) {
      return false; // Closed since it was listed.
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String read(StdStream only) {
    LogFrame frame = output.take(only, null);
    return frame == null ? "end" : frame.stream() + " " + new String(frame.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void bothOutputsComeInTheirOrder() throws InterruptedException {
    output.add(STDOUT, text("a"));
    output.add(STDERR, text("b"));
    output.add(STDOUT, text("c"));
    output.end(null);
    assertEquals("STDOUT a", read(null));
    assertEquals("STDERR b", read(null));
    assertEquals("STDOUT c", read(null));
    assertEquals("end", read(null));
    assertThrows(IllegalStateException.class, () -> read(STDOUT), "in both ways");
  }

  @Test
  void eachOutputComesByItself() throws InterruptedException {
    output.add(STDOUT, text("a"));
    output.add(STDERR, text("b"));
    output.add(STDOUT, text("c"));
    output.end(null);
    assertEquals("STDERR b", read(STDERR));
    assertEquals("end", read(STDERR));
    assertEquals("STDOUT a", read(STDOUT));
    assertEquals("STDOUT c", read(STDOUT));
    assertEquals("end", read(STDOUT));
    assertThrows(IllegalStateException.class, () -> read(null), "in both ways");
  }

  @Test
  void whatNobodyReadsIsKeptInAFileAndComesBackWhole() throws InterruptedException, IOException {
    byte[] all = new byte[900 * KIB];
    new Random(5).nextBytes(all);
    for (int at = 0; at < all.length; at += 10 * KIB) {
      output.add(STDOUT, Arrays.copyOfRange(all, at, at + 10 * KIB));
      output.add(STDERR, text(at + "\n"));
    }
    assertEquals(filesBefore + 1, temporaryFiles(), "it fits into memory");
    output.end(null);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    List<String> errors = new ArrayList<>();
    for (LogFrame frame = output.take(null, null); frame != null; frame = output.take(null, null)) {
      if (frame.stream() == STDOUT) {
        read.writeBytes(frame.bytes());
      } else {
        errors.add(new String(frame.bytes(), StandardCharsets.UTF_8));
        assertEquals((errors.size() - 1) * 10 * KIB + "\n", errors.get(errors.size() - 1));
        assertEquals(errors.size() * 10 * KIB, read.size(), "out of order");
      }
    }
    assertArrayEquals(all, read.toByteArray());
    assertEquals(filesBefore, temporaryFiles(), "the file stays after it was read");
  }

  @Test
  void onceItIsReadASlowReaderHoldsTheWriterBack() throws Exception {
    output.add(STDOUT, new byte[10]);
    assertNotNull(output.take(STDOUT, null));
    FutureTask<Void> writer = start(
        () -> {
          for (int i = 0; i < 1000; i++) {
            output.add(STDOUT, new byte[KIB]);
          }
          output.end(null);
          return null;
        });
    awaitWaiting();
    assertEquals(filesBefore, temporaryFiles(), "it went to a file");
    assertFalse(writer.isDone());
    int read = 0;
    for (LogFrame frame = output.take(STDOUT, null); frame != null; frame = output.take(STDOUT, null)) {
      read += frame.bytes().length;
    }
    assertEquals(1000 * KIB, read);
    writer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void anOutputThatNobodyReadsDoesNotHoldTheOtherBack() throws Exception {
    FutureTask<Void> writer = start(
        () -> {
          for (int i = 0; i < 500; i++) {
            output.add(STDERR, new byte[KIB]);
            output.add(STDOUT, new byte[] {(byte) i});
          }
          output.end(null);
          return null;
        });
    int read = 0;
    while (output.take(STDOUT, null) != null) {
      read++;
    }
    assertEquals(500, read);
    writer.get(30, TimeUnit.SECONDS);
    assertNotNull(output.take(STDERR, null));
  }

  @Test
  void aReaderThatDoesSomethingElseLetsThoseGoFirstWhoWait() throws Exception {
    output.add(STDOUT, new byte[10]);
    assertNotNull(output.take(STDOUT, null));
    output.enter();
    for (int i = 0; i < 1000; i++) {
      output.add(STDOUT, new byte[KIB]);
    }
    output.leave();
    output.end(null);
    int read = 0;
    for (LogFrame frame = output.take(STDOUT, null); frame != null; frame = output.take(STDOUT, null)) {
      read += frame.bytes().length;
    }
    assertEquals(1000 * KIB, read, "what somebody has begun to read is never lost");
  }

  @Test
  void whatWasGivenUpIsKeptNowhere() throws Exception {
    output.add(STDOUT, new byte[200 * KIB]);
    output.discard(STDOUT);
    for (int i = 0; i < 5000; i++) {
      output.add(STDOUT, new byte[KIB]);
    }
    output.add(STDERR, text("kept"));
    output.end(null);
    assertEquals("STDERR kept", read(null));
    assertFalse(output.hasLost());
  }

  @Test
  void anInterruptLosesNothing() throws Exception {
    for (int i = 0; i < 500; i++) {
      output.add(STDOUT, new byte[KIB]);
    }
    output.end(null);
    Thread.currentThread().interrupt();
    assertTrue(output.ready(STDOUT) > 0);
    assertThrows(CancelledException.class, () -> output.take(STDOUT, null));
    assertTrue(Thread.interrupted());
    int read = 0;
    for (LogFrame frame = output.take(STDOUT, null); frame != null; frame = output.take(STDOUT, null)) {
      read += frame.bytes().length;
      Thread.currentThread().interrupt();
      output.ready(STDOUT);
      Thread.interrupted();
    }
    assertEquals(500 * KIB, read);
  }

  @Test
  void whatIsTooMuchIsLostAndToldAtTheEnd() throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      output.add(STDERR, new byte[KIB]);
    }
    output.add(STDOUT, text("good"));
    output.end(null);
    assertEquals("STDOUT good", read(STDOUT));
    assertEquals("end", read(STDOUT));
    int kept = 0;
    try {
      while (true) {
        kept += Objects.requireNonNull(output.take(STDERR, null)).bytes().length;
      }
    } catch (StreamException lost) {
      assertEquals(StreamEnd.FAILED, lost.end());
      assertTrue(lost.getMessage().contains("read it while the program runs"), lost::getMessage);
    }
    assertTrue(kept > 1000 * KIB, "kept " + kept);
  }

  @Test
  void aFailureComesAfterWhatIsThere() throws InterruptedException {
    StreamException broken = new StreamException("broken", StreamEnd.TRUNCATED, null);
    output.add(STDOUT, text("a"));
    output.end(broken);
    assertEquals("STDOUT a", read(STDOUT));
    assertSame(broken, assertThrows(StreamException.class, () -> output.take(STDOUT, null)));
    assertSame(broken, assertThrows(StreamException.class, () -> output.take(STDERR, null)));
  }

  @Test
  void readingHasADeadlineAndEndsWithClosing() throws Exception {
    assertThrows(DeadlineException.class, () -> output.take(STDOUT, System.nanoTime() + 1_000_000));
    FutureTask<LogFrame> reader = start(() -> output.take(STDERR, null));
    awaitWaiting();
    output.close();
    Exception failure = assertThrows(Exception.class, () -> reader.get(30, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof CancelledException, failure::toString);
    output.add(STDOUT, text("dropped"));
  }

  private Thread last = Thread.currentThread();

  private <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    last = new Thread(task, "session-output-test");
    last.setDaemon(true);
    last.start();
    return task;
  }

  private void awaitWaiting() throws InterruptedException {
    while (last.getState() != Thread.State.WAITING && last.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void nothingIsNull() {
    output.end(null);
    assertNull(output.take(null, null));
  }
}
