package io.longshore.internal.progress;

import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.FilterSource;

/** Reports what is read, from the opening of a stream to its end. */
public final class CountedSource extends FilterSource {
  private final TransferFeed feed;

  /** The feed has begun before the stream was opened. */
  public CountedSource(ByteSource source, TransferFeed feed) {
    super(source);
    this.feed = feed;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count;
    try {
      count = source.read(into, offset, length);
    } catch (RuntimeException e) {
      feed.end(TransferFeed.End.of(e));
      throw e;
    }
    if (count < 0) {
      feed.end(TransferFeed.End.SUCCEEDED);
    } else {
      feed.bytes(count);
    }
    return count;
  }

  /** Only the first end counts, so closing a stream before its end cancels the operation, and after it does not. */
  @Override
  public void close() {
    try {
      source.close();
    } finally {
      feed.end(TransferFeed.End.CANCELLED);
    }
  }
}
