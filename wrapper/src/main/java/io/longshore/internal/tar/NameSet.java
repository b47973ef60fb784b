package io.longshore.internal.tar;

/**
 * Remembers names by 64 bits each, so that a million of them take 16 MB and not hundreds. Two names that share their 64 bits
 * look like one name twice: among a million names the odds are one in thirty million.
 */
final class NameSet {
  private static final int FIRST_CAPACITY = 256;

  private long[] slots = new long[FIRST_CAPACITY];
  private int size;

  /** Tells whether the name was new. */
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

  /** FNV-1a, mixed once more; zero marks a free slot. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    return hash == 0 ? 1 : hash;
  }
}
