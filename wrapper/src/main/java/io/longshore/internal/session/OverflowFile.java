package io.longshore.internal.session;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of output in a temporary file, first in, first out. The file goes with the last piece or the closing. Not
 * thread-safe.
 */
final class OverflowFile implements AutoCloseable {
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  // No channel: one would be closed, and the file be gone, when a thread that is interrupted uses it.
  private @Nullable RandomAccessFile file;
  private @Nullable File leftOver;
  private long readAt;
  private long end;
  private long payload;
  private SessionOutput.@Nullable Piece next;

  /** How many bytes of output are in the file or have been since it was empty. */
  long size() {
    return payload;
  }

  boolean isEmpty() {
    return next == null && readAt == end;
  }

  void add(SessionOutput.Piece piece) throws IOException {
    RandomAccessFile to = file == null ? open() : file;
    to.seek(end);
    to.writeLong(piece.number());
    to.writeInt(piece.bytes().length);
    to.write(piece.bytes());
    // Only now: half a piece does not count.
    end += HEAD + piece.bytes().length;
    payload += piece.bytes().length;
  }

  private RandomAccessFile open() throws IOException {
    // Readable by its owner only, which is how temporary files are made.
    Path path = Files.createTempFile("longshore", ".output");
    RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
    file = opened;
    // At once if open files can be deleted, so that not even a crash leaves it.
    leftOver = path.toFile().delete() ? null : path.toFile();
    return opened;
  }

  SessionOutput.@Nullable Piece peek() throws IOException {
    RandomAccessFile from = file;
    if (next == null && from != null && readAt < end) {
      from.seek(readAt);
      long number = from.readLong();
      byte[] bytes = new byte[from.readInt()];
      from.readFully(bytes);
      readAt += HEAD + bytes.length;
      next = new SessionOutput.Piece(number, bytes);
    }
    return next;
  }

  void remove() throws IOException {
    next = null;
    if (readAt == end) {
      close();
    }
  }

  /** Empties it. */
  @Override
  public void close() throws IOException {
    RandomAccessFile open = file;
    File left = leftOver;
    file = null;
    leftOver = null;
    next = null;
    readAt = 0;
    end = 0;
    payload = 0;
    if (open != null) {
      open.close();
    }
    if (left != null) {
      Files.deleteIfExists(left.toPath());
    }
  }
}
