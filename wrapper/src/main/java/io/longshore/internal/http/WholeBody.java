package io.longshore.internal.http;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are read to their end, and of no more than what a memory of this size has room for. */
final class WholeBody {
  private static final int USUAL = 8 * 1024;
  private static final int LONGEST_AT_ONCE = 64 * 1024;
  /** Engines say "OK" and the like. */
  private static final int LONGEST_TEXT = 64 * 1024;
  /** Ten thousand containers are listed in 20 MB, and take some times that as objects. */
  private static final long LONGEST_JSON = Math.max(4L << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16));

  private WholeBody() {}

  /** The body was there and held nothing. */
  static final class EmptyException extends IOException {
    private static final long serialVersionUID = 1L;

    EmptyException() {
      super("the answer is empty");
    }
  }

  static String text(InputStream body) throws IOException {
    byte[] all = body.readNBytes(LONGEST_TEXT + 1);
    if (all.length > LONGEST_TEXT) {
      throw new IOException("a text of more than " + LONGEST_TEXT + " bytes");
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  /** What is short is decoded as a whole, which is faster; what is long must not be in memory twice. */
  static <T> @Nullable T json(JsonAdapter<T> adapter, InputStream body, UnknownListener unknown) throws IOException {
    byte[] start = new byte[USUAL];
    int count = body.readNBytes(start, 0, start.length);
    while (count == start.length && count < LONGEST_AT_ONCE) {
      start = Arrays.copyOf(start, 2 * count);
      count += body.readNBytes(start, count, start.length - count);
    }
    if (count == 0) {
      throw new EmptyException();
    }
    Reader text =
        count < start.length
            ? new StringReader(new String(start, 0, count, StandardCharsets.UTF_8))
            : new InputStreamReader(
                new SequenceInputStream(new ByteArrayInputStream(start), new Limited(body, LONGEST_JSON - count)),
                StandardCharsets.UTF_8);
    return Json.decode(adapter, text, unknown);
  }

  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long limit) {
      this.in = in;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("an answer of more than " + LONGEST_JSON + " bytes, too large for the memory of this program");
      }
      return count;
    }
  }
}
