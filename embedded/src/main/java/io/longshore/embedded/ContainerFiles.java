package io.longshore.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The files of a container as a {@link Program} sees them: a tree in memory that begins as its image's one and that archives
 * read and write, too. Relative paths begin at the process's working directory. Mounts are not in it, nor is what a kernel
 * has under /proc and /sys, and nobody's permissions are checked. A container holds up to 256 MiB besides its image; what goes
 * beyond fails as on a full disk. Streams hold a program up while its container is paused.
 *
 * <p>Errors are {@link java.nio.file.FileSystemException}s whose reason is what Linux says, such as
 * {@code No such file or directory}. Safe for use by many threads.
 */
public interface ContainerFiles {
  /**
   * Whether something is at a path. Symbolic links are followed.
   *
   * @param path absolute or relative
   * @return false, too, for a link that leads nowhere
   */
  boolean exists(String path);

  /**
   * Whether a folder is at a path. Symbolic links are followed.
   *
   * @param path absolute or relative
   * @return false, too, when nothing is there
   */
  boolean isFolder(String path);

  /**
   * Lists a folder.
   *
   * @param folder absolute or relative
   * @return the names in it, sorted, without {@code .} and {@code ..}
   * @throws IOException when it is no folder or not there
   */
  List<String> list(String folder) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @param path absolute or relative
   * @return its content; closing it is not needed
   * @throws IOException when it is a folder or not there
   */
  InputStream read(String path) throws IOException;

  /**
   * Opens a file for writing. It is made, with mode 644, or emptied first.
   *
   * @param path absolute or relative; its folder must be there
   * @return takes the content, which others see at once; closing it is not needed
   * @throws IOException when it is a folder, or its folder is not there
   */
  OutputStream write(String path) throws IOException;

  /**
   * Opens a file for writing at its end. It is made, with mode 644, when it is missing.
   *
   * @param path absolute or relative; its folder must be there
   * @return takes what is to be added; closing it is not needed
   * @throws IOException when it is a folder, or its folder is not there
   */
  OutputStream append(String path) throws IOException;

  /**
   * Makes a folder and those above it, as far as they are missing, with mode 755.
   *
   * @param path absolute or relative
   * @throws IOException when something else is in the way
   */
  void createFolders(String path) throws IOException;

  /**
   * Removes a file, a link, or a folder with everything in it.
   *
   * @param path absolute or relative
   * @throws IOException when nothing is there
   */
  void delete(String path) throws IOException;
}
