package io.longshore.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GoldenFileTest {
  private static final Path FILE = Path.of("some/api.txt");

  @Test
  void acceptsTheSameText() {
    assertDoesNotThrow(() -> GoldenFile.compare(FILE, "a\nb\n", "a\nb\n"));
  }

  @Test
  void namesTheFirstLineThatDiffersAndSaysHowToUpdate() {
    String message = failure("a\nb\nc\n", "a\nx\nc\n");
    assertTrue(message.contains("some/api.txt") && message.contains("line 2:"), message);
    assertTrue(message.contains("committed: b\n") && message.contains("now:       x\n"), message);
    assertTrue(message.contains("-Dupdate.golden=true"), message);
  }

  @Test
  void seesTextThatEndsEarlyAndAMissingLineFeed() {
    assertTrue(failure("a\nb", "a").contains("now:       (the end)"));
    assertTrue(failure("a", "a\n").contains("committed: (the end)"));
  }

  private static String failure(String committed, String now) {
    return assertThrows(AssertionError.class, () -> GoldenFile.compare(FILE, committed, now)).getMessage();
  }
}
