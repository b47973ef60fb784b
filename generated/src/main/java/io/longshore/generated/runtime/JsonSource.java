package io.longshore.generated.runtime;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Remembers whether the characters have ended, and limits their number: once for each buffer that gson fills. */
final class JsonSource extends FilterReader {
  /** In characters: about what an item takes in memory in addition. */
  static final int ITEM = 64;

  /** More would be a string that Java cannot create. */
  private static final long LONGEST_STRING = 1L << 29;

  final long limit;
  private final long longestString;
  long left;
  boolean ended;
  /** What must be left. */
  private long floor;

  JsonSource(Reader in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
    longestString = Math.min(limit / 2, LONGEST_STRING);
  }

  /** A string grows by copying, and needs several times its length for that. */
  void beginString() {
    floor = Math.max(0, left - longestString);
  }

  void endString() {
    floor = 0;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count < 0) {
      ended = true;
      return count;
    }
    left -= count;
    if (left < floor) {
      throw floor > 0
          ? new JsonLimitException("a string of more than " + longestString + " characters")
          : new JsonLimitException(
              "a value larger than " + limit + " characters, of which each item of a list or map counts for " + ITEM);
    }
    return count;
  }
}
