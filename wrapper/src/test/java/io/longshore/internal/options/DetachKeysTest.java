package io.longshore.internal.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
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
    assertTrue(
        typed(DetachKeys.of("ctrl-@,ctrl-a,ctrl-z,ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_"), 0, 1, 26, 27, 28, 29, 30, 31));
    assertTrue(typed(DetachKeys.of("ctrl-x,x"), 24, 'x'));
  }

  /** Never found where they are not, always found behind a key that is none of them; any text is keys or is refused. */
  @Test
  void anyKeysInAnyTyping() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String keys = random.ints(1 + random.nextInt(3), 'a', 'd').mapToObj(Character::toString)
          .collect(Collectors.joining());
      String typed = random.ints(random.nextInt(60), 'a', 'e').mapToObj(Character::toString)
          .collect(Collectors.joining());
      DetachKeys watched = DetachKeys.of(String.join(",", keys.split("")));
      if (typed(watched, typed.chars().toArray())) {
        assertTrue(typed.contains(keys), keys + " in " + typed);
      }
      assertTrue(typed(watched, (typed + "d" + keys).chars().toArray()), keys + " behind " + typed);
      String text = random.ints(random.nextInt(20), 0, 20)
          .mapToObj(i -> "ctrl-,,pq@[\\]^_ \u0000\n\u00e9X".substring(i, i + 1)).collect(Collectors.joining());
      try {
        assertEquals(text, DetachKeys.of(text).text());
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("such as ctrl-p,ctrl-q"), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "ctrl-", "ctrl-P", "ctrl-1", "ab", "a,,b", " ", "ctrl-p ctrl-q", "é"})
  void whatIsNoKeyIsRefused(String keys) {
    String message = assertThrows(IllegalArgumentException.class, () -> DetachKeys.of(keys)).getMessage();
    assertTrue(message.contains("such as ctrl-p,ctrl-q"), message);
  }
}
