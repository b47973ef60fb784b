package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.options.Check;
import io.longshore.internal.progress.CountedInput;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.stream.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The files of a container, running or not. Paths in the container are absolute; others are resolved against {@code /},
 * and {@code ..} removes the name before it. Everything streams: memory use does not depend on the size. A copy may
 * take as long as it makes progress; interrupt the thread to end it. A handle without state. Thread-safe.
 *
 * <p>The files include volumes and bind mounts. They do not include what is mounted in the container's memory:
 * {@code tmpfs} mounts, {@code /dev} with {@code /dev/shm}, {@code /proc} and {@code /sys} are visible to its running
 * processes only, and engines would read and write what such a mount hides. A path in such a mount, a link that leads
 * into one, and a copy that would put something into one throw an {@link ArchiveException}, whether the container is
 * running or not. A program that runs in the container reaches them:
 *
 * <pre>{@code
 * web.exec(e -> e.command("tar", "-x", "-C", "/dev/shm").stdin(tar));
 * String status = web.exec("cat", "/proc/1/status").stdout();
 * }</pre>
 *
 * <p>A directory that contains such a mount is copied out without the mount. Archives are not checked: entries of
 * {@link #extract(String, InputStream)} that are in such a mount are lost. Podman copies in the view of the container's
 * processes, so it has none of these limits.
 *
 * <p>Copying follows {@code docker cp}: if the target is a directory, the copy goes into it under the source's name; if
 * only the target's parent exists, the copy gets the target's name; a source that ends with {@code /.} means the
 * content of the directory, not the directory itself. Unlike {@code docker cp}, links that lead out of a copied tree
 * stop {@link #copyFrom(String, Path)} unless they are kept, and a local link in place of a copied file is replaced and
 * never followed. Methods throw {@link io.longshore.error.EngineException}s, such as
 * {@link io.longshore.error.NotFoundException} if the container or a path in it does not exist, and
 * {@link ArchiveException} if something is wrong with a file on either side.
 */
public final class ContainerFiles {
  /** The most that {@link #read(String)} reads into memory. */
  private static final int MOST_READ = 64 * 1024 * 1024;

  private final Archives archives;

  public ContainerFiles(ApiExecutor executor, String container) {
    archives = new Archives(executor, container);
  }

  /**
   * Looks at a path. A symbolic link at its end is not followed, unless a slash follows it.
   *
   * @param path the path
   * @return what is at the path
   * @throws io.longshore.error.NotFoundException if the path or the container does not exist
   */
  public PathStat stat(String path) {
    ContainerPath at = ContainerPath.of("path", path);
    Archives calls = archives.forCall("stat");
    calls.reach(at, false);
    PathStat found = calls.stat(at);
    return at.directory() ? new PathLookup(at, found).followed(calls).directory() : found;
  }

  /**
   * Copies a local file, directory or link into the container. Modes and times are kept, owners become 0:0, links stay
   * links, and hard links stay hard links. Sockets in a directory are left out, as {@code docker cp} does; a socket as
   * the source and devices are refused, and so are names that cannot be read in this JVM's locale. If a local file
   * cannot be read to its end, or shrinks while it is read, a part of it may stay in the container under its name.
   *
   * @param source what to copy
   * @param target the path to copy to; the class says what it means
   * @throws ArchiveException if source and target do not fit together, or a local file cannot be read or changes while
   *     it is read
   */
  public void copyTo(Path source, String target) {
    copyTo(source, target, options -> {});
  }

  /**
   * Copies a local file, directory or link into the container.
   *
   * @param source what to copy
   * @param target the path to copy to; the class says what it means
   * @param options owners, and whether to follow links
   * @throws ArchiveException if source and target do not fit together, or a local file cannot be read or changes while
   *     it is read; {@link #copyTo(Path, String)} says what may then stay
   */
  public void copyTo(Path source, String target, Consumer<CopyToOptions> options) {
    Objects.requireNonNull(source, "source");
    CopyToOptions how = Check.filled(new CopyToOptions(), options);
    TransferFeed feed = ProgressAccess.feed(how.progress);
    ContainerPath to = ContainerPath.of("target", target);
    feed.run(() -> new CopyIn(archives.forCall("copyTo"), feed).copy(source, to, how));
  }

  /**
   * Copies a file, directory or link out of the container. Modes and times are kept; owners become this process's user,
   * and long runs of zeros become holes. The container's data is not trusted: see
   * {@link #copyFrom(String, Path, Consumer)}.
   *
   * @param source what to copy
   * @param target the path to copy to; the class says what it means
   * @return the path of the copy; for a source that ends with {@code /.}, the directory that its content was copied
   *     into
   * @throws ArchiveException if source and target do not fit together, an entry is refused or a local file cannot be
   *     written
   */
  public Path copyFrom(String source, Path target) {
    return copyFrom(source, target, options -> {});
  }

  /**
   * Copies a file, directory or link out of the container. The container's data is not trusted, and nothing is written
   * outside the target: absolute names, {@code ..}, links that leave the copied tree, devices, pipes, names that are
   * not UTF-8, files and links whose names come twice (a directory's may) and more than the limits are refused. Two
   * names that the local file system considers equal, such as names that differ in case, count as two: the later file
   * replaces the first. No link is followed while writing, even one that was in the target before. Existing files and
   * links are replaced in one step, and only by complete ones; pipes, devices and sockets are not. Only this user can
   * access directories until they are complete.
   *
   * <p>A copy that fails keeps the files that are complete. If the target directory then exists, the same call copies
   * into it under the source's name. Directories that the call created and that are still empty are removed.
   *
   * @param source what to copy
   * @param target the path to copy to; the class says what it means
   * @param options limits, owners, and what to do with links
   * @return the path of the copy; for a source that ends with {@code /.}, the directory that its content was copied
   *     into
   * @throws ArchiveException if source and target do not fit together, an entry is refused or a local file cannot be
   *     written
   */
  public Path copyFrom(String source, Path target, Consumer<CopyFromOptions> options) {
    Objects.requireNonNull(target, "target");
    CopyFromOptions how = Check.filled(new CopyFromOptions(), options);
    TransferFeed feed = ProgressAccess.feed(how.progress);
    ContainerPath from = ContainerPath.of("source", source);
    return feed.call(() -> new CopyOut(archives.forCall("copyFrom"), feed).copy(from, target, how));
  }

  /**
   * Writes a file with mode 0644 and owner 0:0. An existing file is replaced; a link is followed.
   *
   * @param path the file; its directory must exist
   * @param content its content
   * @throws ArchiveException if the path is a directory
   */
  public void write(String path, byte[] content) {
    write(path, content, options -> {});
  }

  /**
   * Writes a file. An existing file is replaced; a link is followed.
   *
   * @param path the file; its directory must exist
   * @param content its content
   * @param options mode, owner and time
   * @throws ArchiveException if the path is a directory
   */
  public void write(String path, byte[] content, Consumer<WriteOptions> options) {
    Objects.requireNonNull(content, "content");
    write(path, new ByteArrayInputStream(content), content.length, options);
  }

  /**
   * Writes a file with mode 0644 and owner 0:0. An existing file is replaced; a link is followed.
   *
   * @param path the file; its directory must exist
   * @param content its content; the caller closes it
   * @param size how many bytes to read; exactly these are written
   * @throws ArchiveException if the path is a directory, or the content ends early; a part of the file may then stay
   * @throws io.longshore.error.DockerException if the content cannot be read, with its {@link java.io.IOException} as
   *     the cause; a part of the file may then stay
   */
  public void write(String path, InputStream content, long size) {
    write(path, content, size, options -> {});
  }

  /**
   * Writes a file. An existing file is replaced; a link is followed.
   *
   * @param path the file; its directory must exist
   * @param content its content; the caller closes it
   * @param size how many bytes to read; exactly these are written
   * @param options mode, owner and time
   * @throws ArchiveException if the path is a directory, or the content ends early; a part of the file may then stay
   * @throws io.longshore.error.DockerException if the content cannot be read, with its {@link java.io.IOException} as
   *     the cause; a part of the file may then stay
   */
  public void write(String path, InputStream content, long size, Consumer<WriteOptions> options) {
    Objects.requireNonNull(content, "content");
    ContainerPath file = ContainerPath.of("path", path);
    Check.notNegative("size", size);
    WriteOptions how = Check.filled(new WriteOptions(), options);
    TransferFeed feed = ProgressAccess.feed(how.progress);
    feed.run(() -> new CopyIn(archives.forCall("write"), feed).write(file, content, size, how));
  }

  /**
   * Reads a file of up to 64 MiB into memory. Links are followed.
   *
   * @param path the file
   * @return its content
   * @throws ArchiveException if it is larger, or is not a file
   */
  public byte[] read(String path) {
    return read(path, MOST_READ);
  }

  /**
   * Reads a file into memory. Links are followed.
   *
   * @param path the file
   * @param maxBytes the most to read
   * @return its content
   * @throws ArchiveException if it is larger, or is not a file
   */
  public byte[] read(String path, int maxBytes) {
    Check.notNegative("maxBytes", maxBytes);
    try (FileContent file = FileContent.open(archives.forCall("read"), ContainerPath.of("path", path))) {
      if (file.size() > maxBytes) {
        throw new ArchiveException(
            path,
            "has " + file.size() + " bytes and at most " + maxBytes
                + " are read into memory; read it as a stream with open(…),"
                + " or raise the limit",
            null);
      }
      return file.readAll();
    }
  }

  /**
   * Reads the content of a file as a stream. Links are followed.
   *
   * @param path the file
   * @return its content; the caller must close it
   * @throws ArchiveException if it is not a file
   */
  public ByteStream open(String path) {
    return FileContent.open(archives.forCall("open"), ContainerPath.of("path", path)).stream();
  }

  /**
   * Reads a file or directory as the tar archive that the engine sends. Unpack it with care, or use
   * {@link #copyFrom(String, Path)}: names and links in it are the container's. Reading an archive that ends early, for
   * example because a file became shorter while the engine read it, throws {@link io.longshore.error.StreamException}.
   *
   * @param path what to read; with {@code /.} at its end the content of a directory
   * @return the archive; the caller must close it
   */
  public ByteStream archive(String path) {
    ContainerPath at = ContainerPath.of("path", path);
    Archives calls = archives.forCall("archive");
    calls.reach(at, at.directory());
    String wanted = at.content() ? at.asContent() : at.directory() ? at.path() + "/" : at.path();
    return calls.open(wanted);
  }

  /**
   * Unpacks a tar archive in the container. Owners, modes and times are the archive's.
   *
   * @param directory where to unpack it; it must exist
   * @param tar the archive, plain or compressed with gzip, bzip2 or xz; this method reads it to its end, and the caller
   *     closes it
   */
  public void extract(String directory, InputStream tar) {
    extract(directory, tar, options -> {});
  }

  /**
   * Unpacks a tar archive in the container.
   *
   * @param directory where to unpack it; it must exist
   * @param tar the archive, plain or compressed with gzip, bzip2 or xz; this method reads it to its end, and the caller
   *     closes it
   * @param options what may be replaced, and who owns it
   */
  public void extract(String directory, InputStream tar, Consumer<ExtractOptions> options) {
    Objects.requireNonNull(tar, "tar");
    ContainerPath into = ContainerPath.of("directory", directory);
    ExtractOptions how = Check.filled(new ExtractOptions(), options);
    TransferFeed feed = ProgressAccess.feed(how.progress);
    Archives calls = archives.forCall("extract");
    feed.run(() -> {
      calls.reach(into, true);
      calls.extract(into, new CountedInput(tar, feed), how);
    });
  }

  @Override
  public String toString() {
    return "ContainerFiles[" + archives.container() + "]";
  }
}
