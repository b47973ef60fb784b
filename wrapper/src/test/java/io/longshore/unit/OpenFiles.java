package io.longshore.unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The open descriptors of this program, as Linux tells them. */
public final class OpenFiles {
  private OpenFiles() {}

  /** What each one is: a path, or something like {@code socket:[4711]}. */
  public static List<String> targets() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(OpenFiles::target).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "/gone"; // Closed since it was listed, as the one that listed them was.
    }
  }
}
