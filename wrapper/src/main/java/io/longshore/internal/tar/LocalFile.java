package io.longshore.internal.tar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the local file system says of a file.
 *
 * @param mode permissions with setuid, setgid and sticky; usual ones if the file system has none
 * @param uid the owner, 0 if the file system has no numbers
 * @param key the same for every name of one file, or null if it is unknown
 * @param device which device it is, or null for other kinds and if the file system has none
 */
record LocalFile(Kind kind, int mode, long size, FileTime modified, long uid, long gid, int names,
    @Nullable Object key, @Nullable Device device) {
  enum Kind {
    FILE, DIRECTORY, LINK, FIFO, SOCKET, DEVICE
  }

  /** A device by its numbers. */
  record Device(boolean block, int major, int minor) {
    /** Reads Linux' form of both numbers in one, which keeps the old 8 bits of each together. */
    static Device of(int mode, long number) {
      return new Device(
          (mode & TYPE) == BLOCK_DEVICE,
          (int) (number >>> 8 & 0xfff | number >>> 32 & ~0xfff),
          (int) (number & 0xff | number >>> 12 & ~0xff));
    }
  }

  private static final int PERMISSIONS = 07777;
  private static final int TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;
  private static final int BLOCK_DEVICE = 0060000;

  static LocalFile of(Path path, boolean follow) throws IOException {
    LinkOption[] options = follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return plain(Files.readAttributes(path, BasicFileAttributes.class, options));
    }
    Map<String, Object> all = Files.readAttributes(
        path,
        "unix:mode,size,lastModifiedTime,uid,gid,nlink,fileKey,rdev,isRegularFile,isDirectory,isSymbolicLink",
        options);
    int mode = get(all, "mode", Integer.class);
    Kind kind;
    if (get(all, "isRegularFile", Boolean.class)) {
      kind = Kind.FILE;
    } else if (get(all, "isDirectory", Boolean.class)) {
      kind = Kind.DIRECTORY;
    } else if (get(all, "isSymbolicLink", Boolean.class)) {
      kind = Kind.LINK;
    } else {
      kind = (mode & TYPE) == FIFO ? Kind.FIFO : (mode & TYPE) == SOCKET ? Kind.SOCKET : Kind.DEVICE;
    }
    return new LocalFile(
        kind,
        mode & PERMISSIONS,
        get(all, "size", Long.class),
        get(all, "lastModifiedTime", FileTime.class),
        get(all, "uid", Integer.class) & 0xffff_ffffL,
        get(all, "gid", Integer.class) & 0xffff_ffffL,
        get(all, "nlink", Integer.class),
        all.get("fileKey"),
        kind == Kind.DEVICE ? Device.of(mode, get(all, "rdev", Long.class)) : null);
  }

  private static <T> T get(Map<String, Object> all, String name, Class<T> type) {
    return Objects.requireNonNull(type.cast(all.get(name)), name);
  }

  private static LocalFile plain(BasicFileAttributes basic) {
    Kind kind = basic.isRegularFile() ? Kind.FILE : basic.isDirectory() ? Kind.DIRECTORY : Kind.DEVICE;
    kind = basic.isSymbolicLink() ? Kind.LINK : kind;
    int mode = kind == Kind.FILE ? 0644 : kind == Kind.DIRECTORY ? 0755 : 0777;
    return new LocalFile(kind, mode, basic.size(), basic.lastModifiedTime(), 0, 0, 1, basic.fileKey(),
        null);
  }
}
