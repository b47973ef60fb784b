package io.longshore.session;

import io.longshore.internal.options.OutputTarget;
import java.io.OutputStream;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Where an output of a program goes instead of to {@link Session#stdout()} or {@link Session#stderr()}, in the manner
 * of {@link ProcessBuilder}. Immutable; one that names a file may be used again. Both outputs may go to one file or
 * stream, which then receives them in the order in which they come.
 */
public final class Redirect {
  private final OutputTarget target;

  private Redirect(OutputTarget target) {
    this.target = target;
  }

  /**
   * Writes to a file, which is created or emptied first.
   *
   * @param file its path
   * @return the redirect
   */
  public static Redirect to(Path file) {
    return of(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
  }

  /**
   * Appends to a file, which is created if it is missing.
   *
   * @param file its path
   * @return the redirect
   */
  public static Redirect appendTo(Path file) {
    return of(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Redirect of(Path file, OpenOption... how) {
    Objects.requireNonNull(file, "file");
    return new Redirect(OutputTarget.of(file, how));
  }

  /**
   * Writes to a stream, from a thread of the session. The stream is flushed at the end but not closed; while it blocks,
   * the program's output is not read.
   *
   * @param stream the stream
   * @return the redirect
   */
  public static Redirect to(OutputStream stream) {
    return new Redirect(OutputTarget.of(Objects.requireNonNull(stream, "stream")));
  }

  /**
   * Discards the output.
   *
   * @return the redirect
   */
  public static Redirect discard() {
    return new Redirect(OutputTarget.nowhere());
  }

  OutputTarget target() {
    return target;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
