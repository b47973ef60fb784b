package io.longshore.embedded.internal.files;

import java.io.InputStream;
import java.io.OutputStream;

/** Open files. Like descriptors they outlive their names. */
final class FileStreams {
  private FileStreams() {}

  /** Reads at least one byte from a position on; −1 at the end. */
  interface Bytes {
    int read(long position, byte[] bytes, int offset, int length);
  }

  /** Reads from the beginning. */
  static final class Input extends InputStream {
    private final Bytes source;
    private long position;

    Input(Bytes source) {
      this.source = source;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = source.read(position, bytes, offset, length);
      position += Math.max(0, count);
      return count;
    }
  }

  /** Writes on from the beginning, or always at the end. */
  static final class Output extends OutputStream {
    private final FileTree tree;
    private final long number;
    private final Inode opened;
    private final String path;
    private final boolean append;
    private long position;

    Output(FileTree tree, long number, Inode opened, String path, boolean append) {
      this.tree = tree;
      this.number = number;
      this.opened = opened;
      this.path = path;
      this.append = append;
    }

    @Override
    public void write(int b) throws FileError {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws FileError {
      position = tree.write(number, opened, append ? -1 : position, bytes, offset, length, path);
    }
  }
}
