package io.longshore.session;

import io.longshore.error.DockerException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an output of a program goes instead of to {@link Session#stdout()} or {@link Session#stderr()}, in the manner of
 * {@link ProcessBuilder}. Immutable; one that names a file may be used again. Both outputs may go to one file or stream, which then gets
 * them in the order in which they come.
 */
public final class Redirect {
  /** Opens the target when the program is about to run. */
  @FunctionalInterface
  interface Opener {
    OutputStream open() throws IOException;
  }

  private final Object target;
  private final Opener opener;

  private Redirect(Object target, Opener opener) {
    this.target = target;
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
    return new Redirect(file.toAbsolutePath().normalize(), () -> Files.newOutputStream(file, how));
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
    return new Redirect(stream, () -> new KeptOpen(stream));
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
      throw new DockerException("the output cannot be sent to " + this + ": " + e, e);
    }
  }

  /** Whether both lead to the same place, which is then opened once. */
  boolean sameAs(@Nullable Redirect other) {
    return other != null && target.equals(other.target);
  }

  @Override
  public String toString() {
    return target instanceof OutputStream ? "a stream" : target.toString();
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
