package io.longshore.embedded.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Files at absolute paths without links, {@code .} and {@code ..}: a {@link MountedTree} finds them. Permissions are
 * not checked. Thread-safe.
 */
public interface Tree {
  /**
   * What a snapshot finds.
   *
   * @param name below the place that was asked for; empty for this place
   * @param stat as it was
   * @param file what the name stands for: names of one file have the same
   * @param content opens the content of a file
   */
  record Item(String name, FileStat stat, Object file, Opening content) {}

  /** Opens a file. */
  interface Opening {
    /** The content from its beginning. */
    InputStream open() throws IOException;
  }

  /** What is at a path. */
  FileStat stat(String path) throws FileError;

  /** The names in a directory, sorted. */
  List<String> list(String path) throws FileError;

  /** Creates a directory in an existing directory. */
  void makeFolder(String path, int mode, Owner owner) throws FileError;

  /** Makes a symbolic link. */
  void makeLink(String target, String path, Owner owner) throws FileError;

  /** Creates a named pipe that cannot be used. */
  void makeFifo(String path, int mode, Owner owner) throws FileError;

  /** Gives a file a further name. */
  void makeName(String file, String path) throws FileError;

  /** Opens a file for reading; what is written to it meanwhile is seen. */
  InputStream read(String path) throws FileError;

  /** Opens a file for writing at its end, or after emptying it; makes it with mode 644 when it is missing. */
  OutputStream write(String path, boolean append, Owner owner) throws FileError;

  /** Sets a file's size. */
  void resize(String path, long size) throws FileError;

  /** Removes a name that is not a directory's, or an empty directory. */
  void remove(String path) throws FileError;

  /** Gives something another name; what has this name is replaced, unless it is a directory that is not empty. */
  void rename(String from, String to) throws FileError;

  /** Sets permissions. */
  void chmod(String path, int mode) throws FileError;

  /** Sets the owner. */
  void chown(String path, Owner owner) throws FileError;

  /** Sets the time of the last change. */
  void touch(String path, Instant modified) throws FileError;

  /** What is at a path, under another name. */
  Item snapshot(String path, String name) throws FileError;

  /** How many bytes files and links have here, without what a tree stands on. */
  long size();
}
