package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.internal.tar.LocalNames;
import io.longshore.internal.tar.TarWriter;
import io.longshore.internal.tar.TreeWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Copies into a container. */
final class CopyIn {
  private static final int BUFFER = 64 * 1024;

  private final Archives archives;
  private final TransferFeed feed;

  CopyIn(Archives archives, TransferFeed feed) {
    this.archives = archives;
    this.feed = feed;
  }

  void copy(Path source, ContainerPath target, CopyToOptions options) {
    boolean directory = isDirectory(source, options.followLinks);
    String name = name(source);
    PathLookup at = PathLookup.target(archives, target);
    PathStat found = at.found();
    ContainerPath into;
    String as;
    if (found != null && found.isDirectory()) {
      into = at.path();
      as = name;
    } else if (found != null && (directory || target.directory())) {
      throw new ArchiveException(
          at.path().path(), "is not a directory in the container, so a directory cannot be copied there", null);
    } else if (found == null && !directory && target.directory()) {
      // Engines report a missing container in the same way; its root shows the difference.
      archives.stat(ContainerPath.ROOT);
      throw new ArchiveException(
          target.path(),
          "is not a directory in the container; create it first, or remove the slash at its end to give the copy that name",
          null);
    } else {
      into = at.path().parent();
      as = at.path().name();
    }
    // A file under the target's own name has been checked with the target.
    if (directory || found != null && found.isDirectory()) {
      check(source, archives.real(into), as);
    }
    if (!directory) {
      feed.total(size(source, options.followLinks));
    }
    archives.put(
        into,
        target,
        out -> {
          TarWriter tar = new TarWriter(out, feed::bytes);
          TreeWriter tree = new TreeWriter(tar, options.followLinks, options.owner);
          if (as.isEmpty()) {
            tree.addContent(source);
          } else {
            tree.add(source, as);
          }
          tar.finish();
        });
  }

  /**
   * Whether any of it would be copied into a mount that archives do not reach; an empty directory in one loses nothing.
   */
  private void check(Path source, ContainerPath into, String as) {
    ContainerPath copy = as.isEmpty() ? into : into.child(as);
    if (!isEmptyDirectory(source)) {
      archives.mounts().check(copy.path());
    }
    for (String mount : archives.mounts().inside(copy.path())) {
      Path part = part(source, mount);
      if (part != null && Files.exists(part, LinkOption.NOFOLLOW_LINKS) && !isEmptyDirectory(part)) {
        throw HiddenMounts.refused(
            part.toString(), "would be copied into a memory mount (" + copy.child(mount).path() + ") in the container");
      }
    }
  }

  /** Null for a name that a local file cannot have, or that cannot be read. */
  private static @Nullable Path part(Path source, String name) {
    try {
      return source.resolve(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isEmptyDirectory(Path path) {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      return !content.iterator().hasNext();
    } catch (IOException e) {
      throw new ArchiveException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isDirectory(Path source, boolean followLinks) {
    LinkOption[] options = followLinks ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    if (!Files.exists(source, options)) {
      if (Files.isSymbolicLink(source)) {
        throw new ArchiveException(source.toString(),
            "is a link to a path that does not exist, so it cannot be followed", null);
      }
      throw new ArchiveException(source.toString(), "does not exist, or its directory cannot be read", null);
    }
    return Files.isDirectory(source, options);
  }

  /** How many bytes a file has; a link has none. */
  private static long size(Path source, boolean followLinks) {
    try {
      return followLinks || Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) ? Files.size(source) : 0;
    } catch (IOException e) {
      throw new ArchiveException(source.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The name of a source in a target directory; empty if the source means a directory's content. */
  private static String name(Path source) {
    Path last = source.getFileName();
    if (last == null || last.toString().equals(".")) {
      return "";
    }
    if (!last.toString().isEmpty() && !last.toString().equals("..")) {
      return LocalNames.text(source, last);
    }
    try {
      Path real = source.toRealPath().getFileName();
      return real == null ? "" : LocalNames.text(source, real);
    } catch (IOException e) {
      throw new ArchiveException(source.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  void write(ContainerPath file, InputStream content, long size, WriteOptions options) {
    if (file.directory()) {
      throw file.notFile();
    }
    PathLookup at = PathLookup.target(archives, file);
    if (at.found() != null && at.found().isDirectory()) {
      throw new ArchiveException(at.path().path(), "is a directory in the container; give the path of a file in it",
          null);
    }
    feed.total(size);
    archives.put(
        at.path().parent(),
        file,
        out -> {
          TarWriter tar = new TarWriter(out, feed::bytes);
          tar.file(at.path().name(), size, options.attributes());
          byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(size, 1))];
          for (long left = size; left > 0;) {
            int count = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
              throw new ArchiveException(
                  file.path(), "should have " + size + " bytes, but the content ended after " + (size - left), null);
            }
            tar.write(buffer, 0, count);
            left -= count;
          }
          tar.end();
          tar.finish();
        });
  }
}
