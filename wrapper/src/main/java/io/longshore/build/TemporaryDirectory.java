package io.longshore.build;

import io.longshore.error.DockerException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for the files of one command, which this user alone can read. Closing removes it. */
record TemporaryDirectory(Path path) implements AutoCloseable {
  static TemporaryDirectory create(String what) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory("longshore"));
    } catch (IOException e) {
      throw new DockerException(what + ": no temporary directory can be created: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path each : files) {
          Files.deleteIfExists(each);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What remains is small, and the system's to clean up.
    }
  }
}
