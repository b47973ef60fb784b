package io.longshore.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The files of a container as a {@link Program} sees them: a tree in memory that starts as a copy of its image's tree,
 * and that archives read and write too. Relative paths start at the process's working directory. Volumes, directories
 * of the host and memory are mounted in it as in a real container, but not /proc and /sys, and permissions are not
 * checked. No link leads out of the container, also those in directories of the host. A container can store up to 256
 * MiB in addition to its image; beyond that, writes fail as on a full disk. Streams block a program while its container
 * is paused.
 *
 * <p>Errors are {@link java.nio.file.FileSystemException}s whose reason is Linux's text, such as
 * {@code No such file or directory}. Thread-safe.
 */
public interface ContainerFiles {
  /**
   * Returns whether something is at a path. Symbolic links are followed.
   *
   * @param path absolute or relative
   * @return also false for a broken link
   */
  boolean exists(String path);

  /**
   * Returns whether a directory is at a path. Symbolic links are followed.
   *
   * @param path absolute or relative
   * @return also false if nothing is there
   */
  boolean isFolder(String path);

  /**
   * Lists a directory.
   *
   * @param directory absolute or relative
   * @return the names in it, sorted, without {@code .} and {@code ..}
   * @throws IOException if it is not a directory or does not exist
   */
  List<String> list(String directory) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @param path absolute or relative
   * @return its content; closing it is not necessary
   * @throws IOException if it is a directory or does not exist
   */
  InputStream read(String path) throws IOException;

  /**
   * Opens a file for writing. It is created, with mode 644, or emptied first.
   *
   * @param path absolute or relative; its directory must exist
   * @return a stream for the content, which others see at once; closing it is not necessary
   * @throws IOException if it is a directory, or its directory does not exist
   */
  OutputStream write(String path) throws IOException;

  /**
   * Opens a file for writing at its end. It is created, with mode 644, if it is missing.
   *
   * @param path absolute or relative; its directory must exist
   * @return a stream for the added content; closing it is not necessary
   * @throws IOException if it is a directory, or its directory does not exist
   */
  OutputStream append(String path) throws IOException;

  /**
   * Creates a directory and the missing ones above it, with mode 755.
   *
   * @param path absolute or relative
   * @throws IOException if something else is at the path
   */
  void createFolders(String path) throws IOException;

  /**
   * Removes a file, a link, or a directory with everything in it.
   *
   * @param path absolute or relative
   * @throws IOException if nothing is there
   */
  void delete(String path) throws IOException;
}
