package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that cannot start, or that is told what it cannot do. */
class EmbeddedEngineStartTest {
  @TempDir
  Path folder;

  @Test
  void aStartThatFailsLeavesNoDescriptorOpen() throws Exception {
    Path taken = Files.createFile(folder.resolve("taken"));
    assertThrows(UncheckedIOException.class, () -> EmbeddedEngine.builder().unixSocket(taken).start());
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      assertThrows(UncheckedIOException.class, () -> EmbeddedEngine.builder().unixSocket(taken).start());
    }
    assertEquals(before, descriptors(), 3, "open descriptors");
  }

  @Test
  void itSpeaksWhatTheSpecCovers() {
    assertThrows(IllegalArgumentException.class, () -> EmbeddedEngine.builder().apiVersion("1.40"));
    assertThrows(IllegalArgumentException.class, () -> EmbeddedEngine.builder().apiVersion("1.56"));
    EmbeddedEngine.builder().apiVersion("1.41").apiVersion("1.55");
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
