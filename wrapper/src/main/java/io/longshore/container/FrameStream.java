package io.longshore.container;

import io.longshore.CancelledException;
import io.longshore.DockerException;
import io.longshore.StreamEnd;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
import java.util.stream.Stream;

/** A log over frames. */
class FrameStream extends SourceStream<LogFrame> implements LogStream {
  static final long MOST_COLLECTED = 64L * 1024 * 1024;

  private final String what;

  FrameStream(String what, Source<LogFrame> frames) {
    super(frames);
    this.what = what;
  }

  @Override
  public Stream<LogLine> lines() {
    return streamOf(new Lines(iterator()));
  }

  @Override
  public Output readAll() {
    return readAll(MOST_COLLECTED, "read it frame by frame or line by line");
  }

  final Output readAll(long atMost, String otherwise) {
    try (this) {
      Output output = Lines.collect(iterator(), atMost);
      if (output == null) {
        throw new DockerException(what + " is larger than " + atMost + " bytes; " + otherwise, null);
      }
      if (end().orElse(StreamEnd.COMPLETED) == StreamEnd.CANCELLED) {
        throw new CancelledException(what + " was closed before it was read to its end", null);
      }
      return output;
    }
  }
}
