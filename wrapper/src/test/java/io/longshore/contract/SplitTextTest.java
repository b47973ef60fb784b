package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.container.Container;
import io.longshore.session.Session;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StdStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Text whose characters engines cut in two, at every byte. */
class SplitTextTest extends ContractTest {
  /** Characters of one to four bytes, each length beside every other. */
  private static final String TEXT = "aaéé€€😀😀a€é😀éa😀€a";

  @Test
  void textIsWholeWhereverItIsCut() throws IOException {
    byte[] bytes = TEXT.getBytes(UTF_8);
    Container container = create(o -> o.command("cat").openStdin());
    try (Session typed = container.attach(a -> a.stdin());
        Session read = container.attach();
        LogStream output = read.output()) {
      container.start();
      Iterator<LogFrame> frames = typed.output().iterator();
      for (int cut = 1; cut < bytes.length; cut++) {
        echo(typed, frames, Arrays.copyOf(bytes, cut));
        echo(typed, frames, Arrays.copyOfRange(bytes, cut, bytes.length));
        echo(typed, frames, new byte[] {'\n'});
      }
      for (byte one : bytes) {
        echo(typed, frames, new byte[] {one});
      }
      echo(typed, frames, new byte[] {'\n'});
      container.kill();
      assertLines(output, bytes.length);
    }
    try (LogStream log = container.logs()) {
      assertLines(log, bytes.length);
    }
  }

  private static void assertLines(LogStream output, int count) {
    try (Stream<LogLine> lines = output.lines()) {
      List<LogLine> all = lines.toList();
      assertEquals(count, all.size());
      for (LogLine line : all) {
        assertEquals(new LogLine(StdStream.STDOUT, TEXT, true, null), line);
      }
    }
  }

  /** A terminal shows what is typed byte by byte, and the program repeats the line. */
  @Test
  void textOfATerminalIsWholeWhereverItIsCut() throws IOException {
    Container container = create(o -> o.command("cat").openStdin().tty());
    try (Session typed = container.attach(a -> a.stdin());
        Session read = container.attach();
        LogStream output = read.output()) {
      container.start();
      Iterator<LogFrame> frames = typed.output().iterator();
      for (byte one : TEXT.getBytes(UTF_8)) {
        echo(typed, frames, new byte[] {one});
      }
      typed.stdin().write('\n');
      assertArrayEquals(("\r\n" + TEXT + "\r\n").getBytes(UTF_8), take(frames, TEXT.getBytes(UTF_8).length + 4));
      container.kill();
      assertLines(output, 2);
    }
  }

  /** Sends and waits until it has come back: what was sent is a frame, or several, and ends with one. */
  private static void echo(Session cat, Iterator<LogFrame> frames, byte[] bytes) throws IOException {
    cat.stdin().write(bytes);
    assertArrayEquals(bytes, take(frames, bytes.length));
  }

  private static byte[] take(Iterator<LogFrame> frames, int count) {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    while (taken.size() < count) {
      taken.writeBytes(frames.next().bytes());
    }
    return taken.toByteArray();
  }
}
