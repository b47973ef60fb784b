package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, taken from the socket past OkHttp, which moves it in pieces of at most 8 KiB. At its end
 * OkHttp is shown that the body is over, so that it keeps the connection. See docs/decisions/0012-bulk.md.
 */
abstract class DirectInput extends InputStream {

  final ChannelInput in;
  final ResponseBody body;
  private boolean finished;
  private @Nullable IOException failure;

  DirectInput(ChannelInput in, ResponseBody body) {
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
  abstract int readOn(byte[] into, int offset, int length) throws IOException;

  /** Shows OkHttp that the body is over. */
  abstract void finish() throws IOException;

  /** Whether all of the body has been read, and OkHttp knows it. */
  boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    body.close();
  }
}
