package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.tar.TarReader;
import io.longshore.internal.tar.TreeExtractor;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** Copies out of a container. */
final class CopyOut {
  private final Archives archives;

  CopyOut(Archives archives) {
    this.archives = archives;
  }

  Path copy(ContainerPath source, Path target, CopyFromOptions options) {
    archives.reach(source, false);
    PathLookup from = new PathLookup(source, archives.stat(source));
    if (options.followLinks || source.folder()) {
      from = from.followed(archives);
    }
    PathStat found = source.folder() ? from.folder() : from.found();
    return found != null && found.isFolder()
        ? folder(from.path(), source, target, options)
        : single(from.path(), source, target, options);
  }

  private Path folder(ContainerPath from, ContainerPath source, Path target, CopyFromOptions options) {
    Path root;
    boolean made;
    if (Files.isDirectory(target)) {
      Path real = real(target);
      root = source.content() ? real : inside(real, source);
      made = !source.content() && !Files.exists(root, LinkOption.NOFOLLOW_LINKS);
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException(target.toString(), "is not a directory, but '" + source + "' is; choose another target", null);
    } else {
      root = inParent(target);
      made = true;
    }
    // The folder comes after the engine's answer: with it the same call means another target when it is made again.
    try (ByteSource bytes = archives.source(from.asContent())) {
      boolean opened = TreeExtractor.openFolder(source.path(), root);
      try {
        TreeExtractor.content(new TarReader(bytes), root, made, options.rules());
      } catch (RuntimeException | Error e) {
        if (opened) {
          removeIfEmpty(root, e);
        }
        throw e;
      }
    }
    return root;
  }

  private static void removeIfEmpty(Path folder, Throwable reason) {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // What was copied stays.
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private Path single(ContainerPath from, ContainerPath source, Path target, CopyFromOptions options) {
    Path file = Files.isDirectory(target) ? inside(real(target), source) : inParent(target);
    try (ByteSource bytes = archives.source(from.path())) {
      TreeExtractor.single(new TarReader(bytes), Objects.requireNonNull(file.getParent()), file.getFileName().toString(), options.rules());
    }
    return file;
  }

  private static Path inside(Path folder, ContainerPath source) {
    return TreeExtractor.child(source.path(), folder, source.name());
  }

  /** A path that does not exist yet, in a folder that does. */
  private static Path inParent(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new ArchiveException(
          target.toString(), "cannot be created: its parent directory does not exist; create that first", null);
    }
    return real(parent).resolve(target.getFileName());
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new ArchiveException(folder.toString(), "cannot be used as a target: " + e.getMessage(), e);
    }
  }
}
