package io.longshore.internal.stream;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one implementation of a stream of bytes. */
public final class SourceByteStream extends SourceStream<byte[]> implements ByteStream {
  private static final int BUFFER = 64 * 1024;

  private final ByteSource source;

  public SourceByteStream(ByteSource source) {
    super(new Chunks(source));
    this.source = source;
  }

  @Override
  public InputStream inputStream() {
    take();
    return new Input();
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    take();
    try (this) {
      return copy(this::read, out);
    }
  }

  /** Reads like {@link InputStream#read(byte[], int, int)}, each caller with the failures of its own kind. */
  private interface Reading {
    int read(byte[] into, int offset, int length) throws IOException;
  }

  private static long copy(Reading from, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    for (int count = from.read(buffer, 0, BUFFER); count >= 0; count = from.read(buffer, 0, BUFFER)) {
      out.write(buffer, 0, count);
      total += count;
    }
    return total;
  }

  private int read(byte[] into, int offset, int length) {
    StreamEnd end = end().orElse(null);
    if (end != null) {
      return atEnd(end, null);
    }
    int count;
    try {
      count = source.read(into, offset, length);
    } catch (RuntimeException | Error e) {
      if (finish(e)) {
        return atEnd(StreamEnd.CANCELLED, e);
      }
      throw e;
    }
    if (count < 0) {
      finish(StreamEnd.COMPLETED);
    }
    return count;
  }

  /** A stream that was closed before its end is not complete, and must not look complete. */
  private static int atEnd(StreamEnd end, @Nullable Throwable cause) {
    if (end == StreamEnd.COMPLETED) {
      return -1;
    }
    throw new CancelledException("the stream was closed before it was read to its end", cause);
  }

  private static final class Chunks implements Source<byte[]> {
    private final ByteSource source;
    private final byte[] buffer = new byte[BUFFER];

    Chunks(ByteSource source) {
      this.source = source;
    }

    @Override
    public byte @Nullable [] next() {
      int count = source.read(buffer, 0, BUFFER);
      return count < 0 ? null : Arrays.copyOf(buffer, count);
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private final class Input extends InputStream {
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
      try {
        return SourceByteStream.this.read(into, offset, length);
      } catch (DockerException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      Objects.requireNonNull(out, "out");
      return copy(this::read, out);
    }

    @Override
    public void close() {
      SourceByteStream.this.close();
    }
  }
}
