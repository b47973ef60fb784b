package io.longshore.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Pieces of output in a temporary file, first in, first out. The file goes with the last piece or the closing. Not thread-safe. */
final class Spill implements AutoCloseable {
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private @Nullable FileChannel file;
  private long readAt;
  private long end;
  private SessionOutput.@Nullable Piece next;

  long size() {
    return end;
  }

  boolean isEmpty() {
    return next == null && readAt == end;
  }

  void add(SessionOutput.Piece piece) throws IOException {
    FileChannel to = file;
    if (to == null) {
      // Readable by its owner only, which is how temporary files are made.
      Path path = Files.createTempFile("longshore", ".output");
      to =
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
      file = to;
    }
    ByteBuffer head = ByteBuffer.allocate(HEAD).putLong(piece.number()).putInt(piece.bytes().length).flip();
    write(to, head);
    write(to, ByteBuffer.wrap(piece.bytes()));
  }

  private void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      end += to.write(bytes, end);
    }
  }

  SessionOutput.@Nullable Piece peek() throws IOException {
    FileChannel from = file;
    if (next == null && from != null && readAt < end) {
      ByteBuffer head = read(from, HEAD);
      long number = head.getLong();
      next = new SessionOutput.Piece(number, read(from, head.getInt()).array());
    }
    return next;
  }

  void remove() throws IOException {
    next = null;
    if (readAt == end) {
      close();
      readAt = 0;
      end = 0;
    }
  }

  private ByteBuffer read(FileChannel from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      int got = from.read(bytes, readAt);
      if (got < 0) {
        throw new EOFException("a temporary file was cut");
      }
      readAt += got;
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
