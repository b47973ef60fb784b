package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds of megabytes through sessions, and terminals that are busy. How long it took is printed. */
@Tag("heavy")
@Timeout(300)
class HeavySessionTest extends ContractTest {
  private static final int HUNDRED = 100;
  private static final int GIBIBYTE = 1024;
  private static final int RESIZES = 200;
  private static final Duration LONG = Duration.ofMinutes(4);

  @Test
  void aHundredMebibytesGoThroughAnExecAndBack() throws IOException {
    Container container = run(Programs.forever());
    long start = System.nanoTime();
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      goThrough(cat);
    }
    Figures.print(engine, "100 MiB through the stdin of an exec and back", HUNDRED, Figures.since(start));
  }

  @Test
  void aHundredMebibytesGoThroughAContainerAndBack() throws IOException {
    long start = System.nanoTime();
    try (Session cat = docker.containers().runAttached(with(o -> o.command("cat").openStdin()))) {
      goThrough(cat);
    }
    Figures.print(engine, "100 MiB through the stdin of a container and back", HUNDRED, Figures.since(start));
  }

  @Test
  void aHundredMebibytesAreFedAndComeBack() throws IOException {
    Container container = run(Programs.forever());
    long start = System.nanoTime();
    try (Session cat = container.openExec(e -> e.command("cat").stdin(new Blocks(HUNDRED)))) {
      new Blocks(HUNDRED).assertSame(cat.stdout());
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
    Figures.print(engine, "100 MiB fed to an exec and back", HUNDRED, Figures.since(start));
  }

  /** One thread that writes everything before it reads anything: what comes back waits in a file. */
  @Test
  void aHundredMebibytesAreWrittenBeforeTheyAreRead() throws IOException {
    Container container = run(Programs.forever());
    long start = System.nanoTime();
    try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
      writeAll(cat);
      new Blocks(HUNDRED).assertSame(cat.stdout());
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
    Figures.print(engine, "100 MiB written first and read then", HUNDRED, Figures.since(start));
  }

  private static void goThrough(Session cat) throws IOException {
    try (var writing = Background.run(() -> writeAll(cat))) {
      new Blocks(HUNDRED).assertSame(cat.stdout());
      writing.result();
    }
    assertEquals(-1, cat.stderr().read());
    assertEquals(0, cat.waitFor(Poll.SOON));
    assertEquals(StreamEnd.COMPLETED, cat.end().orElseThrow());
  }

  private static void writeAll(Session cat) {
    try {
      new Blocks(HUNDRED).transferTo(cat.stdin());
      cat.closeStdin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theDigestOfAGibibyteIsRight() throws NoSuchAlgorithmException {
    Container container = run(Programs.forever());
    MessageDigest here = MessageDigest.getInstance("SHA-256");
    InputStream source = new DigestInputStream(new Blocks(GIBIBYTE), here);
    long start = System.nanoTime();
    ExecResult there = container.exec(e -> e.command("sha256sum").stdin(source).timeout(LONG));
    Figures.print(engine, "sha256sum of 1 GiB", GIBIBYTE, Figures.since(start));
    assertEquals(HexFormat.of().formatHex(here.digest()) + "  -\n", there.stdout());
    assertEquals(0, there.exitCode());
  }

  @Test
  void aProgramThatWantsTenBytesIsNotFedAHundredMebibytes() {
    Container container = run(Programs.forever());
    Blocks source = new Blocks(HUNDRED);
    long start = System.nanoTime();
    ExecResult head = container.exec(e -> e.command("head", "-c", "10").stdin(source));
    Figures.print(engine, "head -c 10 of 100 MiB", Figures.since(start));
    assertEquals(10, head.output().stdoutBytes().length);
    assertEquals(0, head.exitCode());
    assertTrue(source.taken() < (long) HUNDRED * Blocks.SIZE, "all of it was taken");
  }

  @Test
  void aShellKnowsEverySizeOfItsTerminal() throws IOException {
    Container container = run(Programs.forever());
    try (Session shell = container.openExec(e -> e.command("sh").tty(80, 24).stdin())) {
      // Engines tell the first size after the start.
      Poll.until("the first size is there", () -> sizeOf(shell).equals("24 80"));
      long start = System.nanoTime();
      for (int i = 1; i <= RESIZES; i++) {
        shell.resize(80 + i, 24 + i);
        assertEquals(24 + i + " " + (80 + i), sizeOf(shell));
      }
      Figures.print(engine, RESIZES + " sizes, each asked for", Figures.since(start));
      type(shell, "exit 3\n");
      assertEquals(3, shell.waitFor(Poll.SOON));
    }
  }

  @Test
  void theOutputOfATerminalSurvivesItsResizing() throws IOException {
    int lines = 200_000;
    Container container = run(Programs.forever());
    try (Session shell = container.openExec(e -> e.command("sh").tty(80, 24).stdin())) {
      Poll.until("the first size is there", () -> sizeOf(shell).equals("24 80"));
      type(shell, "echo begin=$((1))=; seq 1 " + lines + "; echo end=$((2))=\n");
      readUntil(shell, "begin=1=\r\n");
      try (var resizing = Background.run(() -> resize(shell))) {
        String expected = IntStream.rangeClosed(1, lines).mapToObj(String::valueOf).collect(Collectors.joining("\r\n"));
        String read = new String(shell.stdout().readNBytes(expected.length()), UTF_8);
        assertTrue(expected.equals(read), "the lines are not what was written");
        resizing.result();
      }
      readUntil(shell, "end=2=\r\n");
      type(shell, "exit\n");
      assertEquals(0, shell.waitFor(Poll.SOON));
    }
  }

  private static void resize(Session shell) {
    for (int i = 1; i <= RESIZES; i++) {
      shell.resize(80 + i % 100, 24 + i % 50);
    }
  }

  private static String sizeOf(Session shell) {
    try {
      type(shell, "echo =$(stty size)=\n");
      return readUntil(shell, "=(\\d+ \\d+)=\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void type(Session shell, String text) throws IOException {
    shell.stdin().write(text.getBytes(UTF_8));
  }

  /** Reads up to the end of what matches, and no further; returns the group if there is one. */
  private static String readUntil(Session shell, String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    StringBuilder seen = new StringBuilder();
    while (true) {
      int next = shell.stdout().read();
      assertTrue(next >= 0, () -> "ended after " + seen);
      seen.append((char) next);
      Matcher found = wanted.matcher(seen);
      if (next == '\n' && found.find()) {
        return found.groupCount() > 0 ? found.group(1) : found.group();
      }
    }
  }
}
