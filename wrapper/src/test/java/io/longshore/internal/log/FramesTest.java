package io.longshore.internal.log;

import static io.longshore.internal.log.TestBytes.frame;
import static io.longshore.internal.log.TestBytes.header;
import static io.longshore.internal.log.TestBytes.join;
import static io.longshore.internal.log.TestBytes.whole;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.StreamException;
import io.longshore.session.ExecResult;
import io.longshore.stream.LogFrame;
import io.longshore.stream.Output;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines send in frames, whole, cut anywhere, and wrong. */
class FramesTest {
  private static final int MIB = 1024 * 1024;

  private static List<LogFrame> read(Frames frames) {
    List<LogFrame> all = new ArrayList<>();
    for (LogFrame frame = frames.next(); frame != null; frame = frames.next()) {
      all.add(frame);
    }
    return all;
  }

  private static LogFrame out(String text) {
    return new LogFrame(StdStream.STDOUT, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static LogFrame err(String text) {
    return new LogFrame(StdStream.STDERR, text.getBytes(StandardCharsets.UTF_8), null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
  void framesAreTheSameHoweverTheyArrive(int portion) {
    byte[] sent = join(frame(1, "one\ntwo"), frame(2, "oops"), frame(1, "three"));
    assertEquals(
        List.of(out("one\ntwo"), err("oops"), out("three")), read(new Frames(new TestBytes(sent, portion), true)));
  }

  @Test
  void whatWasTypedCountsAsOutput() {
    assertEquals(List.of(out("typed")), read(new Frames(whole(frame(0, "typed")), true)));
  }

  @Test
  void emptyFramesAreSkipped() {
    byte[] sent = join(frame(1, ""), frame(2, ""), frame(1, "x"), frame(1, ""));
    assertEquals(List.of(out("x")), read(new Frames(whole(sent), true)));
    assertEquals(List.of(), read(new Frames(whole(new byte[0]), true)));
  }

  @Test
  void everyTruncationIsToldAndWhatCameBeforeIsGood() {
    byte[] first = frame(1, "first");
    byte[] sent = join(first, frame(2, "second"));
    for (int cut = 0; cut < sent.length; cut++) {
      Frames frames = new Frames(new TestBytes(Arrays.copyOf(sent, cut), 3), true);
      List<LogFrame> got = new ArrayList<>();
      if (cut == 0 || cut == first.length) {
        assertEquals(cut == 0 ? List.of() : List.of(out("first")), read(frames),
            "between frames the end is a good one");
        continue;
      }
      StreamException broken = assertThrows(
          StreamException.class,
          () -> {
            for (LogFrame frame = frames.next(); frame != null; frame = frames.next()) {
              got.add(frame);
            }
          },
          "cut after " + cut);
      assertEquals(StreamEnd.TRUNCATED, broken.end());
      assertEquals(cut < first.length ? List.of() : List.of(out("first")), got, "cut after " + cut);
    }
  }

  @Test
  void aLongFrameComesInParts() {
    byte[] payload = new byte[2 * MIB + MIB / 2];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i * 31);
    }
    List<LogFrame> got = read(new Frames(new TestBytes(join(frame(2, payload), frame(1, "x")), 100_000), true));
    assertEquals(List.of(MIB, MIB, MIB / 2, 1), got.stream().map(frame -> frame.bytes().length).toList());
    assertEquals(StdStream.STDERR, got.get(2).stream());
    assertArrayEquals(payload, join(got.get(0).bytes(), got.get(1).bytes(), got.get(2).bytes()));
  }

  @Test
  void aPromiseOf4GibAllocatesLittle() {
    Frames frames = new Frames(whole(join(header(1, 0xffff_ffffL), new byte[10])), true);
    com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    assertThrows(StreamException.class, frames::next);
    assertTrue(memory.getCurrentThreadAllocatedBytes() - before < 16L * MIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain text, no frames", "\u0001\u0001\u0000\u0000\u0000\u0000\u0000\u0001x",
      "\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0001x"})
  void whatIsNoFrameIsAFailure(String sent) {
    Frames frames = new Frames(whole(sent.getBytes(StandardCharsets.ISO_8859_1)), true);
    StreamException broken = assertThrows(StreamException.class, frames::next);
    assertEquals(StreamEnd.FAILED, broken.end());
    assertTrue(broken.getMessage().contains("something other than frames"), broken.getMessage());
  }

  @Test
  void theEnginesOwnErrorInTheStreamIsAFailureInItsWords() {
    Frames frames = new Frames(whole(join(frame(1, "x"), frame(3, "Error grabbing logs: bad file\n"))), true);
    assertEquals(out("x"), frames.next());
    StreamException broken = assertThrows(StreamException.class, frames::next);
    assertEquals(StreamEnd.FAILED, broken.end());
    assertTrue(broken.getMessage().endsWith("Error grabbing logs: bad file"), broken.getMessage());
  }

  @Test
  void withATerminalTheBytesAreOutputAsTheyAre() {
    Frames frames = new Frames(new TestBytes(frame(2, "x"), 4), false);
    LogFrame first = frames.next();
    assertArrayEquals(new byte[] {2, 0, 0, 0}, first.bytes());
    assertEquals(StdStream.STDOUT, first.stream());
    assertArrayEquals(new byte[] {0, 0, 0, 1}, frames.next().bytes());
    assertArrayEquals(new byte[] {'x'}, frames.next().bytes());
    assertNull(frames.next());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void payloadsAreNeverShared(boolean multiplexed) {
    byte[] one = multiplexed ? frame(1, "same") : "same".getBytes(StandardCharsets.UTF_8);
    Frames frames = new Frames(new TestBytes(join(one, one), one.length), multiplexed);
    LogFrame first = frames.next();
    Arrays.fill(first.bytes(), (byte) '!');
    LogFrame second = frames.next();
    assertNotSame(first.bytes(), second.bytes());
    assertEquals(out("same"), second);
    assertEquals(out("!!!!"), first);
  }

  @Test
  void textFormsShowNoContent() {
    Output output = new Output("s3cret".getBytes(StandardCharsets.UTF_8), "hidden".getBytes(StandardCharsets.UTF_8));
    String shown = output + " " + new ExecResult(3, output) + " " + out("s3cret");
    assertTrue(!shown.contains("s3cret") && !shown.contains("hidden"), shown);
    assertTrue(shown.contains("6 bytes") && shown.contains("exitCode=3"), shown);
  }

  @Test
  void collectedBytesAreCopies() {
    Output output = new Output(new byte[] {1}, new byte[] {2});
    output.stdoutBytes()[0] = 9;
    output.stderrBytes()[0] = 9;
    assertArrayEquals(new byte[] {1}, output.stdoutBytes());
    assertArrayEquals(new byte[] {2}, output.stderrBytes());
  }
}
