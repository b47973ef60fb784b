package io.longshore.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last lines of a log, however its frames are cut. */
class LastLinesTest {
  private static String last(long most, byte[] sent, boolean multiplexed) {
    LastLines lines = new LastLines(new Frames(new TestBytes(sent, 7), multiplexed), most);
    StringBuilder all = new StringBuilder();
    for (LogFrame frame = lines.next(); frame != null; frame = lines.next()) {
      all.append(frame.stream() == StdStream.STDERR ? "E:" : "")
          .append(new String(frame.bytes(), StandardCharsets.UTF_8));
    }
    assertNull(lines.next());
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({"1, 'three'", "2, 'two\nthree'", "3, 'one\ntwo\nthree'", "9, 'one\ntwo\nthree'"})
  void ofATerminal(int most, String expected) {
    assertEquals(expected, last(most, "one\ntwo\nthree".getBytes(StandardCharsets.UTF_8), false));
    assertEquals(expected + "\n", last(most, "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8), false));
  }

  @Test
  void ofBothStreams() {
    byte[] sent = TestBytes.join(
        TestBytes.frame(1, "a\nb"),
        TestBytes.frame(2, "error\n"),
        TestBytes.frame(1, "c\n"),
        TestBytes.frame(2, "no end"));
    assertEquals("E:no end", last(1, sent, true));
    assertEquals("bcE:no end", last(2, sent, true).replace("\n", ""));
    assertEquals("E:errorbcE:no end", last(3, sent, true).replace("\n", ""));
    assertEquals("aE:errorbcE:no end", last(4, sent, true).replace("\n", ""));
  }

  @Test
  void whatNeverEndsItsLinesIsNotKeptWhole() {
    byte[] sent = "x".repeat(5 * Lines.LONGEST).getBytes(StandardCharsets.UTF_8);
    assertTrue(last(1, sent, false).length() < Lines.LONGEST);
  }
}
