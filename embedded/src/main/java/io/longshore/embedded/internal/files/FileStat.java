package io.longshore.embedded.internal.files;

import java.time.Instant;

/**
 * What a tree knows of a file, at one moment.
 *
 * @param mode the permission bits with setuid, setgid and sticky, without the kind
 * @param size bytes; of a link its target's
 * @param target of a link; else empty
 * @param links its number of names
 */
public record FileStat(
    long number, FileKind kind, int mode, Owner owner, long size, Instant modified, String target, int links) {
  /** Whether it is a directory. */
  public boolean isFolder() {
    return kind == FileKind.FOLDER;
  }

  /** The mode in letters, such as {@code drwxr-xr-x}. */
  public String letters() {
    StringBuilder letters = new StringBuilder().append(kind.letter());
    for (int shift = 6; shift >= 0; shift -= 3) {
      boolean special = (mode & (1 << (9 + shift / 3))) != 0;
      boolean runs = (mode >> shift & 1) != 0;
      char low = shift == 0 ? 't' : 's';
      letters.append((mode >> shift & 4) != 0 ? 'r' : '-').append((mode >> shift & 2) != 0 ? 'w' : '-');
      letters.append(special ? runs ? low : Character.toUpperCase(low) : runs ? 'x' : '-');
    }
    return letters.toString();
  }
}
