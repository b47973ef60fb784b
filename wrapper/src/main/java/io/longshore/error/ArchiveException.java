package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * A copy of files stopped at one entry: the container's data is unsafe to write, too large or damaged; a local file
 * cannot be read or written, or changed while it was read; or source and target do not fit together. Nothing was
 * written outside the target; what was copied before that entry stays.
 */
public class ArchiveException extends DockerException {
  private static final long serialVersionUID = 1L;

  private final String entry;

  /**
   * Created by the library.
   *
   * @param entry the entry
   * @param reason why it was refused, and what to do
   * @param cause the cause, or null
   */
  public ArchiveException(String entry, String reason, @Nullable Throwable cause) {
    super("'" + shown(entry) + "' " + reason, cause);
    this.entry = entry;
  }

  private static String shown(String entry) {
    String text = entry.length() > 256 ? entry.substring(0, 256) + "…" : entry;
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Returns the entry at which the copy stopped.
   *
   * @return the name of an entry as the archive has it, a path in the container, or a local path
   */
  public String entry() {
    return entry;
  }
}
