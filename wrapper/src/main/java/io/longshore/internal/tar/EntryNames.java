package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Parses names and link targets of an archive; refuses those that could lead out of a directory. */
final class EntryNames {
  private EntryNames() {}

  /** Java reads every name that is not UTF-8 like this one: different names become one. */
  static void checkText(String entry, String name) {
    if (name.indexOf('\ufffd') >= 0) {
      throw new ArchiveException(
          entry, "has a name, or leads to one, that is not UTF-8 and cannot be kept; archive(…) reads it unchanged",
          null);
    }
  }

  /** The parts of an entry's name; none for the directory that the archive is of. */
  static List<String> parts(String entry, String name) {
    if (name.startsWith("/")) {
      throw new ArchiveException(entry, "has an absolute name in the archive; nothing is written outside the target",
          null);
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new ArchiveException(entry, "has '..' in its name; nothing is written outside the target", null);
      }
      if (part.indexOf('\0') >= 0
          || File.separatorChar == '\\' && (part.indexOf('\\') >= 0 || part.indexOf(':') >= 0)) {
        throw new ArchiveException(entry, "has a name that is not possible on this system", null);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /**
   * Whether a link leads out of the tree, or might.
   *
   * @param depth how many directories of the tree are above the link
   */
  static boolean leaves(String target, int depth) {
    if (target.startsWith("/")
        || File.separatorChar == '\\' && (target.indexOf('\\') >= 0 || target.indexOf(':') >= 0)) {
      return true;
    }
    int above = depth;
    boolean down = false;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        above--;
        // After a name, which may be a link itself, '..' may lead anywhere.
        if (down || above < 0) {
          return true;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        down = true;
      }
    }
    return false;
  }
}
