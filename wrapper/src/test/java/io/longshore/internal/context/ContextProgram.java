package io.longshore.internal.context;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A program of its own that writes the archive of a context, and prints how many bytes of files are in it. */
final class ContextProgram {
  private ContextProgram() {}

  /** Takes the directory. */
  public static void main(String[] arguments) throws IOException {
    AtomicLong bytes = new AtomicLong();
    try {
      BuildContext.of(Path.of(arguments[0]), null).writeTo(OutputStream.nullOutputStream(), bytes::addAndGet);
      System.out.println(bytes);
    } catch (ArchiveException e) {
      System.out.println(e.getMessage());
    }
  }
}
