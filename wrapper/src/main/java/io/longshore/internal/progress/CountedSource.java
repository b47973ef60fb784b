package io.longshore.internal.progress;

import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reports what is read, from the opening of a stream to its end. */
public final class CountedSource implements ByteSource {
  private final ByteSource source;
  private final TransferFeed feed;

  /** The feed has begun before the stream was opened. */
  public CountedSource(ByteSource source, TransferFeed feed) {
    this.source = source;
    this.feed = feed;
  }

  @Override
  public String contentType() {
    return source.contentType();
  }

  @Override
  public @Nullable Instant date() {
    return source.date();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count;
    try {
      count = source.read(into, offset, length);
    } catch (RuntimeException e) {
      feed.end(false);
      throw e;
    }
    if (count < 0) {
      feed.end(true);
    } else {
      feed.bytes(count);
    }
    return count;
  }

  @Override
  public DockerException truncated(String reason) {
    return source.truncated(reason);
  }

  @Override
  public DockerException failed(String reason) {
    return source.failed(reason);
  }

  /** Only the first end counts, so closing a stream before its end is a failure, and after it is none. */
  @Override
  public void close() {
    try {
      source.close();
    } finally {
      feed.end(false);
    }
  }
}
