package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names of local files as text. */
public final class LocalNames {
  /** What Java substitutes for bytes of a name that its locale cannot decode: different names become one. */
  private static final char UNKNOWN = '\ufffd';

  private LocalNames() {}

  /**
   * The text of a path, which must identify that path and no other.
   *
   * @param about the copied file, for the message
   */
  public static String text(Path about, Path path) {
    String text = path.toString();
    if (text.indexOf(UNKNOWN) < 0) {
      return text;
    }
    try {
      if (path.getFileSystem().getPath(text).equals(path)) {
        return text;
      }
    } catch (InvalidPathException e) {
      throw unreadable(about, e);
    }
    throw unreadable(about, null);
  }

  private static ArchiveException unreadable(Path about, @Nullable InvalidPathException cause) {
    return new ArchiveException(
        about.toString(),
        "has a name, or leads to one, that cannot be read in this JVM's locale; set LC_ALL=C.UTF-8, or rename it if it is not"
            + " UTF-8",
        cause);
  }
}
