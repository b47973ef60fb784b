package io.longshore.internal.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds what makes a path impossible. Newer JDKs call such a path missing, older ones say that something failed. */
final class BlockingFile {
  private BlockingFile() {}

  /** The file in place of a directory of the path. */
  static Optional<Path> of(Path path) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        return Files.isDirectory(parent) ? Optional.empty() : Optional.of(parent);
      }
    }
    return Optional.empty();
  }
}
