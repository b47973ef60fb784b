package io.longshore.internal.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that end a session. */
class DetachKeysTest {
  private static boolean typed(DetachKeys keys, int... bytes) {
    DetachKeys.Watch watch = keys.new Watch();
    for (int b : bytes) {
      watch.see(new byte[] {(byte) b}, 0, 1);
    }
    DetachKeys.Watch atOnce = keys.new Watch();
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    atOnce.see(all, 0, all.length);
    assertEquals(watch.typed(), atOnce.typed(), "it matters how it is cut");
    return watch.typed();
  }

  @Test
  void theDefaultIsControlPAndControlQ() {
    assertTrue(typed(DetachKeys.DEFAULT, 'x', 16, 17));
    assertFalse(typed(DetachKeys.DEFAULT, 16, 16, 17));
    assertTrue(typed(DetachKeys.DEFAULT, 16, 16, 16, 17));
    assertTrue(typed(DetachKeys.DEFAULT, 16, 17, 'x'));
    assertFalse(typed(DetachKeys.DEFAULT, 16, 'x', 17));
    assertFalse(typed(DetachKeys.DEFAULT, 17, 16));
  }

  @Test
  void keysAreCharactersAndControls() {
    assertTrue(typed(DetachKeys.of("a"), 'a'));
    assertTrue(typed(DetachKeys.of("ctrl-@,ctrl-a,ctrl-z,ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_"), 0, 1, 26, 27, 28, 29, 30, 31));
    assertTrue(typed(DetachKeys.of("ctrl-x,x"), 24, 'x'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "ctrl-", "ctrl-P", "ctrl-1", "ab", "a,,b", " ", "ctrl-p ctrl-q", "é"})
  void whatIsNoKeyIsRefused(String keys) {
    String message = assertThrows(IllegalArgumentException.class, () -> DetachKeys.of(keys)).getMessage();
    assertTrue(message.contains("such as ctrl-p,ctrl-q"), message);
  }
}
