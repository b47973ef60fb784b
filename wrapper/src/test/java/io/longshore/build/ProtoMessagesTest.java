package io.longshore.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of protocol buffers, as they are written and read. */
class ProtoMessagesTest {
  private static final int LAST_FIELD = (1 << 29) - 1;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 35, Long.MAX_VALUE, -1,
      Long.MIN_VALUE})
  void numbersAreReadAsTheyWereWritten(long number) {
    for (int field : new int[] {1, 15, 16, LAST_FIELD}) {
      ProtoReader reader = new ProtoReader(new ProtoWriter().number(field, number).message());
      assertEquals(field, reader.next());
      assertEquals(number, reader.number());
      assertEquals(0, reader.next());
      assertEquals(0, reader.next());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 70_000})
  void bytesAndTextsAreReadAsTheyWereWritten(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    String text = "€".repeat(length);
    ProtoReader reader = new ProtoReader(new ProtoWriter().bytes(3, bytes).text(4, text).message());
    assertEquals(3, reader.next());
    assertArrayEquals(bytes, reader.bytes());
    assertEquals(4, reader.next());
    assertEquals(text, reader.text());
    assertEquals(0, reader.next());
  }

  @Test
  void aMessageMayHoldAnother() {
    byte[] inner = new ProtoWriter().text(1, "a").number(2, 5).message();
    ProtoReader outer = new ProtoReader(new ProtoWriter().bytes(7, inner).text(8, "after").message());
    assertEquals(7, outer.next());
    ProtoReader reader = outer.message();
    assertEquals(1, reader.next());
    assertEquals("a", reader.text());
    assertEquals(2, reader.next());
    assertEquals(5, reader.number());
    assertEquals(0, reader.next());
    assertEquals(8, outer.next());
    assertEquals("after", outer.text());
  }

  @Test
  void fieldsOfAllKindsCanBeSkipped() {
    byte[] message = HexFormat.of().parseHex("09" + "01".repeat(8) + "15" + "02".repeat(4) + "1801" + "2201" + "41");
    ProtoReader reader = new ProtoReader(message);
    for (int field = 1; field <= 4; field++) {
      assertEquals(field, reader.next());
    }
    assertEquals("A", reader.text());
    assertEquals("A", ProtoReader.text(message, 4));
    assertEquals("", ProtoReader.text(message, 9));
  }

  /** Groups, a field 0, numbers that are too long, and lengths beyond the message or beyond an int or a long. */
  @ParameterizedTest
  @ValueSource(strings = {"0b", "0c", "0e", "0f", "0001", "02", "08", "08ffffffffffffffffffff01", "0a", "0a01",
      "0a05414141",
      "0affffffff07", "0affffffff0f", "0affffffffffffffff7f", "0affffffffffffffffff01", "0a80", "0901", "0d010203"})
  void whatIsNoMessageIsRefused(String hex) {
    ProtoReader reader = new ProtoReader(HexFormat.of().parseHex(hex));
    assertThrows(ProtoReader.BrokenMessageException.class, () -> readAll(reader));
  }

  @Test
  void aLengthMayNotReachBeyondTheMessageThatHoldsIt() {
    byte[] message = new ProtoWriter().bytes(1, new byte[] {0x0a, 5, 'a'}).text(2, "beyond").message();
    ProtoReader outer = new ProtoReader(message);
    outer.next();
    ProtoReader inner = outer.message();
    assertThrows(ProtoReader.BrokenMessageException.class, inner::next);
  }

  @Test
  void everyPrefixIsAMessageOrRefused() {
    byte[] message = new ProtoWriter().text(1, "one").number(2, 300).bytes(3, "three".getBytes(UTF_8)).message();
    int whole = 0;
    for (int length = 0; length <= message.length; length++) {
      byte[] prefix = Arrays.copyOf(message, length);
      try {
        readAll(new ProtoReader(prefix));
        whole++;
      } catch (ProtoReader.BrokenMessageException e) {
        assertTrue(e.getMessage().contains("not a message"), e::getMessage);
      }
    }
    // After each of the three fields, and the empty one.
    assertEquals(4, whole);
  }

  @Test
  void garbageEnds() {
    Random random = new Random(20_261_130);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] garbage = new byte[random.nextInt(60)];
      random.nextBytes(garbage);
      try {
        readAll(new ProtoReader(garbage));
      } catch (ProtoReader.BrokenMessageException e) {
        refused++;
      }
    }
    assertTrue(refused > 25_000 && refused < 50_000, "refused " + refused);
  }

  private static void readAll(ProtoReader reader) {
    while (reader.next() != 0) {
      reader.bytes();
      reader.text();
      reader.message();
    }
  }
}
