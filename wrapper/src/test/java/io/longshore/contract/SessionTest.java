package io.longshore.contract;

import static io.longshore.contract.Typing.random;
import static io.longshore.contract.Typing.readUntil;
import static io.longshore.contract.Typing.type;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.ConflictException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.session.ExecOptions;
import io.longshore.session.ExecResult;
import io.longshore.session.Redirect;
import io.longshore.session.Session;
import io.longshore.stream.LogLine;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talking with a program that was started in a container. */
class SessionTest extends EveryWayTest {
  private static final int MIB = 1024 * 1024;

  @TempDir
  Path folder;

  @Test
  void whatIsWrittenComesBackAndTheEndOfInputEndsTheProgram() throws IOException {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      cat.stdin().write("hello".getBytes(UTF_8));
      assertEquals("hello", new String(cat.stdout().readNBytes(5), UTF_8));
      assertTrue(cat.end().isEmpty());
      cat.closeStdin();
      assertEquals(-1, cat.stdout().read());
      assertEquals(-1, cat.stderr().read());
      assertEquals(0, cat.waitFor(Poll.SOON));
      assertEquals(StreamEnd.COMPLETED, cat.end().orElseThrow());
    }
  }

  @Test
  void execFeedsAProgramAndCollects() {
    Container container = run(Programs.forever());
    ExecResult result = container.exec(e -> e.command("cat").stdin("to be read"));
    assertEquals("to be read", result.stdout());
    assertEquals(0, result.exitCode());
    IllegalArgumentException wrong = fails(IllegalArgumentException.class,
        () -> container.exec(e -> e.command("cat").stdin()));
    assertTrue(wrong.getMessage().contains("openExec"), wrong::getMessage);
  }

  @Test
  void aFileIsSentAndAFileReceives() throws IOException {
    byte[] content = random(3 * MIB + 17);
    Path in = Files.write(folder.resolve("in"), content);
    Path out = folder.resolve("out");
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin(in).stdout(Redirect.to(out)))) {
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
    assertArrayEquals(content, Files.readAllBytes(out));
    try (Session more = container.openExec(e -> e.command("echo", "more").stdout(Redirect.appendTo(out)))) {
      assertEquals(0, more.waitFor(Poll.SOON));
    }
    assertEquals(content.length + 5, Files.size(out));
  }

  @Test
  void theOutputsAreApartOrTogether() throws IOException {
    Container container = run(Programs.forever());
    try (Session both = container.openExec(e -> e.command(Programs.toBothStreams()))) {
      // In either order: neither waits for the other to be read.
      assertEquals("to err\n", new String(both.stderr().readAllBytes(), UTF_8));
      assertEquals("to out\n", new String(both.stdout().readAllBytes(), UTF_8));
    }
    try (Session both = container.openExec(e -> e.command(Programs.toBothStreams()))) {
      List<LogLine> lines = both.output().lines().toList();
      assertTrue(lines.contains(new LogLine(StdStream.STDOUT, "to out", true, null)), lines::toString);
      assertTrue(lines.contains(new LogLine(StdStream.STDERR, "to err", true, null)), lines::toString);
      assertEquals(StreamEnd.COMPLETED, both.output().end().orElseThrow());
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ExecResult result = container.exec(e -> e.command(Programs.toBothStreams()).stderr(Redirect.to(errors)));
    assertEquals("to out\n", result.stdout());
    assertEquals("", result.stderr());
    assertEquals("to err\n", errors.toString(UTF_8));
    ExecResult merged = container.exec(e -> e.command(Programs.toBothStreams()).mergeStderr());
    assertEquals(14, merged.stdout().length());
    assertEquals("", merged.stderr());
  }

  @Test
  void oneThreadCanWriteEverythingBeforeItReads() throws IOException {
    byte[] content = random(8 * MIB);
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      cat.stdin().write(content);
      cat.closeStdin();
      assertArrayEquals(content, cat.stdout().readAllBytes());
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
  }

  @Test
  void aSessionWhoseOutputNobodyReadsEnds() {
    Container container = run(Programs.forever());
    try (Session seq = container.openExec(e -> e.command("seq", "1", "300000"))) {
      assertEquals(0, seq.waitFor(Poll.SOON));
    }
  }

  @Test
  void aProgramThatLeavesItsInputEndsTheSessionAtOnce() {
    Container container = run(Programs.forever());
    try (Session head = container.openExec(e -> e.command("head", "-c", "10").stdin())) {
      assertEquals("xxxxxxxxxx", new String(writeUntilRefused(head), UTF_8));
      assertEquals(0, head.waitFor(Poll.SOON));
      assertEquals(StreamEnd.COMPLETED, head.end().orElseThrow());
    }
    ExecResult fed = container.exec(e -> e.command("head", "-c", "10").stdin(new Endless()));
    assertEquals("xxxxxxxxxx", fed.stdout());
  }

  private static byte[] writeUntilRefused(Session head) {
    byte[] many = "x".repeat(MIB).getBytes(UTF_8);
    try {
      for (int i = 0; i < 100; i++) {
        head.stdin().write(many);
      }
      throw new AssertionError("100 MiB went into a program that reads 10 bytes");
    } catch (IOException refused) {
      try {
        return head.stdout().readAllBytes();
      } catch (IOException e) {
        throw new AssertionError("the output is not complete", e);
      }
    }
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }
  }

  @Test
  void inputThatCannotBeReadBreaksTheSession() {
    Container container = run(Programs.forever());
    InputStream broken = new InputStream() {
      private int left = 10;

      @Override
      public int read() throws IOException {
        if (left-- > 0) {
          return 'x';
        }
        throw new IOException("the disk is gone");
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        into[offset] = (byte) read();
        return 1;
      }
    };
    DockerException failure = fails(DockerException.class, () -> container.exec(e -> e.command("cat").stdin(broken)));
    assertTrue(failure.getMessage().contains("the disk is gone"), failure::getMessage);
  }

  @Test
  void aFileThatIsNotThereStartsNoProgram() {
    Container container = run(Programs.forever());
    Path missing = folder.resolve("missing/file");
    for (Consumer<ExecOptions> wrong : List.<Consumer<ExecOptions>>of(e -> e.stdin(missing),
        e -> e.stdout(Redirect.to(missing)))) {
      DockerException failure = fails(DockerException.class,
          () -> container.openExec(e -> wrong.accept(e.command("touch", "/tmp/started"))));
      assertTrue(failure.getMessage().contains(missing.toString()), failure::getMessage);
    }
    fails(NotFoundException.class, () -> container.files().stat("/tmp/started"));
  }

  @Test
  void aRedirectThatFailsEndsTheSession() {
    Container container = run(Programs.forever());
    OutputStream full = new OutputStream() {
      @Override
      public void write(int b) {
        throw new IllegalStateException("no more room");
      }
    };
    try (Session echo = container.openExec(e -> e.command("echo", "word").stdout(Redirect.to(full)))) {
      IOException failure = fails(IOException.class, () -> echo.stderr().read());
      assertTrue(failure.getMessage().contains("no more room"), failure::getMessage);
      assertEquals(StreamEnd.FAILED, echo.end().orElseThrow());
      // The program ended well, and its output is not where it belongs.
      fails(StreamException.class, () -> echo.waitFor(Poll.SOON));
    }
  }

  @Test
  void bothOutputsGoToOneFile() throws IOException {
    Container container = run(Programs.forever());
    Path out = folder.resolve("both");
    try (Session both = container
        .openExec(e -> e.command(Programs.toBothStreams()).stdout(Redirect.to(out)).stderr(Redirect.to(out)))) {
      assertEquals(0, both.waitFor(Poll.SOON));
    }
    assertEquals(14, Files.size(out));
    fails(
        IllegalArgumentException.class,
        () -> container.openExec(e -> e.command("true").mergeStderr().stderr(Redirect.discard())));
  }

  @Test
  void aReaderThatLeavesDoesNotHoldTheProgramBack() throws IOException {
    Container container = run(Programs.forever());
    for (boolean closes : new boolean[] {true, false}) {
      try (Session seq = container.openExec(e -> e.command("seq", "1", "200000"))) {
        assertEquals('1', seq.stdout().read());
        if (closes) {
          seq.stdout().close();
          fails(IOException.class, () -> seq.stdout().read());
        }
        assertEquals(0, seq.waitFor(Poll.SOON));
        assertEquals(StreamEnd.COMPLETED, seq.end().orElseThrow());
      }
    }
  }

  @Test
  void theExitCodeIsThereAfterEverythingWasReadAndClosed() {
    Container container = run(Programs.forever());
    for (int i = 0; i < 20; i++) {
      try (Session said = container.openExec(e -> e.command(Programs.shell("echo x; exit 3")))) {
        assertEquals("x\n", said.output().readAll().stdout());
        assertEquals(3, said.waitFor(Poll.SOON));
      }
    }
  }

  @Test
  void aTerminalThatIsFedReadsItsEndEvenInsideALine() {
    Container container = run(Programs.forever());
    ExecResult fed = container.exec(e -> e.command("cat").tty().stdin("abc".getBytes(UTF_8)));
    assertEquals(0, fed.exitCode());
    assertTrue(fed.stdout().contains("abc"), fed::stdout);
  }

  @Test
  void collectingEndsTheInputOfWhoeverWrote() throws IOException {
    Container container = run(Programs.forever());
    Session cat = container.openExec(e -> e.command("cat").stdin());
    cat.stdin().write("written".getBytes(UTF_8));
    assertEquals("written", cat.collect(Poll.SOON).stdout());
  }

  @Test
  void theOutputsAreReadApartOrTogetherAndNotBoth() throws IOException {
    Container container = run(Programs.forever());
    try (Session said = container.openExec(e -> e.command("echo", "hello"))) {
      assertEquals('h', said.stdout().read());
      fails(IllegalStateException.class, () -> said.output().readAll());
    }
  }

  @Test
  void exitCodesAreThoseOfTheProgram() {
    Container container = run(Programs.forever());
    try (Session seven = container.openExec(e -> e.command(Programs.exit(7)))) {
      assertEquals(7, seven.waitFor());
      assertEquals(7, seven.waitFor(Duration.ofMillis(1)), "asked again");
    }
    int missing = container.exec(e -> e.command("no-such-program").mergeStderr()).exitCode();
    assertTrue(missing == 126 || missing == 127, "exit code " + missing);
  }

  @Test
  void waitingHasADeadlineAndMayBeRepeated() {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      fails(DeadlineException.class, () -> cat.waitFor(Duration.ofMillis(50)));
      cat.closeStdin();
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
  }

  @Test
  void closingEndsWhateverBlocks() throws IOException {
    Container container = run(Programs.forever());
    Session cat = container.openExec(e -> e.command("cat").stdin());
    Session quiet = container.openExec(e -> e.command(Programs.forever()).stdin());
    try (var reading = Background.start(() -> cat.stdout().read());
        var waiting = Background.start(() -> cat.waitFor());
        var writing = Background.run(() -> writeForEver(quiet.stdin()))) {
      writing.awaitBlocked();
      cat.close();
      quiet.close();
      assertInstanceOf(DockerException.class, assertInstanceOf(IOException.class, reading.failure()).getCause());
      assertInstanceOf(CancelledException.class, waiting.failure());
      assertInstanceOf(IOException.class, writing.failure().getCause());
    }
    assertEquals(StreamEnd.CANCELLED, cat.end().orElseThrow());
    assertTrue(container.inspect().state().running());
  }

  private static void writeForEver(OutputStream out) {
    try {
      while (true) {
        out.write(new byte[MIB]);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aThreadThatIsInterruptedStopsReadingAndWaiting() {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      try (var waiting = Background.start(() -> cat.waitFor())) {
        waiting.awaitParked().interrupt();
        assertInstanceOf(CancelledException.class, waiting.failure());
        assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
      }
      try (var reading = Background.start(() -> cat.stdout().read())) {
        reading.awaitParked().interrupt();
        assertInstanceOf(CancelledException.class, reading.failure().getCause());
      }
      assertTrue(cat.end().isEmpty(), "the session ended with its reader");
    }
  }

  @Test
  void aTerminalIsTyped() throws IOException {
    Container container = run(Programs.forever());
    try (Session shell = container.openExec(e -> e.command("sh").tty(80, 24).stdin())) {
      type(shell, "echo a$((1 + 1))b\n");
      readUntil(shell, "a2b");
      type(shell, "exit 3\n");
      assertEquals(3, shell.waitFor(Poll.SOON));
      assertEquals("", new String(shell.stderr().readAllBytes(), UTF_8));
    }
  }

  @Test
  void aTerminalHasASizeThatChanges() throws IOException {
    Container container = run(Programs.forever());
    try (Session shell = container.openExec(e -> e.command("sh").tty(93, 31).stdin())) {
      Poll.until("the first size is there", () -> sizeOf(shell).equals("31 93"));
      shell.resize(101, 47);
      Poll.until("the second size is there", () -> sizeOf(shell).equals("47 101"));
      type(shell, "exit\n");
      assertEquals(0, shell.waitFor(Poll.SOON));
    }
  }

  private static String sizeOf(Session shell) {
    try {
      type(shell, "echo =$(stty size)=\n");
      String seen = readUntil(shell, "=(\\d+ \\d+)=");
      return seen;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void halfCloseOnATerminalIsRefusedAndAKeyEndsItsInput() throws IOException {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").tty().stdin())) {
      IllegalStateException refused = fails(IllegalStateException.class, cat::closeStdin);
      assertTrue(refused.getMessage().contains("ctrl-d"), refused::getMessage);
      type(cat, "x\n");
      readUntil(cat, "x\r\nx");
      cat.stdin().write(4);
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
    assertEquals(0, container.exec(e -> e.command("cat").tty().stdin("fed\n".getBytes(UTF_8))).exitCode());
  }

  @Test
  void detachKeysEndTheSessionOfAnExecWithoutAnExitCode() throws IOException {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").tty().stdin().detachKeys("ctrl-x,y"))) {
      type(cat, "x\n");
      readUntil(cat, "x\r\nx");
      cat.stdin().write(new byte[] {'X' & 0x1f, 'y'});
      fails(CancelledException.class, () -> cat.waitFor(Poll.SOON));
      assertEquals(StreamEnd.CANCELLED, cat.end().orElseThrow());
    }
  }

  @Test
  void onlyATerminalHasASize() {
    Container container = run(Programs.forever());
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      fails(IllegalStateException.class, () -> cat.resize(80, 24));
      fails(IllegalArgumentException.class, () -> container.resize(0, 24));
    }
    try (Session deaf = container.openExec(e -> e.command("cat"))) {
      fails(IllegalStateException.class, deaf::stdin);
      fails(IllegalStateException.class, deaf::closeStdin);
      assertEquals(0, deaf.waitFor(Poll.SOON));
    }
  }

  @Test
  void whatCannotRunIsRefused() {
    Container created = create(Programs.forever());
    fails(ConflictException.class, () -> created.openExec(e -> e.command("cat").stdin()));
    Container paused = run(Programs.forever());
    paused.pause();
    fails(ConflictException.class, () -> paused.attach());
    paused.unpause();
    fails(NotFoundException.class, () -> docker.containers().get("no-such-container").attach());
  }

  @Test
  void collectingHasADeadline() {
    Container container = run(Programs.forever());
    Session stays = container.openExec(e -> e.command(Programs.sayAndStay("first")));
    fails(DeadlineException.class, () -> stays.collect(Duration.ofMillis(200)));
    assertFalse(stays.end().isEmpty());
  }

  @Test
  void inputIsTakenFromAStreamThatStaysOpen() throws IOException {
    Container container = run(Programs.forever());
    boolean[] closed = new boolean[1];
    InputStream mine = new ByteArrayInputStream("mine".getBytes(UTF_8)) {
      @Override
      public void close() {
        closed[0] = true;
      }
    };
    assertEquals("mine", container.exec(e -> e.command("cat").stdin(mine)).stdout());
    assertFalse(closed[0], "the caller's stream was closed");
  }
}
