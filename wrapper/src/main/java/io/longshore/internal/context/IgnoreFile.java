package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.error.ArchiveException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code .dockerignore}. */
final class IgnoreFile {
  static final String NAME = ".dockerignore";

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int SHOWN = 100;

  private IgnoreFile() {}

  static List<IgnorePattern> read(Path file) {
    return parse(file, new String(SmallFile.read(file), UTF_8), File.separatorChar == '\\');
  }

  /**
   * Reads the text of a file.
   *
   * @param file for messages
   * @param windows whether a backslash separates directories
   */
  static List<IgnorePattern> parse(Path file, String text, boolean windows) {
    List<IgnorePattern> patterns = new ArrayList<>();
    String[] lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).split("\n");
    for (int i = 0; i < lines.length; i++) {
      try {
        @Nullable
        IgnorePattern pattern = IgnorePattern.of(lines[i], windows);
        if (pattern != null) {
          patterns.add(pattern);
        }
      } catch (ExpressionReader.InvalidException e) {
        throw new ArchiveException(
            file.toString(), "has an invalid pattern in line " + (i + 1) + ": '" + shown(lines[i].strip()) + "' "
                + e.getMessage(),
            e);
      }
    }
    return patterns;
  }

  private static String shown(String line) {
    return (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line).replaceAll("\\p{Cntrl}", "?");
  }
}
