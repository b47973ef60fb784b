package io.longshore.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Bytes from nowhere, and to nowhere. */
final class Streams {

  private Streams() {}

  static long drain(InputStream in, int buffer) throws IOException {
    byte[] into = new byte[buffer];
    long bytes = 0;
    for (int count = in.read(into); count >= 0; count = in.read(into)) {
      bytes += count;
    }
    return bytes;
  }

  /** So many zeros, at no cost. */
  static InputStream zeros(long size) {
    return new InputStream() {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(length, left);
        left -= count;
        return count;
      }
    };
  }
}
