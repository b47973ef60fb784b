package io.longshore.container;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Where the output of a session goes: to its redirects, and the rest to its readers. */
final class Sinks implements AutoCloseable {
  private final SessionOutput rest;
  private final boolean merged;
  private final @Nullable OutputStream stdout;
  private final @Nullable OutputStream stderr;

  Sinks(SessionOptions options, SessionOutput rest) {
    this.rest = rest;
    merged = options.merged();
    stdout = options.stdout() == null ? null : options.stdout().open();
    stderr = options.stderr() == null ? null : options.stderr().open();
  }

  void add(LogFrame frame) throws IOException, InterruptedException {
    StdStream stream = merged ? StdStream.STDOUT : frame.stream();
    OutputStream redirect = stream == StdStream.STDOUT ? stdout : stderr;
    if (redirect == null) {
      rest.add(stream, frame.bytes());
    } else {
      redirect.write(frame.bytes());
      redirect.flush();
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream first = stdout;
    OutputStream second = stderr;
    try (first; second) {
      // Both are closed, whatever happens to one.
    }
  }
}
