package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive that may be hostile into a directory, and nowhere else: no link is followed, neither the archive's
 * nor one that was in the directory before. Engines send directories before their content and all of it together, so
 * only the directories above the current entry are kept in memory.
 */
public final class TreeExtractor {
  // Other users cannot access a file or directory until it is complete: its mode may forbid it altogether.
  private static final FileAttribute<?>[] PRIVATE = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };
  private static final FileAttribute<?>[] PRIVATE_DIRECTORY = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
  };
  private static final FileAttribute<?>[] NONE = {};

  private final TarReader tar;
  private final Rules rules;
  private final Restorer restorer;
  private final boolean posix;
  private final boolean alone;
  private final List<Frame> frames = new ArrayList<>();
  private final NameSet seen = new NameSet();
  private final byte[] block = new byte[SparseFile.BLOCK];
  private long entries;
  private long bytes;

  /**
   * What is allowed in an archive.
   *
   * @param keepOwners whether files get the archive's owners, and setuid, setgid and sticky bits
   * @param keepOutsideLinks whether links that leave the target are created
   * @param maxBytes the most content
   * @param maxEntries the most entries, and directories that have none of their own
   */
  public record Rules(boolean keepOwners, boolean keepOutsideLinks, long maxBytes, long maxEntries) {}

  private TreeExtractor(TarReader tar, Path root, boolean alone, Rules rules) {
    this.tar = tar;
    this.alone = alone;
    this.rules = rules;
    posix = isPosix(root);
    restorer = new Restorer(posix, rules.keepOwners());
    frames.add(new Frame("", root));
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Writes the content of a directory into another one.
   *
   * @param root an existing directory, without links in its path
   * @param attributes whether it gets the archived directory's mode, times and owner
   */
  public static void content(TarReader tar, Path root, boolean attributes, Rules rules) {
    TreeExtractor extractor = new TreeExtractor(tar, root, false, rules);
    try {
      extractor.all(attributes);
      extractor.leave(0);
    } catch (RuntimeException | Error e) {
      extractor.giveUp(e);
      throw e;
    }
  }

  private void all(boolean attributes) {
    for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
      count(entry.getName());
      List<String> parts = EntryNames.parts(entry.getName(), entry.getName());
      if (!parts.isEmpty()) {
        add(entry, parts);
      } else if (!isDirectory(entry)) {
        throw new ArchiveException(entry.getName(), "has no name and is not a directory", null);
      } else if (attributes) {
        frames.get(0).attributes = Restorer.Attributes.of(entry);
      }
    }
  }

  /** Writes the one file or link of an archive under a name into an existing directory, without links in its path. */
  public static void single(TarReader tar, Path directory, String name, Rules rules) {
    TreeExtractor extractor = new TreeExtractor(tar, directory, true, rules);
    boolean found = false;
    for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
      extractor.count(entry.getName());
      if (found || isDirectory(entry) || EntryNames.parts(entry.getName(), entry.getName()).size() != 1) {
        throw new ArchiveException(entry.getName(), "is unexpected: the request was for one file; try again", null);
      }
      extractor.add(entry, List.of(name));
      found = true;
    }
    if (!found) {
      throw new ArchiveException(name, "is missing: the archive is empty", null);
    }
  }

  private static boolean isDirectory(TarArchiveEntry entry) {
    return entry.getLinkFlag() == TarConstants.LF_DIR;
  }

  private void count(String name) {
    entries++;
    if (entries > rules.maxEntries()) {
      throw new ArchiveException(
          name,
          "is one entry more than the limit of " + rules.maxEntries() + "; raise it with maxEntries(…)",
          null);
    }
  }

  private void add(TarArchiveEntry entry, List<String> parts) {
    String name = entry.getName();
    EntryNames.checkText(name, name);
    EntryNames.checkText(name, entry.getLinkName());
    if (isDirectory(entry)) {
      enter(name, parts, true);
      top().attributes = Restorer.Attributes.of(entry);
      return;
    }
    if (!seen.add(String.join("/", parts))) {
      throw new ArchiveException(name, "is in the archive twice", null);
    }
    enter(name, parts.subList(0, parts.size() - 1), false);
    Path path = child(name, top().path, parts.get(parts.size() - 1));
    if (TarReader.isFile(entry)) {
      file(entry, path);
      return;
    }
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_SYMLINK -> link(entry, path, entry.getLinkName());
      case TarConstants.LF_LINK -> sameAs(entry, path);
      case TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO ->
        throw new ArchiveException(
            name, "is a device or a pipe, which is not created; copy the files next to it one by one", null);
      default -> throw new ArchiveException(name, "is of an unknown kind", null);
    }
  }

  private void file(TarArchiveEntry entry, Path path) {
    String name = entry.getName();
    long size = entry.getSize();
    if (size < 0 || size > rules.maxBytes() - bytes) {
      throw new ArchiveException(
          name, "exceeds the limit of " + rules.maxBytes() + " bytes; raise it with maxBytes(…)", null);
    }
    bytes += size;
    try (PartialFile draft = new PartialFile(name, path)) {
      try (SparseFile file = draft.make(at -> SparseFile.create(at, posix ? PRIVATE : NONE))) {
        long written = 0;
        for (int count = fill(); count > 0; count = fill()) {
          file.write(block, count);
          written += count;
        }
        if (written != size) {
          throw new ArchiveException(name, "should have " + size + " bytes, but has " + written, null);
        }
        file.finish();
      }
      restorer.written(Restorer.Attributes.of(entry), draft.at());
      draft.finish();
    } catch (IOException e) {
      throw LocalFailure.of(name, "written to " + path, e);
    }
  }

  private int fill() {
    int filled = 0;
    while (filled < block.length) {
      int count = tar.read(block, filled, block.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  private void link(TarArchiveEntry entry, Path path, String target) {
    String name = entry.getName();
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new ArchiveException(name, "is a link to an invalid name", null);
    }
    if (!rules.keepOutsideLinks() && EntryNames.leaves(target, frames.size() - 1)) {
      throw new ArchiveException(
          name,
          "is a link to '" + target.replaceAll("\\p{Cntrl}", "?") + "', which leaves the target; "
              + (alone
                  ? "followLinks() copies what it leads to, and keepOutsideLinks() keeps the link unchanged"
                  : "keepOutsideLinks() creates such links unchanged"),
          null);
    }
    try (PartialFile draft = new PartialFile(name, path)) {
      Path to = path.getFileSystem().getPath(target);
      draft.make(at -> Files.createSymbolicLink(at, to));
      restorer.link(Restorer.Attributes.of(entry), draft.at());
      draft.finish();
    } catch (IOException e) {
      throw LocalFailure.of(name, "created as a link at " + path, e);
    } catch (InvalidPathException e) {
      throw LocalFailure.name(name, target, e);
    } catch (UnsupportedOperationException e) {
      throw new ArchiveException(name, "is a link, which this file system does not support", e);
    }
  }

  /** Another name for a file that came before: for nothing else, so that other users' files never get a name here. */
  private void sameAs(TarArchiveEntry entry, Path path) {
    String name = entry.getName();
    String target = entry.getLinkName();
    List<String> parts = EntryNames.parts(name, target);
    if (parts.isEmpty() || !seen.contains(String.join("/", parts))) {
      throw new ArchiveException(
          name,
          "is a hard link to '" + target + "', which did not come before it; nothing outside the target is linked",
          null);
    }
    Path first = frames.get(0).path;
    for (String part : parts) {
      if (!isDirectory(first)) {
        throw new ArchiveException(name, "is a hard link that leads through something other than directories", null);
      }
      first = child(name, first, part);
    }
    try (PartialFile draft = new PartialFile(name, path)) {
      BasicFileAttributes found = Files.readAttributes(first, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isSymbolicLink()) {
        link(entry, path, Files.readSymbolicLink(first).toString());
        return;
      }
      if (!found.isRegularFile() || first.equals(path)) {
        throw new ArchiveException(name, "is a hard link to something other than a file", null);
      }
      Path one = first;
      draft.make(at -> Files.createLink(at, one));
      draft.finish();
    } catch (IOException e) {
      throw LocalFailure.of(name, "created as a hard link at " + path, e);
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Enters a directory of the target, and creates missing directories.
   *
   * @param counted whether the directory itself is an entry; those above it without an entry of their own count as
   *     entries
   */
  private void enter(String entry, List<String> parts, boolean counted) {
    int common = 0;
    while (common < parts.size() && common + 1 < frames.size()
        && frames.get(common + 1).name.equals(parts.get(common))) {
      common++;
    }
    leave(common + 1);
    for (int i = common; i < parts.size(); i++) {
      if (!counted || i < parts.size() - 1) {
        count(entry);
      }
      Path path = child(entry, top().path, parts.get(i));
      openDirectory(entry, path);
      frames.add(new Frame(parts.get(i), path));
    }
  }

  /** Gives directories their attributes, now that everything is in them. */
  private void leave(int remaining) {
    while (frames.size() > remaining) {
      Frame done = frames.remove(frames.size() - 1);
      if (done.attributes != null) {
        restorer.written(done.attributes, done.path);
      }
    }
  }

  private void giveUp(Throwable reason) {
    while (!frames.isEmpty()) {
      try {
        leave(frames.size() - 1);
      } catch (DockerException e) {
        reason.addSuppressed(e);
      }
    }
  }

  /**
   * Creates a directory for this user only, or uses an existing one; never the target of a link.
   *
   * @return whether it was created
   */
  public static boolean openDirectory(String entry, Path path) {
    try {
      try {
        Files.createDirectory(path, isPosix(path) ? PRIVATE_DIRECTORY : NONE);
        return true;
      } catch (FileAlreadyExistsException e) {
        if (Files.isSymbolicLink(path)) {
          throw new ArchiveException(
              entry, "needs a directory at " + path + ", which is a link; nothing is written through links", e);
        }
        if (!isDirectory(path)) {
          throw new ArchiveException(
              entry, "needs a directory at " + path + ", which is a file; remove it or choose another target", e);
        }
        return false;
      }
    } catch (IOException e) {
      throw LocalFailure.of(entry, "created as a directory at " + path, e);
    }
  }

  /** The path of a name in a directory; a name that would lead elsewhere is refused. */
  public static Path child(String entry, Path directory, String name) {
    Path child;
    try {
      child = directory.resolve(name);
    } catch (InvalidPathException e) {
      throw LocalFailure.name(entry, name, e);
    }
    if (!directory.equals(child.getParent()) || !name.equals(String.valueOf(child.getFileName()))) {
      throw new ArchiveException(
          entry, "has a name that means something else here; nothing is written outside the target", null);
    }
    return child;
  }

  private Frame top() {
    return frames.get(frames.size() - 1);
  }

  private static final class Frame {
    final String name;
    final Path path;
    Restorer.@Nullable Attributes attributes;

    Frame(String name, Path path) {
      this.name = name;
      this.path = path;
    }
  }
}
