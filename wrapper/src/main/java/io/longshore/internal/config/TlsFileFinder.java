package io.longshore.internal.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds a TLS file without reading it. */
final class TlsFileFinder {
  private TlsFileFinder() {}

  static @Nullable Path find(Path directory, String name, String source) {
    Path file = directory.resolve(name);
    // notExists, not !exists: a file that may not be looked at must not pass for "no certificate".
    if (Files.notExists(file)) {
      return null;
    }
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          "TLS file for " + source + " is not a readable file: " + file);
    }
    return file;
  }
}
