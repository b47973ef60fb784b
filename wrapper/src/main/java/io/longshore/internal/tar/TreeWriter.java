package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a local file or directory into an archive. Memory grows with the depth and the hard links of the tree, not its
 * size.
 */
public final class TreeWriter {
  private static final int BUFFER = 128 * 1024;

  private final TarWriter tar;
  private final boolean follow;
  private final @Nullable Owner owner;
  private final byte[] buffer = new byte[BUFFER];
  private final Map<Object, String> firstNames = new HashMap<>();
  private final Deque<Object> above = new ArrayDeque<>();

  /**
   * Writes to an archive.
   *
   * @param follow whether links become what they lead to
   * @param owner of everything, or null for the local owners
   */
  public TreeWriter(TarWriter tar, boolean follow, @Nullable Owner owner) {
    this.tar = tar;
    this.follow = follow;
    this.owner = owner;
  }

  /** Writes a file, link or directory with all that is in it under a name. */
  public void add(Path source, String name) throws IOException {
    LocalFile file = attributes(source);
    if (file.kind() == LocalFile.Kind.SOCKET) {
      throw new ArchiveException(source.toString(), "is a socket and cannot be copied", null);
    }
    add(source, name, file);
  }

  private void add(Path source, String name, LocalFile file) throws IOException {
    TarWriter.Attributes attributes = new TarWriter.Attributes(
        file.mode(), owner == null ? new Owner(file.uid(), file.gid()) : owner, file.modified());
    switch (file.kind()) {
      case FILE -> file(source, name, file, attributes);
      case DIRECTORY -> {
        tar.directory(name, attributes);
        inside(source, name + "/", file);
      }
      case LINK -> tar.link(name, target(source), attributes);
      case FIFO -> tar.fifo(name, attributes);
      case SOCKET -> {
      } // As docker cp does: it is useless without the process that listens on it.
      case DEVICE -> throw new ArchiveException(
          source.toString(), "is a device and cannot be copied; leave it out of the directory", null);
      default -> throw new AssertionError(file.kind());
    }
  }

  /** Writes what is in a directory, without the directory itself. */
  public void addContent(Path directory) throws IOException {
    inside(directory, "", attributes(directory));
  }

  private void inside(Path directory, String prefix, LocalFile attributes) throws IOException {
    Object key = attributes.key();
    if (follow && key != null) {
      if (above.contains(key)) {
        throw new ArchiveException(
            directory.toString(),
            "is a link to a directory above it, so following links never ends; copy it without followLinks()",
            null);
      }
      above.push(key);
    }
    try (Children children = new Children(directory)) {
      for (Path child = children.next(); child != null; child = children.next()) {
        add(child, prefix + LocalNames.text(child, child.getFileName()), attributes(child));
      }
    }
    if (follow && key != null) {
      above.pop();
    }
  }

  private void file(Path source, String name, LocalFile file, TarWriter.Attributes attributes) throws IOException {
    if (!follow && file.names() > 1 && file.key() != null) {
      String first = firstNames.putIfAbsent(file.key(), name);
      if (first != null) {
        tar.sameAs(name, first, attributes);
        return;
      }
    }
    try (InputStream in = open(source)) {
      tar.file(name, file.size(), attributes);
      long left = file.size();
      while (left > 0) {
        int count = read(source, in, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw changed(source);
        }
        tar.write(buffer, 0, count);
        left -= count;
      }
      if (read(source, in, 1) >= 0) {
        throw changed(source);
      }
      tar.end();
    }
  }

  private static ArchiveException changed(Path source) {
    return new ArchiveException(
        source.toString(),
        "changed its size while it was read, or has no fixed size, as in /proc; copy it while it is not being written to",
        null);
  }

  private int read(Path source, InputStream in, int length) {
    try {
      return in.read(buffer, 0, length);
    } catch (IOException e) {
      throw LocalFailure.of(source.toString(), "read", e);
    }
  }

  private InputStream open(Path source) {
    try {
      return Files.newInputStream(source, follow ? new OpenOption[0] : new OpenOption[] {LinkOption.NOFOLLOW_LINKS});
    } catch (IOException e) {
      throw LocalFailure.of(source.toString(), "read", e);
    }
  }

  private LocalFile attributes(Path source) {
    try {
      return LocalFile.of(source, follow);
    } catch (NoSuchFileException e) {
      if (follow && Files.isSymbolicLink(source)) {
        throw new ArchiveException(source.toString(),
            "is a link to a path that does not exist, so it cannot be followed", e);
      }
      throw LocalFailure.of(source.toString(), "read", e);
    } catch (IOException e) {
      throw LocalFailure.of(source.toString(), "read", e);
    }
  }

  private static String target(Path link) {
    try {
      return LocalNames.text(link, Files.readSymbolicLink(link)).replace(link.getFileSystem().getSeparator(), "/");
    } catch (IOException e) {
      throw LocalFailure.of(link.toString(), "read", e);
    }
  }

  /** A directory's children, read on demand; failures are those of the local disk. */
  private static final class Children implements AutoCloseable {
    private final Path directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> children;

    // Its own close() closes the stream.
    @SuppressWarnings("StreamResourceLeak")
    Children(Path directory) {
      this.directory = directory;
      try {
        stream = Files.newDirectoryStream(directory);
      } catch (IOException e) {
        throw LocalFailure.of(directory.toString(), "read", e);
      }
      children = stream.iterator();
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
}
