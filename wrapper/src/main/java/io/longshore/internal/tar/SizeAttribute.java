package io.longshore.internal.tar;

/**
 * Finds the size among the attributes that go before an entry, which have it if a header has no room for it: from 8 GiB
 * on. They are lines of {@code LENGTH NAME=VALUE}, and may come in any pieces.
 */
final class SizeAttribute {
  private static final String NAME = "size=";
  private static final long NONE = -1;

  private enum Part {
    LENGTH, NAME, VALUE, OTHER
  }

  private Part part = Part.LENGTH;
  private long left;
  private long used;
  private int matched;
  private long value;
  private long found = NONE;

  /** Before the attributes of another entry. */
  void begin() {
    part = Part.LENGTH;
    left = 0;
    used = 0;
  }

  void read(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (part == Part.LENGTH) {
        used++;
        if (b == ' ') {
          left -= used;
          used = 0;
          matched = 0;
          value = 0;
          part = Part.NAME;
        } else {
          left = digit(left, b);
        }
        continue;
      }
      left--;
      if (part == Part.NAME) {
        part = b == NAME.charAt(matched) ? Part.NAME : Part.OTHER;
        matched++;
        if (part == Part.NAME && matched == NAME.length()) {
          part = Part.VALUE;
        }
      } else if (part == Part.VALUE && left > 0) {
        value = digit(value, b);
      }
      if (left <= 0) {
        if (part == Part.VALUE) {
          found = value;
        }
        left = 0;
        part = Part.LENGTH;
      }
    }
  }

  /** Negative after the first byte that is not a digit, and if the number is too large for any file. */
  private static long digit(long number, byte b) {
    boolean isDigit = b >= '0' && b <= '9';
    return !isDigit || number < 0 || number > Long.MAX_VALUE / 100 ? Long.MIN_VALUE / 2 : 10 * number + b - '0';
  }

  /** The size of the entry whose header comes now. */
  long take(long inHeader) {
    long size = found == NONE ? inHeader : found;
    found = NONE;
    return size;
  }
}
