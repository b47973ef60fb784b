package io.longshore.internal.session;

import io.longshore.error.DockerException;
import io.longshore.internal.options.InputOrigin;
import io.longshore.internal.options.OutputTarget;
import io.longshore.internal.options.SessionSettings;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a session is connected to at this end: the source of its input and the targets of its outputs, opened before
 * anything runs, so that a missing file starts no program.
 */
public final class Wiring implements AutoCloseable {
  private final boolean merged;
  private final @Nullable InputStream source;
  private final @Nullable OutputStream stdout;
  private final @Nullable OutputStream stderr;

  private Wiring(
      boolean merged, @Nullable InputStream source, @Nullable OutputStream stdout, @Nullable OutputStream stderr) {
    this.merged = merged;
    this.source = source;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  public static Wiring open(SessionSettings settings) {
    InputStream source = null;
    OutputStream stdout = null;
    try {
      source = settings.source == null ? null : open(settings.source);
      stdout = settings.stdout == null ? null : open(settings.stdout);
      OutputStream stderr = settings.stderr == null ? null
          : settings.stderr.sameAs(settings.stdout) ? stdout : open(settings.stderr);
      return new Wiring(settings.merged, source, stdout, stderr);
    } catch (RuntimeException | Error e) {
      new Wiring(false, source, stdout, null).close();
      throw e;
    }
  }

  private static InputStream open(InputOrigin origin) {
    try {
      return origin.open();
    } catch (IOException e) {
      throw new DockerException("the source of standard input cannot be opened: " + e, e);
    }
  }

  private static OutputStream open(OutputTarget target) {
    try {
      return target.open();
    } catch (IOException e) {
      throw new DockerException("the output cannot be sent to " + target + ": " + e, e);
    }
  }

  @Nullable
  InputStream source() {
    return source;
  }

  /** Passes output on: to its redirect, or to those who read the rest. */
  void pass(LogFrame frame, SessionOutput rest) throws InterruptedException {
    StdStream stream = merged ? StdStream.STDOUT : frame.stream();
    OutputStream redirect = stream == StdStream.STDOUT ? stdout : stderr;
    if (redirect == null) {
      rest.add(stream, frame.bytes());
      return;
    }
    try {
      redirect.write(frame.bytes());
      redirect.flush();
    } catch (IOException e) {
      throw new DockerException("the output cannot be written to its target: " + e.getMessage(), e);
    }
  }

  /** The targets have everything: flushes them, and closes files. */
  void finish() throws IOException {
    OutputStream first = stdout;
    OutputStream second = stderr == stdout ? null : stderr;
    try (first; second) {
      // Both are closed, whatever happens to one.
    }
  }

  /** For a session that is not opened after all. */
  @Override
  public void close() {
    InputStream from = source;
    try (from) {
      finish();
    } catch (IOException e) {
      // Nothing was written, and what failed before is what matters.
    }
  }
}
