package io.longshore.internal.progress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reports what is read. */
public final class CountedInput extends FilterInputStream {
  private final TransferFeed feed;

  public CountedInput(InputStream in, TransferFeed feed) {
    super(in);
    this.feed = feed;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      feed.bytes(1);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      feed.bytes(count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    if (skipped > 0) {
      feed.bytes(skipped);
    }
    return skipped;
  }

  /** Bytes that are read twice would count twice. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
