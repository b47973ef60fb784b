package io.longshore.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that comes in chunks, taken from the socket past OkHttp.
 *
 * <p>OkHttp moves a body in pieces of at most 8 KiB and of at most a chunk, and engines put each line of a log into a
 * chunk of its own. This reads as much as is there at once. The last chunk goes to OkHttp, which then knows that the
 * body is over and keeps the connection. See docs/decisions/0012-bulk.md.
 */
final class ChunkedInput extends InputStream {

  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);
  /** Of a chunk's size in hexadecimal digits: 2^60 bytes are enough. */
  private static final int LONGEST_SIZE = 15;
  /** No real chunk has any. */
  private static final int LONGEST_EXTENSION = 4 * 1024;

  private final ChannelInput in;
  private final ResponseBody body;
  private long left;
  private boolean started;
  private boolean ended;
  private boolean finished;
  private @Nullable IOException failure;

  /** Takes the chunks of this body from the socket that they come through. */
  ChunkedInput(ChannelInput in, ResponseBody body) {
    this.in = in;
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (failure != null) {
      // Reading again after a failure must not find something that looks like an end.
      throw new IOException(failure.getMessage(), failure);
    }
    try {
      int count = readOn(into, offset, length);
      if (count < 0 && !finished) {
        finish();
        finished = true;
      }
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Reads at least a byte, or returns -1 at the end of the body. */
  private int readOn(byte[] into, int offset, int length) throws IOException {
    int done = 0;
    // Blocks for the first byte only: what has come is handed over before more is waited for.
    while (done < length && hasMore(done > 0)) {
      int count = in.read(into, offset + done, (int) Math.min(length - done, left));
      if (count < 0) {
        throw new ProtocolException("unexpected end of stream");
      }
      left -= count;
      done += count;
    }
    return done == 0 ? -1 : done;
  }

  /** Whether all of the body has been read, and OkHttp knows it. */
  boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    body.close();
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, in.available());
  }

  /** Whether there are bytes of a chunk to read; with {@code now}, without waiting for them. */
  private boolean hasMore(boolean now) throws IOException {
    if (left == 0 && !ended && !takeSize()) {
      if (now) {
        return false;
      }
      left = size();
      started = true;
      ended = left == 0;
    }
    return !ended && !(now && in.available() == 0);
  }

  /** The usual line, if it has come as a whole: engines put every line of a log into a chunk of its own. */
  private boolean takeSize() {
    ByteBuffer there = in.buffered();
    int limit = there.limit();
    int at = there.position();
    if (started) {
      if (limit - at < 2 || there.get(at) != '\r' || there.get(at + 1) != '\n') {
        return false;
      }
      at += 2;
    }
    long size = 0;
    int first = at;
    while (at < limit && at - first < LONGEST_SIZE) {
      int digit = Character.digit(there.get(at), 16);
      if (digit < 0) {
        break;
      }
      size = size << 4 | digit;
      at++;
    }
    if (at == first || limit - at < 2 || there.get(at) != '\r' || there.get(at + 1) != '\n') {
      return false;
    }
    there.position(at + 2);
    left = size;
    started = true;
    ended = size == 0;
    return true;
  }

  /** Any line, as it comes. */
  private long size() throws IOException {
    if (started && (next() != '\r' || next() != '\n')) {
      throw new ProtocolException("a chunk is longer than its size");
    }
    long size = 0;
    int digits = 0;
    int c = next();
    for (int digit = Character.digit(c, 16); digit >= 0; digit = Character.digit(c, 16)) {
      size = size << 4 | digit;
      if (++digits > LONGEST_SIZE) {
        throw new ProtocolException("the size of a chunk is out of range");
      }
      c = next();
    }
    if (digits == 0 || c != '\r' && c != ';' && c != ' ') {
      throw new ProtocolException("expected the size of a chunk");
    }
    for (int more = 0; c != '\n'; more++) {
      if (more > LONGEST_EXTENSION) {
        throw new ProtocolException("the line with the size of a chunk does not end");
      }
      c = next();
    }
    return size;
  }

  private int next() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException("unexpected end of stream between two chunks");
    }
    return c;
  }

  /** Shows OkHttp that the body is over. */
  private void finish() throws IOException {
    in.bounds().trailers();
    in.putBack(LAST_CHUNK);
    if (!body.source().exhausted()) {
      throw new ProtocolException("the body continues after its last chunk");
    }
  }
}
