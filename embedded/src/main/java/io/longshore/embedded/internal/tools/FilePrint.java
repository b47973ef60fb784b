package io.longshore.embedded.internal.tools;

import io.longshore.embedded.internal.BulkOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Prints into a file, and remembers why it failed. */
public final class FilePrint extends PrintStream {
  private final Target target;

  public FilePrint(OutputStream file) {
    this(new Target(file));
  }

  private FilePrint(Target target) {
    super(target, false, StandardCharsets.UTF_8);
    this.target = target;
  }

  /** Why a stream failed, if it is a file's and has failed. */
  static @Nullable String failure(PrintStream stream) {
    return stream.checkError() && stream instanceof FilePrint file ? file.target.failure : null;
  }

  private static final class Target extends BulkOutput {
    private final OutputStream file;
    private @Nullable String failure;

    Target(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        file.write(bytes, offset, length);
      } catch (FileSystemException e) {
        failure = e.getReason();
        throw e;
      }
    }
  }
}
