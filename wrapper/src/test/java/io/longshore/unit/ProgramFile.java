package io.longshore.unit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script that a test lets the library run. */
public final class ProgramFile {
  private ProgramFile() {}

  /**
   * Writes it, over one that is there.
   *
   * @param text with its first line, which names the shell
   */
  public static void write(Path program, String text) {
    // Another process writes it: a child that this JVM starts meanwhile would have the open file for a moment, and a
    // program that is open for writing cannot be started.
    ProcessBuilder writer = new ProcessBuilder("sh", "-c", "cat >\"$0\" && chmod 755 \"$0\"", program.toString());
    try {
      Files.createDirectories(program.getParent());
      Process writing = writer.redirectErrorStream(true).start();
      try (OutputStream in = writing.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      }
      if (writing.waitFor() != 0) {
        throw new AssertionError("cannot write " + program);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
