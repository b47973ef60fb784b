package io.longshore.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextPiecesTest {
  private static final String TEXT = "aé€🚢\0ü名前z";

  @Test
  void aTextMayBeCutAtEveryByte() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      TextPieces pieces = new TextPieces();
      String first = pieces.take(Arrays.copyOf(bytes, cut));
      assertTrue(TEXT.startsWith(first), first);
      assertEquals(TEXT, first + pieces.take(Arrays.copyOfRange(bytes, cut, bytes.length)), "cut at " + cut);
    }
  }

  @Test
  void aTextMayComeByteByByte() {
    TextPieces pieces = new TextPieces();
    StringBuilder all = new StringBuilder();
    for (byte each : TEXT.getBytes(UTF_8)) {
      all.append(pieces.take(new byte[0])).append(pieces.take(new byte[] {each}));
    }
    assertEquals(TEXT, all.toString());
  }

  @Test
  void whatIsNoTextIsReplacedAndWhatFollowsIsKept() {
    TextPieces pieces = new TextPieces();
    assertEquals("\ufffda", pieces.take(new byte[] {(byte) 0xff, 'a'}));
    assertEquals("", pieces.take(new byte[] {(byte) 0xe2}));
    assertEquals("\ufffdb", pieces.take(new byte[] {'b'}));
    assertEquals("", pieces.take(new byte[] {(byte) 0xf0, (byte) 0x9f}));
    assertEquals("🚢", pieces.take(new byte[] {(byte) 0x9a, (byte) 0xa2}));
  }
}
