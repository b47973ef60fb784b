package io.longshore.container;

import io.longshore.DockerException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Where an output of a program goes instead of to {@link Session#stdout()} or {@link Session#stderr()}, in the manner of
 * {@link ProcessBuilder}. Immutable; one that names a file may be used again.
 */
public final class Redirect {
  /** Opens the target when the program is about to run. */
  @FunctionalInterface
  interface Opener {
    OutputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;

  private Redirect(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /**
   * Into a file, which is made or emptied first.
   *
   * @param file its path
   * @return the redirect
   */
  public static Redirect to(Path file) {
    return of(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
  }

  /**
   * To the end of a file, which is made if missing.
   *
   * @param file its path
   * @return the redirect
   */
  public static Redirect appendTo(Path file) {
    return of(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Redirect of(Path file, OpenOption... how) {
    Objects.requireNonNull(file, "file");
    return new Redirect(file.toString(), () -> Files.newOutputStream(file, how));
  }

  /**
   * Into a stream, from a thread of the session. It is flushed and not closed at the end; while it blocks, nothing of the
   * program's output is read.
   *
   * @param stream the stream
   * @return the redirect
   */
  public static Redirect to(OutputStream stream) {
    Objects.requireNonNull(stream, "stream");
    return new Redirect("a stream", () -> new KeptOpen(stream));
  }

  /**
   * Nowhere.
   *
   * @return the redirect
   */
  public static Redirect discard() {
    return new Redirect("nowhere", OutputStream::nullOutputStream);
  }

  OutputStream open() {
    try {
      return opener.open();
    } catch (IOException e) {
      throw new DockerException("the output cannot be sent to " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "Redirect[" + name + "]";
  }

  private static final class KeptOpen extends OutputStream {
    private final OutputStream stream;

    KeptOpen(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      stream.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.flush();
    }
  }
}
