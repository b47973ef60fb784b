package io.longshore.internal.log;

import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A log whose answer begins with its first frame; only then is it known how to read its frames. */
final class LateLog implements Source<LogFrame> {
  private final ByteSource source;
  private final Supplier<Source<LogFrame>> begin;
  private volatile @Nullable Source<LogFrame> frames;

  LateLog(ByteSource source, Supplier<Source<LogFrame>> begin) {
    this.source = source;
    this.begin = begin;
  }

  @Override
  public @Nullable LogFrame next() {
    Source<LogFrame> begun = frames;
    if (begun == null) {
      begun = begin.get();
      frames = begun;
    }
    return begun.next();
  }

  @Override
  public void close() {
    source.close();
    Source<LogFrame> begun = frames;
    if (begun != null) {
      begun.close();
    }
  }
}
