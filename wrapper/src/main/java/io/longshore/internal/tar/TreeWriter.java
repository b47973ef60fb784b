package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private final boolean build;
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
    this(tar, follow, owner, false);
  }

  private TreeWriter(TarWriter tar, boolean follow, @Nullable Owner owner, boolean build) {
    this.tar = tar;
    this.follow = follow;
    this.owner = owner;
    this.build = build;
  }

  /**
   * Writes as {@code docker build} does: sorted by name, of the owner 0:0, with whole seconds, with devices, and with
   * every further name of anything but a directory as a hard link. Memory grows with the largest directory too.
   */
  public static TreeWriter ofBuild(TarWriter tar) {
    return new TreeWriter(tar, false, Owner.ROOT, true);
  }

  /** Writes a file, link or directory with all that is in it under a name. */
  public void add(Path source, String name) throws IOException {
    LocalFile file = attributes(source);
    if (file.kind() == LocalFile.Kind.SOCKET) {
      throw new ArchiveException(source.toString(), "is a socket and cannot be copied", null);
    }
    add(source, name, file, TreeFilter.ALL);
  }

  private void add(Path source, String name, LocalFile file, TreeFilter inside) throws IOException {
    TarWriter.Attributes attributes = attributes(file);
    if (!follow && (file.kind() == LocalFile.Kind.FILE || build && file.kind() != LocalFile.Kind.DIRECTORY)
        && file.names() > 1 && file.key() != null) {
      String first = firstNames.putIfAbsent(file.key(), name);
      if (first != null) {
        tar.sameAs(name, first, attributes);
        return;
      }
    }
    switch (file.kind()) {
      case FILE -> file(source, name, file, attributes);
      case DIRECTORY -> {
        tar.directory(name, attributes);
        inside(source, name + "/", file, inside);
      }
      case LINK -> tar.link(name, target(source), attributes);
      case FIFO -> tar.fifo(name, attributes);
      case SOCKET -> {
      } // As docker cp does: it is useless without the process that listens on it.
      case DEVICE -> device(source, name, file, attributes);
      default -> throw new AssertionError(file.kind());
    }
  }

  private void device(Path source, String name, LocalFile file, TarWriter.Attributes attributes) throws IOException {
    if (!build || file.device() == null) {
      throw new ArchiveException(
          source.toString(), "is a device and cannot be copied; leave it out of the directory", null);
    }
    tar.device(name, file.device(), attributes);
  }

  private TarWriter.Attributes attributes(LocalFile file) {
    return new TarWriter.Attributes(
        file.mode(),
        owner == null ? new Owner(file.uid(), file.gid()) : owner,
        build ? FileTime.from(file.modified().toInstant().getEpochSecond(), TimeUnit.SECONDS) : file.modified());
  }

  /** Writes what is in a directory, without the directory itself. */
  public void addContent(Path directory) throws IOException {
    addContent(directory, TreeFilter.ALL);
  }

  /** Writes what a filter chooses of a directory, without the directory itself. */
  public void addContent(Path directory, TreeFilter filter) throws IOException {
    inside(directory, "", attributes(directory), filter);
  }

  /** Writes a file with other content than it has. */
  public void addChanged(Path source, String name, byte[] content) throws IOException {
    LocalFile file = attributes(source);
    tar.file(name, content, attributes(file));
  }

  private void inside(Path directory, String prefix, LocalFile attributes, TreeFilter filter) throws IOException {
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
    if (build) {
      for (Path name : LocalChildren.sorted(directory)) {
        child(directory.resolve(name), name, prefix, filter);
      }
    } else {
      try (LocalChildren children = new LocalChildren(directory)) {
        for (Path child = children.next(); child != null; child = children.next()) {
          child(child, LocalChildren.name(child), prefix, filter);
        }
      }
    }
    if (follow && key != null) {
      above.pop();
    }
  }

  private void child(Path child, Path fileName, String prefix, TreeFilter filter) throws IOException {
    // Not yet checked: a name that cannot be read may be left out.
    TreeFilter.Choice choice = filter.choose(prefix + fileName);
    if (choice == null) {
      return;
    }
    String name = prefix + LocalNames.text(child, fileName);
    LocalFile file = attributes(child);
    if (choice.written()) {
      add(child, name, file, choice.inside());
    } else if (file.kind() == LocalFile.Kind.DIRECTORY) {
      inside(child, name + "/", file, choice.inside());
    }
  }

  private void file(Path source, String name, LocalFile file, TarWriter.Attributes attributes) throws IOException {
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
}
