package io.longshore.internal.log;

import static io.longshore.internal.log.TestBytes.frame;
import static io.longshore.internal.log.TestBytes.join;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames about as long as the buffer they are read through, and reads that end anywhere in them. */
class FramesBufferTest {
  private static final int BUFFER = 8 * 1024;

  /** Payloads of these lengths, no two of which begin alike. */
  private static List<byte[]> payloads(int... lengths) {
    Random random = new Random(lengths.length);
    List<byte[]> payloads = new ArrayList<>();
    for (int length : lengths) {
      byte[] payload = new byte[length];
      random.nextBytes(payload);
      payloads.add(payload);
    }
    return payloads;
  }

  private static byte[] sent(List<byte[]> payloads) {
    byte[][] frames = new byte[payloads.size()][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(1 + i % 2, payloads.get(i));
    }
    return join(frames);
  }

  private static void assertRead(List<byte[]> payloads, Frames frames, String how) {
    for (int i = 0; i < payloads.size(); i++) {
      if (payloads.get(i).length > 0) {
        LogFrame frame = frames.next();
        assertArrayEquals(payloads.get(i), frame.bytes(), how);
        assertEquals(i % 2 == 0 ? StdStream.STDOUT : StdStream.STDERR, frame.stream(), how);
      }
    }
    assertNull(frames.next(), how);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 1000, BUFFER - 1, BUFFER, BUFFER + 1, Integer.MAX_VALUE})
  void lengthsAroundTheBuffer(int portion) {
    for (int length = BUFFER - 8; length <= BUFFER + 8; length++) {
      List<byte[]> payloads = payloads(length, 0, length, 1, length, length, 3);
      assertRead(payloads, new Frames(new TestBytes(sent(payloads), portion), true), "length " + length);
      List<byte[]> later = payloads(5, length, 0, 0, 3 * BUFFER, length, 2);
      assertRead(later, new Frames(new TestBytes(sent(later), portion), true), "length " + length);
    }
  }

  @Test
  void readsThatEndAtAnyByte() {
    List<byte[]> payloads = payloads(1, 0, BUFFER - 30, 3, 0, 2 * BUFFER + 5, 17);
    byte[] sent = sent(payloads);
    for (int cut = 1; cut < sent.length; cut++) {
      assertRead(payloads, new Frames(new TwoParts(sent, cut), true), "cut after " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 10_000, Integer.MAX_VALUE})
  void payloadsKeepTheirBytesWhenOthersAreOverwritten(int portion) {
    List<byte[]> payloads = payloads(4, 5, BUFFER - 8, 6, BUFFER, 20_000, 7, 8, 4000, 4000, 4000);
    Frames frames = new Frames(new TestBytes(sent(payloads), portion), true);
    List<LogFrame> kept = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      LogFrame frame = frames.next();
      assertArrayEquals(payloads.get(i), frame.bytes(), "frame " + i);
      if (i % 2 == 0) {
        Arrays.fill(frame.bytes(), (byte) '!');
      } else {
        kept.add(frame);
      }
    }
    for (int i = 0; i < kept.size(); i++) {
      assertArrayEquals(payloads.get(2 * i + 1), kept.get(i).bytes(), "frame " + (2 * i + 1));
    }
  }

  @Test
  void truncationsAreToldWhereverTheyFallInTheBuffer() {
    List<byte[]> payloads = payloads(BUFFER - 20, 10, 2 * BUFFER, 4);
    byte[] sent = sent(payloads);
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (byte[] payload : payloads) {
      ends.add(ends.get(ends.size() - 1) + 8 + payload.length);
    }
    for (int cut = 0; cut < sent.length; cut++) {
      for (int portion : new int[] {BUFFER - 3, Integer.MAX_VALUE}) {
        Frames frames = new Frames(new TestBytes(Arrays.copyOf(sent, cut), portion), true);
        int whole = 0;
        while (ends.get(whole + 1) <= cut) {
          assertArrayEquals(payloads.get(whole), frames.next().bytes(), "cut after " + cut);
          whole++;
        }
        if (ends.get(whole) == cut) {
          assertNull(frames.next());
        } else {
          StreamException broken = assertThrows(StreamException.class, frames::next, "cut after " + cut);
          assertEquals(StreamEnd.TRUNCATED, broken.end());
          String where = cut - ends.get(whole) < 8 ? "it ended inside the header of a frame"
              : "it ended inside a frame";
          assertEquals(where, broken.getMessage(), "cut after " + cut);
        }
      }
    }
  }

  /** No read goes beyond the cut that begins before it. */
  private static final class TwoParts implements ByteSource {
    private final TestBytes whole;
    private int left;

    TwoParts(byte[] bytes, int cut) {
      whole = TestBytes.whole(bytes);
      left = cut;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = whole.read(into, offset, left > 0 ? Math.min(left, length) : length);
      left -= Math.min(left, Math.max(0, count));
      return count;
    }

    @Override
    public String contentType() {
      return whole.contentType();
    }

    @Override
    public DockerException truncated(String reason) {
      return whole.truncated(reason);
    }

    @Override
    public DockerException failed(String reason) {
      return whole.failed(reason);
    }

    @Override
    public void close() {
      whole.close();
    }
  }
}
