package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.internal.progress.TransferFeed;
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
  private final TransferFeed feed;

  CopyOut(Archives archives, TransferFeed feed) {
    this.archives = archives;
    this.feed = feed;
  }

  Path copy(ContainerPath source, Path target, CopyFromOptions options) {
    archives.reach(source, false);
    PathLookup from = new PathLookup(source, archives.stat(source));
    if (options.followLinks || source.directory()) {
      from = from.followed(archives);
    }
    PathStat found = source.directory() ? from.directory() : from.found();
    if (found != null && found.isFile()) {
      feed.total(found.size());
    }
    return found != null && found.isDirectory()
        ? directory(from.path(), source, target, options)
        : single(from.path(), source, target, options);
  }

  private Path directory(ContainerPath from, ContainerPath source, Path target, CopyFromOptions options) {
    Path root;
    boolean made;
    if (Files.isDirectory(target)) {
      Path real = real(target);
      root = source.content() ? real : inside(real, source);
      made = !source.content() && !Files.exists(root, LinkOption.NOFOLLOW_LINKS);
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException(target.toString(),
          "is not a directory, but '" + source + "' is; choose another target", null);
    } else {
      root = inParent(target);
      made = true;
    }
    // The directory is created after the engine's response: if it exists, repeating the call means another target.
    try (ByteSource bytes = archives.source(from.asContent())) {
      boolean opened = TreeExtractor.openDirectory(source.path(), root);
      try {
        TreeExtractor.content(new TarReader(bytes, feed::bytes), root, made, options.rules());
      } catch (RuntimeException | Error e) {
        if (opened) {
          removeIfEmpty(root, e);
        }
        throw e;
      }
    }
    return root;
  }

  private static void removeIfEmpty(Path directory, Throwable reason) {
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException e) {
      // What was copied stays.
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private Path single(ContainerPath from, ContainerPath source, Path target, CopyFromOptions options) {
    Path file = Files.isDirectory(target) ? inside(real(target), source) : inParent(target);
    try (ByteSource bytes = archives.source(from.path())) {
      TreeExtractor.single(new TarReader(bytes, feed::bytes), Objects.requireNonNull(file.getParent()),
          file.getFileName().toString(), options.rules());
    }
    return file;
  }

  private static Path inside(Path directory, ContainerPath source) {
    return TreeExtractor.child(source.path(), directory, source.name());
  }

  /** A path that does not exist yet, in a directory that does. */
  private static Path inParent(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new ArchiveException(
          target.toString(), "cannot be created: its parent directory does not exist; create that first", null);
    }
    return real(parent).resolve(target.getFileName());
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new ArchiveException(directory.toString(), "cannot be used as a target: " + e.getMessage(), e);
    }
  }
}
