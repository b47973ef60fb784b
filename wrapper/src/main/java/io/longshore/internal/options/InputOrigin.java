package io.longshore.internal.options;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the standard input of a program comes from. */
public final class InputOrigin {
  /** Opens a source; the caller must close the result. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private static final int CHUNK = 64 * 1024;

  private final Opener opener;

  private InputOrigin(Opener opener) {
    this.opener = opener;
  }

  public static InputOrigin of(byte[] bytes) {
    byte[] own = bytes.clone();
    return new InputOrigin(() -> new ByteArrayInputStream(own));
  }

  public static InputOrigin of(Path file) {
    return new InputOrigin(() -> Files.newInputStream(file));
  }

  /** The stream stays its owner's: it is not closed. */
  public static InputOrigin of(InputStream stream) {
    return new InputOrigin(
        () -> new InputStream() {
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

  public InputStream open() throws IOException {
    return opener.open();
  }

  /** Copies everything; failures of the source are distinguished from those of the target. */
  public static void copy(InputStream from, OutputStream to) throws IOException, SourceFailure {
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

  /** The source cannot be read. */
  public static final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SourceFailure(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
