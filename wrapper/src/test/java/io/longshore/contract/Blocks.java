package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Much input that is quick to make: the same MiB of noise again and again, with a number in front that tells them
 * apart.
 */
final class Blocks extends InputStream {
  static final int SIZE = 1024 * 1024;

  private final byte[] block = new byte[SIZE];
  private final int count;
  private int number;
  private int at;

  /** So many MiB. */
  Blocks(int count) {
    this.count = count;
    new Random(7).nextBytes(block);
    begin();
  }

  private void begin() {
    ByteBuffer.wrap(block).putInt(number);
    at = 0;
  }

  /** How many bytes have been read. */
  long taken() {
    return (long) number * SIZE + at;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (at == SIZE && number < count) {
      number++;
      begin();
    }
    if (number == count) {
      return -1;
    }
    int copied = Math.min(length, SIZE - at);
    System.arraycopy(block, at, into, offset, copied);
    at += copied;
    return copied;
  }

  /** Reads a stream to its end; it has to be what this would still give. */
  void assertSame(InputStream actual) throws IOException {
    byte[] expected = new byte[64 * 1024];
    byte[] read = new byte[expected.length];
    while (true) {
      int wanted = readNBytes(expected, 0, expected.length);
      int got = actual.readNBytes(read, 0, read.length);
      int differs = Arrays.mismatch(expected, 0, wanted, read, 0, got);
      assertEquals(-1, differs, () -> "differs near byte " + taken());
      if (wanted < expected.length) {
        return;
      }
    }
  }
}
