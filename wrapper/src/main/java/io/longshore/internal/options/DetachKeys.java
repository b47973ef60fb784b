package io.longshore.internal.options;

import java.util.ArrayList;
import java.util.List;

/** A sequence of keys with which an engine ends the session of a terminal while the program keeps running. */
public final class DetachKeys {
  /** The engines' default. */
  public static final DetachKeys DEFAULT = of("ctrl-p,ctrl-q");

  private static final String CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

  private final String text;
  private final byte[] keys;

  private DetachKeys(String text, byte[] keys) {
    this.text = text;
    this.keys = keys;
  }

  /**
   * Parses keys such as {@code ctrl-p,ctrl-q} or {@code ctrl-x,x}.
   *
   * @throws IllegalArgumentException if a key is not valid
   */
  public static DetachKeys of(String text) {
    List<Byte> keys = new ArrayList<>();
    for (String key : text.split(",", -1)) {
      int control = key.length() == 6 && key.startsWith("ctrl-") ? CONTROL.indexOf(key.charAt(5)) : -1;
      if (control >= 0) {
        keys.add((byte) control);
      } else if (key.length() == 1 && key.charAt(0) > ' ' && key.charAt(0) < 0x7f) {
        keys.add((byte) key.charAt(0));
      } else {
        throw new IllegalArgumentException(
            "detachKeys has the key '" + key
                + "'; write single characters, or ctrl- with a letter or one of @ [ \\ ] ^ _,"
                + " separated by commas, such as ctrl-p,ctrl-q");
      }
    }
    byte[] bytes = new byte[keys.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = keys.get(i);
    }
    return new DetachKeys(text, bytes);
  }

  public String text() {
    return text;
  }

  /** Looks for the keys in the input, in pieces of any size. Not thread-safe. */
  public final class Watch {
    private int matched;
    private volatile boolean typed;

    public void see(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length && !typed; i++) {
        // As in engines: after another key the sequence begins anew.
        matched = bytes[i] == keys[matched] ? matched + 1 : 0;
        typed = matched == keys.length;
        matched = typed ? 0 : matched;
      }
    }

    public boolean typed() {
      return typed;
    }
  }
}
