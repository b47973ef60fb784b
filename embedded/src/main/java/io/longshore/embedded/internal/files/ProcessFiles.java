package io.longshore.embedded.internal.files;

import io.longshore.embedded.ContainerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A container's files as one process sees them: from its working directory, as its user, with a few devices. Errors name paths
 * as the process does.
 */
public record ProcessFiles(FileTree tree, String workingDirectory, Owner user) implements ContainerFiles {
  private static final Set<String> DEVICES = Set.of("/dev/null", "/dev/zero", "/dev/full", "/dev/tty");

  /** The absolute path that a process's path means. */
  public String absolute(String path) {
    return path.startsWith("/") ? path : workingDirectory + "/" + path;
  }

  private String checked(String path) throws FileError {
    if (path.isEmpty()) {
      throw new FileError(FileError.Kind.NOT_FOUND, path);
    }
    return absolute(path);
  }

  private boolean isDevice(String path) throws FileError {
    return DEVICES.contains(tree.real(absolute(path)));
  }

  /** An error about a path. */
  public FileError error(FileError.Kind kind, String path) {
    return new FileError(kind, path);
  }

  /** What is at a path. */
  public FileStat stat(String path, boolean follow) throws FileError {
    return isDevice(path)
        ? new FileStat(0, FileKind.DEVICE, 0666, Owner.ROOT, 0, Instant.now(), "", 1)
        : tree.stat(checked(path), follow);
  }

  @Override
  public boolean exists(String path) {
    try {
      stat(path, true);
      return true;
    } catch (FileError e) {
      return false;
    }
  }

  @Override
  public boolean isFolder(String path) {
    try {
      return stat(path, true).isFolder();
    } catch (FileError e) {
      return false;
    }
  }

  @Override
  public List<String> list(String folder) throws FileError {
    return tree.list(checked(folder));
  }

  @Override
  public InputStream read(String path) throws FileError {
    if (isDevice(path)) {
      String device = tree.real(absolute(path));
      return device.equals("/dev/zero") || device.equals("/dev/full") ? new Zeros() : InputStream.nullInputStream();
    }
    return tree.read(checked(path));
  }

  @Override
  public OutputStream write(String path) throws FileError {
    return open(path, false);
  }

  @Override
  public OutputStream append(String path) throws FileError {
    return open(path, true);
  }

  private OutputStream open(String path, boolean append) throws FileError {
    if (!isDevice(path)) {
      return tree.write(checked(path), append, user);
    }
    if (!tree.real(absolute(path)).equals("/dev/full")) {
      return OutputStream.nullOutputStream();
    }
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new FileError(FileError.Kind.NO_SPACE, path);
      }
    };
  }

  @Override
  public void createFolders(String path) throws FileError {
    tree.makeFolders(checked(path), 0755, user);
  }

  @Override
  public void delete(String path) throws FileError {
    tree.removeAll(checked(path));
  }

  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      Arrays.fill(bytes, offset, offset + length, (byte) 0);
      return length;
    }
  }
}
