package io.longshore.internal.tar;

import io.longshore.ArchiveException;
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
 * Writes an archive that may be hostile into a folder, and nowhere else: no link is followed, be it the archive's or one that
 * was in the folder before. Engines send folders before their content and all of it together, so only the folders above the
 * entry of the moment are kept in mind.
 */
public final class TreeExtractor {
  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private final TarReader tar;
  private final Rules rules;
  private final Restorer restorer;
  private final boolean posix;
  private final List<Frame> frames = new ArrayList<>();
  private final NameSet seen = new NameSet();
  private final byte[] block = new byte[SparseFile.BLOCK];
  private long entries;
  private long bytes;

  /**
   * What is allowed.
   *
   * @param keepOwners whether files get the archive's owners, and setuid, setgid and sticky bits
   * @param keepOutsideLinks whether links that leave the target are made
   * @param maxBytes the most content
   * @param maxEntries the most entries
   */
  public record Rules(boolean keepOwners, boolean keepOutsideLinks, long maxBytes, long maxEntries) {}

  private TreeExtractor(TarReader tar, Path root, Rules rules) {
    this.tar = tar;
    this.rules = rules;
    posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    restorer = new Restorer(posix, rules.keepOwners());
    frames.add(new Frame("", root));
  }

  /**
   * Writes the content of a folder into another one.
   *
   * @param root an existing folder, without links in its path
   * @param attributes whether it gets the archived folder's mode, times and owner
   */
  public static void content(TarReader tar, Path root, boolean attributes, Rules rules) {
    TreeExtractor extractor = new TreeExtractor(tar, root, rules);
    for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
      extractor.count(entry);
      List<String> parts = EntryNames.parts(entry.getName(), entry.getName());
      if (!parts.isEmpty()) {
        extractor.add(entry, parts);
      } else if (!isFolder(entry)) {
        throw new ArchiveException(entry.getName(), "has no name and is no folder", null);
      } else if (attributes) {
        extractor.frames.get(0).attributes = entry;
      }
    }
    extractor.leave(0);
  }

  /** Writes the one file or link of an archive under a name into an existing folder, without links in its path. */
  public static void single(TarReader tar, Path folder, String name, Rules rules) {
    TreeExtractor extractor = new TreeExtractor(tar, folder, rules);
    boolean found = false;
    for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
      extractor.count(entry);
      if (found || isFolder(entry) || EntryNames.parts(entry.getName(), entry.getName()).size() != 1) {
        throw new ArchiveException(entry.getName(), "does not belong there: one file was asked for; try again", null);
      }
      extractor.add(entry, List.of(name));
      found = true;
    }
    if (!found) {
      throw new ArchiveException(name, "did not come: the archive is empty", null);
    }
  }

  private static boolean isFolder(TarArchiveEntry entry) {
    return entry.getLinkFlag() == TarConstants.LF_DIR;
  }

  private void count(TarArchiveEntry entry) {
    entries++;
    if (entries > rules.maxEntries()) {
      throw new ArchiveException(
          entry.getName(),
          "is one entry more than the limit of " + rules.maxEntries() + "; raise it with maxEntries(…)",
          null);
    }
  }

  private void add(TarArchiveEntry entry, List<String> parts) {
    String name = entry.getName();
    if (isFolder(entry)) {
      enter(name, parts);
      top().attributes = entry;
      return;
    }
    if (!seen.add(String.join("/", parts))) {
      throw new ArchiveException(name, "is in the archive twice", null);
    }
    enter(name, parts.subList(0, parts.size() - 1));
    Path path = child(name, top().path, parts.get(parts.size() - 1));
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG, TarConstants.LF_GNUTYPE_SPARSE ->
          file(entry, path);
      case TarConstants.LF_SYMLINK -> link(entry, path, entry.getLinkName());
      case TarConstants.LF_LINK -> sameAs(entry, path);
      case TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO ->
          throw new ArchiveException(
              name, "is a device or a pipe, which is not made here; copy the files beside it one by one", null);
      default -> throw new ArchiveException(name, "is of a kind that is not known here", null);
    }
  }

  private void file(TarArchiveEntry entry, Path path) {
    String name = entry.getName();
    long size = entry.getRealSize();
    if (size < 0 || size > rules.maxBytes() - bytes) {
      throw new ArchiveException(
          name, "makes it more than the limit of " + rules.maxBytes() + " bytes; raise it with maxBytes(…)", null);
    }
    bytes += size;
    boolean made = false;
    boolean whole = false;
    try (SparseFile file = create(name, path)) {
      made = true;
      for (int count = fill(); count > 0; count = fill()) {
        file.write(block, count);
      }
      file.finish();
      whole = true;
    } catch (IOException e) {
      throw LocalFailure.of(name, "written to " + path, e);
    } finally {
      if (made && !whole) {
        discard(path);
      }
    }
    restorer.written(entry, path);
  }

  /** A part of a file must not be taken for the whole. */
  private static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What failed before is what is told.
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

  private SparseFile create(String name, Path path) throws IOException {
    FileAttribute<?>[] attributes = posix ? PRIVATE : new FileAttribute<?>[0];
    try {
      return SparseFile.create(path, attributes);
    } catch (FileAlreadyExistsException e) {
      remove(name, path);
      return SparseFile.create(path, attributes);
    }
  }

  private void link(TarArchiveEntry entry, Path path, String target) {
    String name = entry.getName();
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new ArchiveException(name, "is a link to a name that no file can have", null);
    }
    if (!rules.keepOutsideLinks() && EntryNames.leaves(target, frames.size() - 1)) {
      throw new ArchiveException(
          name,
          "is a link to '" + target.replaceAll("\\p{Cntrl}", "?") + "', which leaves the target; keepOutsideLinks() makes such"
              + " links as they are",
          null);
    }
    try {
      Path to = path.getFileSystem().getPath(target);
      try {
        Files.createSymbolicLink(path, to);
      } catch (FileAlreadyExistsException e) {
        remove(name, path);
        Files.createSymbolicLink(path, to);
      }
    } catch (IOException e) {
      throw LocalFailure.of(name, "made as a link at " + path, e);
    } catch (InvalidPathException | UnsupportedOperationException e) {
      throw new ArchiveException(name, "is a link that this file system cannot have: " + e.getMessage(), e);
    }
    restorer.link(entry, path);
  }

  /** Another name of a file that came before: of nothing else, so that no file of somebody else gets a name here. */
  private void sameAs(TarArchiveEntry entry, Path path) {
    String name = entry.getName();
    String target = entry.getLinkName();
    List<String> parts = EntryNames.parts(name, target);
    if (parts.isEmpty() || !seen.contains(String.join("/", parts))) {
      throw new ArchiveException(
          name, "is a hard link to '" + target + "', which did not come before it; nothing outside the target is linked", null);
    }
    Path first = frames.get(0).path;
    for (String part : parts) {
      if (!isFolder(first)) {
        throw new ArchiveException(name, "is a hard link that leads through something else than folders", null);
      }
      first = child(name, first, part);
    }
    try {
      BasicFileAttributes found = Files.readAttributes(first, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isSymbolicLink()) {
        link(entry, path, Files.readSymbolicLink(first).toString());
        return;
      }
      if (!found.isRegularFile() || first.equals(path)) {
        throw new ArchiveException(name, "is a hard link to something else than a file", null);
      }
      try {
        Files.createLink(path, first);
      } catch (FileAlreadyExistsException e) {
        remove(name, path);
        Files.createLink(path, first);
      }
    } catch (IOException e) {
      throw LocalFailure.of(name, "made as a hard link at " + path, e);
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes place for a file or link. */
  private static void remove(String name, Path path) throws IOException {
    if (isFolder(path)) {
      throw new ArchiveException(
          name, "is no folder, and there is a folder at " + path + "; remove it or choose another target", null);
    }
    Files.delete(path);
  }

  /** Goes into a folder of the target, making the folders that are not there. */
  private void enter(String entry, List<String> parts) {
    int common = 0;
    while (common < parts.size() && common + 1 < frames.size() && frames.get(common + 1).name.equals(parts.get(common))) {
      common++;
    }
    leave(common + 1);
    for (String part : parts.subList(common, parts.size())) {
      Path path = child(entry, top().path, part);
      openFolder(entry, path);
      frames.add(new Frame(part, path));
    }
  }

  /** Gives folders what the archive says of them, now that everything is in them. */
  private void leave(int remaining) {
    while (frames.size() > remaining) {
      Frame done = frames.remove(frames.size() - 1);
      if (done.attributes != null) {
        restorer.written(done.attributes, done.path);
      }
    }
  }

  /** Makes a folder, or takes one that is there; never what a link leads to. */
  public static void openFolder(String entry, Path path) {
    try {
      try {
        Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        if (Files.isSymbolicLink(path)) {
          throw new ArchiveException(
              entry, "needs a folder at " + path + ", which is a link; nothing is written through links", e);
        }
        if (!isFolder(path)) {
          throw new ArchiveException(
              entry, "needs a folder at " + path + ", where a file is; remove it or choose another target", e);
        }
      }
    } catch (IOException e) {
      throw LocalFailure.of(entry, "made as a folder at " + path, e);
    }
  }

  /** The path of a name in a folder; a name that would be anything else is refused. */
  public static Path child(String entry, Path folder, String name) {
    Path child;
    try {
      child = folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new ArchiveException(entry, "has a name that this file system cannot have: " + e.getReason(), e);
    }
    if (!folder.equals(child.getParent()) || !name.equals(String.valueOf(child.getFileName()))) {
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
    @Nullable TarArchiveEntry attributes;

    Frame(String name, Path path) {
      this.name = name;
      this.path = path;
    }
  }
}
