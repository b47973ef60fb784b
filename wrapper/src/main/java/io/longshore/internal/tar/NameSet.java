package io.longshore.internal.tar;

import java.security.SecureRandom;

/**
 * Remembers names by 64 bits each, so that a million of them take 16 MB and not hundreds. Two names that share their 64
 * bits look like one name twice: among a million names the odds are one in thirty million. The bits depend on a random
 * key, so that names cannot be chosen to collide.
 */
final class NameSet {
  private static final int FIRST_CAPACITY = 256;
  private static final int CHARS_IN_WORD = 4;

  private final long key0;
  private final long key1;
  private long[] slots = new long[FIRST_CAPACITY];
  private int size;

  NameSet() {
    SecureRandom random = new SecureRandom();
    key0 = random.nextLong();
    key1 = random.nextLong();
  }

  /** Returns whether the name was new. */
  boolean add(String name) {
    long hash = hash(name);
    int slot = slot(slots, hash);
    if (slots[slot] == hash) {
      return false;
    }
    slots[slot] = hash;
    size++;
    if (size * 2L > slots.length) {
      grow();
    }
    return true;
  }

  boolean contains(String name) {
    long hash = hash(name);
    return slots[slot(slots, hash)] == hash;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        larger[slot(larger, hash)] = hash;
      }
    }
    slots = larger;
  }

  private static int slot(long[] slots, long hash) {
    int slot = (int) (hash >>> 32) & slots.length - 1;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** SipHash-1-3 over the UTF-16 units; zero marks a free slot. */
  long hash(String name) {
    Sip sip = new Sip(key0, key1);
    long word = 0;
    for (int i = 0; i < name.length(); i++) {
      word = word << Character.SIZE | name.charAt(i);
      if (i % CHARS_IN_WORD == CHARS_IN_WORD - 1) {
        sip.add(word);
        word = 0;
      }
    }
    sip.add(word);
    sip.add(name.length());
    long hash = sip.end();
    return hash == 0 ? 1 : hash;
  }

  private static final class Sip {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Sip(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void add(long word) {
      v3 ^= word;
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xff;
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
