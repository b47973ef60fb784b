package io.longshore.internal.log;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.internal.options.ExecSettings;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.Output;
import io.longshore.stream.StreamEnd;
import java.util.stream.Stream;

/** A log over frames. */
public class FrameStream extends SourceStream<LogFrame> implements LogStream {

  private final String what;

  public FrameStream(String what, Source<LogFrame> frames) {
    super(frames);
    this.what = what;
  }

  @Override
  public Stream<LogLine> lines() {
    return streamOf(new Lines(iterator()));
  }

  @Override
  public Output readAll() {
    return readAll(ExecSettings.MOST_COLLECTED, "read it frame by frame or line by line");
  }

  public final Output readAll(long atMost, String otherwise) {
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
