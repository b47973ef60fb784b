package io.longshore.file;

import io.longshore.generated.engine.model.ContainerPathStat;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is at a path in a container.
 *
 * @param name the last name of the path
 * @param kind a file, directory, link or something else
 * @param mode the permissions, such as 0644, with setuid (04000), setgid (02000) and sticky (01000)
 * @param size bytes of a file
 * @param modified when its content changed last
 * @param linkTarget the absolute path to which a link finally leads, whether or not it exists; null if this is not a
 *     link
 */
public record PathStat(String name, Kind kind, int mode, long size, Instant modified, @Nullable String linkTarget) {
  private static final int PERMISSIONS = 0777;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;

  // The bits of Go's os.FileMode, which the spec lists.
  private static final long GO_DIRECTORY = 1L << 31;
  private static final long GO_LINK = 1L << 27;
  private static final long GO_OTHER = 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21 | 1L << 19;
  private static final long GO_SETUID = 1L << 23;
  private static final long GO_SETGID = 1L << 22;
  private static final long GO_STICKY = 1L << 20;

  /** What can be at a path. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    LINK,
    /** A device, named pipe or socket. */
    OTHER
  }

  static PathStat of(ContainerPathStat wire) {
    long go = Objects.requireNonNullElse(wire.mode(), 0L);
    Kind kind = kind(go);
    String target = wire.linkTarget();
    return new PathStat(
        Objects.requireNonNullElse(wire.name(), ""),
        kind,
        mode(go),
        Objects.requireNonNullElse(wire.size(), 0L),
        Objects.requireNonNullElse(wire.mtime(), Instant.EPOCH),
        // Podman sends the path of everything in this field.
        kind != Kind.LINK || target == null || target.isEmpty() ? null : target);
  }

  private static Kind kind(long go) {
    if ((go & GO_DIRECTORY) != 0) {
      return Kind.DIRECTORY;
    }
    if ((go & GO_LINK) != 0) {
      return Kind.LINK;
    }
    return (go & GO_OTHER) != 0 ? Kind.OTHER : Kind.FILE;
  }

  private static int mode(long go) {
    return (int) go & PERMISSIONS
        | ((go & GO_SETUID) != 0 ? SETUID : 0)
        | ((go & GO_SETGID) != 0 ? SETGID : 0)
        | ((go & GO_STICKY) != 0 ? STICKY : 0);
  }

  /**
   * Returns whether this is a regular file.
   *
   * @return true for a file
   */
  public boolean isFile() {
    return kind == Kind.FILE;
  }

  /**
   * Returns whether this is a directory.
   *
   * @return true for a directory
   */
  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  /**
   * Returns whether this is a symbolic link.
   *
   * @return true for a link
   */
  public boolean isLink() {
    return kind == Kind.LINK;
  }
}
