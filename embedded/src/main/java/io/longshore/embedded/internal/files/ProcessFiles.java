package io.longshore.embedded.internal.files;

import io.longshore.embedded.ContainerFiles;
import io.longshore.embedded.internal.BulkOutput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A container's files as one process sees them: from its working directory, as its user, with a few devices.
 *
 * @param checkpoint holds a process up while it is paused, and ends one that was killed; passed by every use of a
 *     stream
 */
public record ProcessFiles(MountedTree tree, String workingDirectory, Owner user, Runnable checkpoint)
    implements
      ContainerFiles {
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

  /** The name of a device; empty for what is none. */
  private String device(String path) throws FileError {
    String real = tree.real(absolute(path));
    return DEVICES.contains(real) ? Names.last(real) : "";
  }

  /** An error about a path. */
  public FileError error(FileError.Kind kind, String path) {
    return new FileError(kind, path);
  }

  /** What is at a path. */
  public FileStat stat(String path, boolean follow) throws FileError {
    return device(path).isEmpty()
        ? tree.stat(checked(path), follow)
        : new FileStat(0, FileKind.DEVICE, 0666, Owner.ROOT, 0, Instant.now(), "", 1);
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
  public List<String> list(String directory) throws FileError {
    return tree.list(checked(directory));
  }

  @Override
  public InputStream read(String path) throws FileError {
    InputStream source = switch (device(path)) {
      case "" -> tree.read(checked(path));
      case "zero", "full" -> new Zeros();
      default -> InputStream.nullInputStream();
    };
    return new FilterInputStream(source) {
      @Override
      public int read() throws IOException {
        checkpoint.run();
        return in.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        checkpoint.run();
        return in.read(bytes, offset, length);
      }
    };
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
    String device = device(path);
    OutputStream target = device.isEmpty()
        ? tree.write(checked(path), append, user)
        : OutputStream.nullOutputStream();
    return new BulkOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        checkpoint.run();
        if (device.equals("full")) {
          throw new FileError(FileError.Kind.NO_SPACE, path);
        }
        target.write(bytes, offset, length);
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
