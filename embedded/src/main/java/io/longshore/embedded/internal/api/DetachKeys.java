package io.longshore.embedded.internal.api;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the keys that end a session among what is typed. For one session. */
final class DetachKeys {
  private static final byte[] USUAL = {16, 17};
  private static final Map<String, Integer> CONTROLS = Map.of("@", 0, "[", 27, "\\", 28, "]", 29, "^", 30, "_", 31);

  private final byte[] keys;
  private int typed;

  private DetachKeys(byte[] keys) {
    this.keys = keys;
  }

  /** Keys such as {@code ctrl-p,ctrl-q}, or null if they are not keys. */
  static @Nullable DetachKeys parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return new DetachKeys(USUAL);
    }
    String[] names = text.split(",", -1);
    byte[] keys = new byte[names.length];
    for (int i = 0; i < names.length; i++) {
      int key = key(names[i]);
      if (key < 0) {
        return null;
      }
      keys[i] = (byte) key;
    }
    return new DetachKeys(keys);
  }

  private static int key(String name) {
    if (name.length() == 1) {
      return name.charAt(0);
    }
    if (name.equals("DEL")) {
      return 127;
    }
    if (!name.startsWith("ctrl-")) {
      return -1;
    }
    String control = name.substring(5);
    return control.matches("[a-z]") ? control.charAt(0) - 'a' + 1 : CONTROLS.getOrDefault(control, -1);
  }

  /**
   * What of the typed bytes is for the program; the beginning of the keys is held back. Null when all keys were typed.
   */
  byte @Nullable [] pass(byte[] bytes, int count) {
    byte[] passed = new byte[keys.length + count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == keys[typed]) {
        typed++;
        if (typed == keys.length) {
          return null;
        }
      } else {
        System.arraycopy(keys, 0, passed, size, typed);
        size += typed;
        typed = 0;
        passed[size++] = bytes[i];
      }
    }
    return Arrays.copyOf(passed, size);
  }
}
