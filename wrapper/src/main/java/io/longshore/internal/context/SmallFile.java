package io.longshore.internal.context;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.internal.tar.LocalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that is kept in memory: one that people write by hand. */
final class SmallFile {
  private static final int LARGEST = 8 * 1024 * 1024;

  private SmallFile() {}

  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ArchiveException(file.toString(), "must be a file", null);
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw failure(file, e);
    }
    if (content.length > LARGEST) {
      throw new ArchiveException(file.toString(), "has more than 8 MiB, which is too much for such a file", null);
    }
    return content;
  }

  static DockerException failure(Path file, IOException e) {
    return LocalFailure.of(file.toString(), "read", e);
  }
}
