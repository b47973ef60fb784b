package io.longshore.internal.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.Set;

/** A new file in which long runs of zeros become holes. */
final class SparseFile implements AutoCloseable {
  /** The size of a block that is checked for zeros; every write but the last has this size. */
  static final int BLOCK = 128 * 1024;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final FileChannel channel;
  private boolean hole;

  private SparseFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Creates the file; the path must not exist, and no link is followed. */
  static SparseFile create(Path path, FileAttribute<?>... attributes) throws IOException {
    return new SparseFile(
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            attributes));
  }

  void write(byte[] block, int length) throws IOException {
    hole = length == BLOCK && Arrays.equals(block, ZEROS);
    if (hole) {
      channel.position(channel.position() + length);
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(block, 0, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Sets the length of a file that ends with a hole. */
  void finish() throws IOException {
    if (hole) {
      channel.write(ByteBuffer.allocate(1), channel.position() - 1);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
