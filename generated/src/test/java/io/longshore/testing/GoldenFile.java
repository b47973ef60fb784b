package io.longshore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares with a committed file, or writes it where the run was started with {@code -Dupdate.golden=true}. */
public final class GoldenFile {
  private static final String SWITCH = "update.golden";

  private GoldenFile() {}

  /**
   * Tells whether this run writes committed files instead of comparing with them.
   *
   * @return true when it writes
   */
  public static boolean updating() {
    return Boolean.getBoolean(SWITCH);
  }

  /**
   * Checks a text.
   *
   * @param expected the committed file
   * @param actual what it should hold now
   * @throws AssertionError when it holds something else; names the first line that differs
   */
  public static void check(Path expected, String actual) {
    try {
      if (updating()) {
        Files.createDirectories(expected.toAbsolutePath().getParent());
        Files.writeString(expected, actual);
        return;
      }
      compare(expected, Files.exists(expected) ? Files.readString(expected) : "", actual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void compare(Path file, String expected, String actual) {
    if (expected.equals(actual)) {
      return;
    }
    List<String> old = List.of(expected.split("\n", -1));
    List<String> now = List.of(actual.split("\n", -1));
    int line = 0;
    while (line < old.size() && line < now.size() && old.get(line).equals(now.get(line))) {
      line++;
    }
    throw new AssertionError(
        """
            %s is not what the build makes now; line %d:
              committed: %s
              now:       %s
            If the change is meant, run this, look at the difference and commit it:
              mvn verify -D%s=true"""
            .formatted(file, line + 1, at(old, line), at(now, line), SWITCH));
  }

  private static String at(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(the end)";
  }
}
