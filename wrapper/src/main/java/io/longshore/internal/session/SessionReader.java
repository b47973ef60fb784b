package io.longshore.internal.session;

import io.longshore.error.DockerException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One output of a session as a stream. Closing it discards the output and leaves the session open. */
final class SessionReader extends InputStream {
  private final ProgramSession session;
  private final StdStream stream;
  private byte @Nullable [] piece;
  private int at;
  private volatile boolean closed;

  SessionReader(ProgramSession session, StdStream stream) {
    this.session = session;
    this.stream = stream;
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
    if (closed) {
      throw new IOException("this output has been closed");
    }
    byte[] from = current();
    if (from == null) {
      return -1;
    }
    int count = Math.min(length, from.length - at);
    System.arraycopy(from, at, into, offset, count);
    at += count;
    return count;
  }

  private byte @Nullable [] current() throws IOException {
    byte[] from = piece;
    while (from == null || at == from.length) {
      LogFrame next;
      try {
        next = session.take(stream, null);
      } catch (DockerException e) {
        throw new IOException(e.getMessage(), e);
      }
      if (next == null) {
        return null;
      }
      from = next.bytes();
      piece = from;
      at = 0;
    }
    return from;
  }

  @Override
  public int available() {
    byte[] from = piece;
    return from != null && at < from.length ? from.length - at : session.ready(stream);
  }

  @Override
  public void close() {
    closed = true;
    session.discard(stream);
  }
}
