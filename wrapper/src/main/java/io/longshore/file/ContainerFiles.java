package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.options.Check;
import io.longshore.stream.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The files of a container, running or not. Paths in the container are absolute; others count from {@code /}, and {@code ..}
 * takes the name before it away. Everything streams: memory stays the same at any size. A copy may take as long as it makes
 * progress; interrupt the thread to give up. It holds no state that could go stale. Safe for use by many threads.
 *
 * <p>Volumes and bind mounts are among the files. What is mounted in the container's memory is not: {@code tmpfs} mounts,
 * {@code /dev} with {@code /dev/shm}, {@code /proc} and {@code /sys} are of its running processes only, and engines would read and
 * write what such a mount hides. Every path in one, every link that leads into one, and every copy of which something would get
 * there, is refused with an {@link ArchiveException}, whether the container runs or not. A program that runs there reaches them:
 *
 * <pre>{@code
 * web.exec(e -> e.command("tar", "-x", "-C", "/dev/shm").stdin(tar));
 * String status = web.exec("cat", "/proc/1/status").stdout();
 * }</pre>
 *
 * <p>A folder that holds such a mount is copied out as it is without it, and an archive is unpacked as it is: entries of
 * {@link #extract(String, InputStream)} that lie in such a mount get lost. Podman copies in the view of the container's processes, so
 * nothing is refused there.
 *
 * <p>Copying follows {@code docker cp}: when the target is a folder, the copy goes into it under the source's name; when only
 * the target's parent exists, the copy gets the target's name; a source that ends with {@code /.} means what is in the folder,
 * not the folder itself. Unlike {@code docker cp}, links that lead out of a copied tree stop {@link #copyFrom(String, Path)}
 * unless they are kept, and a local link in place of a copied file is replaced and never written through. Besides {@link io.longshore.error.EngineException}s, such as {@link io.longshore.error.NotFoundException} when the
 * container or a path in it is not there, {@link ArchiveException} tells of everything that is wrong with a file on either side.
 */
public final class ContainerFiles {
  /** The most that {@link #read(String)} takes into memory. */
  private static final int MOST_READ = 64 * 1024 * 1024;

  private final Archives archives;

  public ContainerFiles(ApiExecutor executor, String container) {
    archives = new Archives(executor, container);
  }

  /**
   * Looks at a path. A symbolic link at its end is not followed, unless a slash follows it.
   *
   * @param path the path
   * @return what lies there
   * @throws io.longshore.error.NotFoundException when there is nothing, or no such container
   */
  public PathStat stat(String path) {
    ContainerPath at = ContainerPath.of("path", path);
    Archives calls = archives.forCall("stat");
    calls.reach(at, false);
    PathStat found = calls.stat(at);
    return at.folder() ? new PathLookup(at, found).followed(calls).folder() : found;
  }

  /**
   * Copies a local file, folder or link into the container. Modes and times are kept, owners become 0:0, links stay links, and
   * names of one file stay that. Sockets in a folder are left out, as {@code docker cp} does; a socket as the source and
   * devices are refused, and so are names that are no text in this JVM's locale. When a local file cannot be read to its end,
   * or shrinks meanwhile, a part of it may stay in the container under its name.
   *
   * @param source what to copy
   * @param target where to; see the class for what that means
   * @throws ArchiveException when source and target do not fit together, or a local file cannot be read or changes meanwhile
   */
  public void copyTo(Path source, String target) {
    copyTo(source, target, options -> {});
  }

  /**
   * Copies a local file, folder or link into the container.
   *
   * @param source what to copy
   * @param target where to; see the class for what that means
   * @param options owners, and whether to follow links
   * @throws ArchiveException when source and target do not fit together, or a local file cannot be read or changes meanwhile;
   *     see {@link #copyTo(Path, String)} for what may stay then
   */
  public void copyTo(Path source, String target, Consumer<CopyToOptions> options) {
    Objects.requireNonNull(source, "source");
    new CopyIn(archives.forCall("copyTo")).copy(source, ContainerPath.of("target", target), Check.filled(new CopyToOptions(), options));
  }

  /**
   * Copies a file, folder or link out of the container. Modes and times are kept; owners become this process's, and long runs
   * of zeros become holes. What a container sends is not trusted: see {@link #copyFrom(String, Path, Consumer)}.
   *
   * @param source what to copy
   * @param target where to; see the class for what that means
   * @return where the copy is; with a source that ends with {@code /.} the folder that its content went into
   * @throws ArchiveException when source and target do not fit together, an entry is refused or a local file cannot be written
   */
  public Path copyFrom(String source, Path target) {
    return copyFrom(source, target, options -> {});
  }

  /**
   * Copies a file, folder or link out of the container. What a container sends is not trusted, and nothing is written outside
   * the target: absolute names, {@code ..}, links that leave the copied tree, devices, pipes, names that are not UTF-8, files
   * and links whose names come twice (a folder may: it stays one folder) and more than the limits are refused. Two names that
   * are one name for the local file system, which may ignore case, count as two: the later file takes the place of the first.
   * No link is followed while writing, even one that was in the target before. Files and links that were there are replaced,
   * in one step and only by whole ones; pipes, devices and sockets are not. Folders are for this user only until everything
   * is in them.
   *
   * <p>A copy that fails leaves the files that are whole, and an existing target as a folder: the same call then copies into
   * that folder under the source's name. It leaves no folder that it made itself and that is still empty.
   *
   * @param source what to copy
   * @param target where to; see the class for what that means
   * @param options limits, owners, and what to do with links
   * @return where the copy is; with a source that ends with {@code /.} the folder that its content went into
   * @throws ArchiveException when source and target do not fit together, an entry is refused or a local file cannot be written
   */
  public Path copyFrom(String source, Path target, Consumer<CopyFromOptions> options) {
    Objects.requireNonNull(target, "target");
    return new CopyOut(archives.forCall("copyFrom")).copy(ContainerPath.of("source", source), target, Check.filled(new CopyFromOptions(), options));
  }

  /**
   * Writes a file with mode 0644 and owner 0:0. A file that is there is replaced; a link is followed.
   *
   * @param path the file; its folder has to exist
   * @param content its content
   * @throws ArchiveException when there is a folder
   */
  public void write(String path, byte[] content) {
    write(path, content, options -> {});
  }

  /**
   * Writes a file. A file that is there is replaced; a link is followed.
   *
   * @param path the file; its folder has to exist
   * @param content its content
   * @param options mode, owner and time
   * @throws ArchiveException when there is a folder
   */
  public void write(String path, byte[] content, Consumer<WriteOptions> options) {
    Objects.requireNonNull(content, "content");
    write(path, new ByteArrayInputStream(content), content.length, options);
  }

  /**
   * Writes a file with mode 0644 and owner 0:0. A file that is there is replaced; a link is followed.
   *
   * @param path the file; its folder has to exist
   * @param content gives its content; closed by the caller
   * @param size how many bytes of it are read: exactly these
   * @throws ArchiveException when there is a folder, or the content ends early; a part of the file may stay then
   * @throws io.longshore.error.DockerException when the content cannot be read, with its {@link java.io.IOException} as the cause; a
   *     part of the file may stay then
   */
  public void write(String path, InputStream content, long size) {
    write(path, content, size, options -> {});
  }

  /**
   * Writes a file. A file that is there is replaced; a link is followed.
   *
   * @param path the file; its folder has to exist
   * @param content gives its content; closed by the caller
   * @param size how many bytes of it are read: exactly these
   * @param options mode, owner and time
   * @throws ArchiveException when there is a folder, or the content ends early; a part of the file may stay then
   * @throws io.longshore.error.DockerException when the content cannot be read, with its {@link java.io.IOException} as the cause; a
   *     part of the file may stay then
   */
  public void write(String path, InputStream content, long size, Consumer<WriteOptions> options) {
    Objects.requireNonNull(content, "content");
    ContainerPath file = ContainerPath.of("path", path);
    new CopyIn(archives.forCall("write")).write(file, content, Check.notNegative("size", size), Check.filled(new WriteOptions(), options));
  }

  /**
   * Reads a file of up to 64 MiB into memory. Links are followed.
   *
   * @param path the file
   * @return its content
   * @throws ArchiveException when it is larger, or no file
   */
  public byte[] read(String path) {
    return read(path, MOST_READ);
  }

  /**
   * Reads a file into memory. Links are followed.
   *
   * @param path the file
   * @param maxBytes the most to take
   * @return its content
   * @throws ArchiveException when it is larger, or no file
   */
  public byte[] read(String path, int maxBytes) {
    Check.notNegative("maxBytes", maxBytes);
    try (FileContent file = FileContent.open(archives.forCall("read"), ContainerPath.of("path", path))) {
      if (file.size() > maxBytes) {
        throw new ArchiveException(
            path,
            "has " + file.size() + " bytes and at most " + maxBytes + " are read into memory; read it as a stream with open(…),"
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
   * @return its content; read it, then close it
   * @throws ArchiveException when it is no file
   */
  public ByteStream open(String path) {
    return FileContent.open(archives.forCall("open"), ContainerPath.of("path", path)).stream();
  }

  /**
   * Reads a file or folder as the tar archive that the engine sends. Unpack it with care, or use
   * {@link #copyFrom(String, Path)}: names and links in it are the container's. An archive that ends early, as when a file in it
   * becomes shorter while the engine reads it, fails with {@link io.longshore.error.StreamException}.
   *
   * @param path what to read; with {@code /.} at its end the content of a folder
   * @return the archive; read it, then close it
   */
  public ByteStream archive(String path) {
    ContainerPath at = ContainerPath.of("path", path);
    Archives calls = archives.forCall("archive");
    calls.reach(at, at.folder());
    String wanted = at.content() ? at.asContent() : at.folder() ? at.path() + "/" : at.path();
    return calls.open(wanted);
  }

  /**
   * Unpacks a tar archive in the container. Owners, modes and times are the archive's.
   *
   * @param folder where; it has to exist
   * @param tar the archive, plain or compressed with gzip, bzip2 or xz; read to its end here and closed by the caller
   */
  public void extract(String folder, InputStream tar) {
    extract(folder, tar, options -> {});
  }

  /**
   * Unpacks a tar archive in the container.
   *
   * @param folder where; it has to exist
   * @param tar the archive, plain or compressed with gzip, bzip2 or xz; read to its end here and closed by the caller
   * @param options what may be replaced, and who owns it
   */
  public void extract(String folder, InputStream tar, Consumer<ExtractOptions> options) {
    Objects.requireNonNull(tar, "tar");
    ContainerPath into = ContainerPath.of("folder", folder);
    ExtractOptions how = Check.filled(new ExtractOptions(), options);
    Archives calls = archives.forCall("extract");
    calls.reach(into, true);
    calls.extract(into, tar, how);
  }

  @Override
  public String toString() {
    return "ContainerFiles[" + archives.container() + "]";
  }
}
