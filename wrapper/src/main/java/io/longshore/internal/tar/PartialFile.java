package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file or link that is being created. If one exists already, the new one is created next to it under an unguessable
 * name, and replaces it in one step when it is complete. A file that does not become complete is deleted.
 */
final class PartialFile implements AutoCloseable {
  private final String entry;
  private final Path path;
  private @Nullable Path at;
  private boolean whole;

  PartialFile(String entry, Path path) {
    this.entry = entry;
    this.path = path;
  }

  /** Creates something at a path that must not exist. */
  interface Maker<T> {
    T make(Path at) throws IOException;
  }

  <T> T make(Maker<T> maker) throws IOException {
    try {
      return made(maker, path);
    } catch (FileAlreadyExistsException e) {
      checkReplaceable();
      return made(maker, path.resolveSibling(".longshore-" + UUID.randomUUID()));
    }
  }

  private <T> T made(Maker<T> maker, Path place) throws IOException {
    T made = maker.make(place);
    at = place;
    return made;
  }

  private void checkReplaceable() throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isDirectory()) {
      throw new ArchiveException(
          entry, "is a file, and there is a directory at " + path + "; choose another target",
          null);
    }
    if (found.isOther()) {
      throw new ArchiveException(
          entry, "does not replace the device, pipe or socket at " + path + "; choose another target",
          null);
    }
  }

  /** Where it is now. */
  Path at() {
    return at == null ? path : at;
  }

  /** Moves the complete file to its path. */
  void finish() throws IOException {
    if (!at().equals(path)) {
      Files.move(at(), path, StandardCopyOption.ATOMIC_MOVE);
    }
    whole = true;
  }

  @Override
  public void close() throws IOException {
    // Moving one name of a file onto another of the same file leaves both.
    if (at != null && (!whole || !at.equals(path))) {
      Files.deleteIfExists(at);
    }
  }
}
