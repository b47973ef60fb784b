package io.longshore.embedded.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/** Files at absolute paths. Permissions are not checked. Thread-safe. */
public interface Tree {
  /**
   * What a snapshot finds.
   *
   * @param name below the place that was asked for; empty for this place
   * @param stat as it was
   * @param file what the name stands for: names of one file have the same
   * @param content opens the content of a file
   */
  record Item(String name, FileStat stat, Object file, Opening content) {
    Item named(String other) {
      return new Item(other, stat, file, content);
    }
  }

  /** Opens a file. */
  interface Opening {
    /** The content from its beginning. */
    InputStream open() throws IOException;
  }

  /** What is at a path. */
  FileStat stat(String path, boolean follow) throws FileError;

  /** A path without links, {@code .} and {@code ..}; nothing needs to be there. */
  String real(String path) throws FileError;

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
  void chown(String path, Owner owner, boolean follow) throws FileError;

  /** Sets the time of the last change. */
  void touch(String path, Instant modified, boolean follow) throws FileError;

  /** Everything at and below a path, each directory before what is in it. */
  List<Item> snapshot(String path, boolean follow) throws FileError;

  /** How many bytes files and links have here, without what a tree stands on. */
  long size();

  /** Whether anything is at a path. */
  default boolean exists(String path, boolean follow) throws FileError {
    try {
      stat(path, follow);
      return true;
    } catch (FileError e) {
      if (e.kind() != FileError.Kind.NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  /** Creates a directory and the missing ones above it. */
  default void makeFolders(String path, int mode, Owner owner) throws FileError {
    StringBuilder whole = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        whole.append('/').append(part);
        if (!exists(whole.toString(), true)) {
          makeFolder(whole.toString(), mode, owner);
        }
      }
    }
    list(path.isEmpty() ? "/" : path);
  }

  /** Creates an empty file. */
  default void makeFile(String path, int mode, Owner owner) throws FileError {
    try {
      write(path, false, owner).close();
    } catch (IOException e) {
      throw new FileError(FileError.Kind.FAILED, path);
    }
    chmod(path, mode);
  }

  /** Removes a name with everything below; the root stays. */
  default void removeAll(String path) throws FileError {
    if (stat(path, false).isFolder()) {
      for (String name : list(path)) {
        removeAll(path + "/" + name);
      }
    }
    remove(path);
  }
}
