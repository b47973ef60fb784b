package io.longshore.internal.session;

import io.longshore.error.DockerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a program's standard input comes from. */
final class Stdin {
  /** Opens a source; whoever calls it closes what it returns. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private static final int CHUNK = 64 * 1024;

  private final Opener opener;

  private Stdin(Opener opener) {
    this.opener = opener;
  }

  static Stdin of(byte[] bytes) {
    byte[] own = bytes.clone();
    return new Stdin(() -> new ByteArrayInputStream(own));
  }

  static Stdin of(Path file) {
    return new Stdin(() -> Files.newInputStream(file));
  }

  /** The stream stays its owner's: it is not closed. */
  static Stdin of(InputStream stream) {
    return new Stdin(
        () ->
            new InputStream() {
              @Override
              public int read() throws IOException {
                return stream.read();
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                return stream.read(bytes, offset, length);
              }
            });
  }

  InputStream open() {
    try {
      return opener.open();
    } catch (IOException e) {
      throw new DockerException("what standard input was to be fed with cannot be opened: " + e, e);
    }
  }

  /** Copies everything; failures of the source are told from those of the target. */
  static void copy(InputStream from, OutputStream to) throws IOException, SourceFailure {
    byte[] chunk = new byte[CHUNK];
    while (true) {
      int count;
      try {
        count = from.read(chunk);
      } catch (IOException e) {
        throw new SourceFailure(e);
      }
      if (count < 0) {
        return;
      }
      to.write(chunk, 0, count);
    }
  }

  /** What was to be sent cannot be read. */
  static final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SourceFailure(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
