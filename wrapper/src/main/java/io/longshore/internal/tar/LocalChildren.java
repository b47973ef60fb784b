package io.longshore.internal.tar;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory's children, read on demand; failures are those of the local disk. */
final class LocalChildren implements AutoCloseable {
  private final Path directory;
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> children;

  // Its own close() closes the stream.
  @SuppressWarnings("StreamResourceLeak")
  LocalChildren(Path directory) {
    this.directory = directory;
    try {
      stream = Files.newDirectoryStream(directory);
    } catch (IOException e) {
      throw LocalFailure.of(directory.toString(), "read", e);
    }
    children = stream.iterator();
  }

  /** The names of all children, in the order of the file system's paths: on Unix, that of the bytes. */
  static List<Path> sorted(Path directory) {
    List<Path> names = new ArrayList<>();
    try (LocalChildren children = new LocalChildren(directory)) {
      for (Path child = children.next(); child != null; child = children.next()) {
        names.add(name(child));
      }
    }
    Collections.sort(names);
    return names;
  }

  static Path name(Path child) {
    return Objects.requireNonNull(child.getFileName(), "a child without a name");
  }

  @Nullable
  Path next() {
    try {
      return children.hasNext() ? children.next() : null;
    } catch (DirectoryIteratorException e) {
      throw LocalFailure.of(directory.toString(), "read", Objects.requireNonNull(e.getCause()));
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw LocalFailure.of(directory.toString(), "read", e);
    }
  }
}
