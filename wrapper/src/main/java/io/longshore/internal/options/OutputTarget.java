package io.longshore.internal.options;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an output of a program goes. */
public final class OutputTarget {
  /** Opens the target when the program is about to run. */
  @FunctionalInterface
  private interface Opener {
    OutputStream open() throws IOException;
  }

  private final Object target;
  private final Opener opener;

  private OutputTarget(Object target, Opener opener) {
    this.target = target;
    this.opener = opener;
  }

  public static OutputTarget of(Path file, OpenOption... how) {
    return new OutputTarget(file.toAbsolutePath().normalize(), () -> Files.newOutputStream(file, how));
  }

  /** The stream stays its owner's: it is flushed at the end and not closed. */
  public static OutputTarget of(OutputStream stream) {
    return new OutputTarget(stream, () -> new KeptOpen(stream));
  }

  public static OutputTarget nowhere() {
    return new OutputTarget("nowhere", OutputStream::nullOutputStream);
  }

  public OutputStream open() throws IOException {
    return opener.open();
  }

  /** Whether both lead to the same place, which is then opened once. */
  public boolean sameAs(@Nullable OutputTarget other) {
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
