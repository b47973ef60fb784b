package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.files.FileError.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory or a file of the host, as the root of a tree. Paths are those of a {@link MountedTree}: without links and
 * {@code ..}, so no link on the host is followed, and nothing outside is reached, unless a program of the host puts a
 * link into the way at this very moment. Pipes and devices cannot be opened. Owners are kept if this JVM may set them.
 */
public final class HostTree implements Tree {
  private final Path root;
  private final boolean isUnix;

  /**
   * A tree.
   *
   * @param root exists, and has no links in it
   */
  public HostTree(Path root) {
    this.root = root;
    this.isUnix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private interface Step<T> {
    T run(Path file) throws IOException;
  }

  private interface Change {
    void run(Path file) throws IOException;
  }

  private <T> T at(String path, Step<T> step) throws FileError {
    try {
      String name = path.replaceFirst("^/+", "");
      return step.run(name.isEmpty() ? root : root.resolve(name));
    } catch (IOException | InvalidPathException e) {
      throw new FileError(kind(e), path);
    }
  }

  private void change(String path, Change change) throws FileError {
    at(path, file -> {
      change.run(file);
      return file;
    });
  }

  private static Kind kind(Exception failure) {
    if (failure instanceof FileError known) {
      return known.kind();
    }
    if (failure instanceof InvalidPathException) {
      return Kind.INVALID;
    }
    Map<Class<?>, Kind> kinds = Map.of(
        NoSuchFileException.class, Kind.NOT_FOUND,
        FileAlreadyExistsException.class, Kind.EXISTS,
        DirectoryNotEmptyException.class, Kind.NOT_EMPTY,
        NotDirectoryException.class, Kind.NOT_A_FOLDER,
        AccessDeniedException.class, Kind.DENIED);
    Kind kind = kinds.getOrDefault(failure.getClass(), Kind.FAILED);
    String reason = failure instanceof FileSystemException system ? system.getReason() : null;
    for (Kind each : Kind.values()) {
      kind = each.words().equals(reason) ? each : kind;
    }
    return kind;
  }

  @Override
  public FileStat stat(String path) throws FileError {
    return at(path, this::stat);
  }

  private FileStat stat(Path file) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FileKind kind = basic.isDirectory() ? FileKind.FOLDER : basic.isRegularFile() ? FileKind.FILE : FileKind.DEVICE;
    kind = basic.isSymbolicLink() ? FileKind.LINK : kind;
    String target = kind == FileKind.LINK ? Files.readSymbolicLink(file).toString() : "";
    Instant modified = basic.lastModifiedTime().toInstant();
    if (!isUnix) {
      int mode = kind == FileKind.FOLDER ? 0755 : 0644;
      return new FileStat(basic.hashCode(), kind, mode, Owner.ROOT, basic.size(), modified, target, 1);
    }
    Map<String, Object> unix = Files.readAttributes(file, "unix:mode,uid,gid,ino,nlink", LinkOption.NOFOLLOW_LINKS);
    int mode = number(unix, "mode").intValue();
    kind = (mode & 0170000) == 0010000 ? FileKind.FIFO : kind;
    Owner owner = new Owner(number(unix, "uid").intValue(), number(unix, "gid").intValue());
    long inode = number(unix, "ino").longValue();
    int links = number(unix, "nlink").intValue();
    return new FileStat(inode, kind, mode & 07777, owner, basic.size(), modified, target, links);
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return (Number) Objects.requireNonNull(attributes.get(name));
  }

  @Override
  public List<String> list(String path) throws FileError {
    return at(path, file -> {
      try (Stream<Path> entries = Files.list(file)) {
        return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
      }
    });
  }

  @Override
  public void makeFolder(String path, int mode, Owner owner) throws FileError {
    change(path, file -> adopt(Files.createDirectory(file), mode, owner));
  }

  /** Gives something new its mode and, if that is allowed, its owner. */
  private void adopt(Path file, int mode, Owner owner) throws IOException {
    if (!isUnix) {
      return;
    }
    try {
      setOwner(file, owner);
    } catch (FileSystemException e) {
      // It stays this JVM's, as a container's root without privileges would see it.
    }
    if (!Files.isSymbolicLink(file)) {
      Files.setAttribute(file, "unix:mode", mode);
    }
  }

  private static void setOwner(Path file, Owner owner) throws IOException {
    Files.setAttribute(file, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void makeLink(String target, String path, Owner owner) throws FileError {
    change(path, file -> adopt(Files.createSymbolicLink(file, Path.of(target)), 0777, owner));
  }

  @Override
  public void makeFifo(String path, int mode, Owner owner) throws FileError {
    throw new FileError(Kind.NOT_PERMITTED, path);
  }

  @Override
  public void makeName(String file, String path) throws FileError {
    Path existing = at(file, each -> each);
    change(path, name -> Files.createLink(name, existing));
  }

  @Override
  public InputStream read(String path) throws FileError {
    return at(path, file -> Files.newInputStream(regular(file, path), LinkOption.NOFOLLOW_LINKS));
  }

  /** To open a pipe could wait for its other end, and devices do what nobody expects of a double. */
  private Path regular(Path file, String path) throws IOException {
    FileKind kind = stat(file).kind();
    if (kind != FileKind.FILE) {
      throw new FileError(kind == FileKind.FOLDER ? Kind.IS_A_FOLDER : Kind.NOT_PERMITTED, path);
    }
    return file;
  }

  @Override
  public OutputStream write(String path, boolean append, Owner owner) throws FileError {
    return at(path, file -> {
      boolean isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
      Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS,
          append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
      OutputStream out = Files.newOutputStream(isNew ? file : regular(file, path), options.toArray(OpenOption[]::new));
      if (isNew) {
        adopt(file, 0644, owner);
      }
      return out;
    });
  }

  @Override
  public void resize(String path, long size) throws FileError {
    change(path, file -> {
      Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try (SeekableByteChannel channel = Files.newByteChannel(regular(file, path), options)) {
        if (channel.size() < size) {
          channel.position(size - 1).write(ByteBuffer.allocate(1));
        }
        channel.truncate(size);
      }
    });
  }

  @Override
  public void remove(String path) throws FileError {
    change(path, Files::delete);
  }

  @Override
  public void rename(String from, String to) throws FileError {
    Path source = at(from, file -> file);
    change(to, target -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void chmod(String path, int mode) throws FileError {
    change(path, file -> {
      if (isUnix) {
        Files.setAttribute(file, "unix:mode", mode & 07777);
      }
    });
  }

  @Override
  public void chown(String path, Owner owner) throws FileError {
    change(path, file -> {
      if (isUnix && !stat(file).owner().equals(owner)) {
        setOwner(file, owner);
      }
    });
  }

  @Override
  public void touch(String path, Instant modified) throws FileError {
    change(path, file -> {
      // Java cannot set the time of a link.
      if (!Files.isSymbolicLink(file)) {
        Files.setLastModifiedTime(file, FileTime.from(modified));
      }
    });
  }

  private record Key(Path root, long number) {}

  @Override
  public Item snapshot(String path, String name) throws FileError {
    FileStat stat = stat(path);
    return new Item(name, stat, new Key(root, stat.number()), () -> read(path));
  }

  /** A host's files are no burden of the engine. */
  @Override
  public long size() {
    return 0;
  }
}
