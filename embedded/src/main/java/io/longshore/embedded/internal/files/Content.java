package io.longshore.embedded.internal.files;

import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, in chunks that copies share until one of them writes. Not safe for threads, but for reading a
 * copy that is never written.
 */
final class Content {
  private static final int CHUNK = 64 * 1024;
  private static final int SMALLEST = 64;

  private byte[] @Nullable [] chunks = new byte[1][];
  private final BitSet mine = new BitSet();
  private long size;

  long size() {
    return size;
  }

  /** The same bytes; costs a reference for each chunk. */
  Content copy() {
    Content copy = new Content();
    copy.chunks = chunks.clone();
    copy.size = size;
    mine.clear();
    return copy;
  }

  /** Reads at least one byte; −1 at the end. */
  int read(long position, byte[] bytes, int offset, int length) {
    if (position >= size) {
      return -1;
    }
    int start = (int) (position % CHUNK);
    int count = (int) Math.min(Math.min(length, CHUNK - start), size - position);
    byte[] chunk = chunks[(int) (position / CHUNK)];
    int present = chunk == null ? 0 : Math.max(0, Math.min(count, chunk.length - start));
    if (present > 0) {
      System.arraycopy(chunk, start, bytes, offset, present);
    }
    Arrays.fill(bytes, offset + present, offset + count, (byte) 0);
    return count;
  }

  /** Reads from the beginning; what is written meanwhile under the same lock is seen. */
  InputStream open(Object lock) {
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        synchronized (lock) {
          int count = length == 0 ? 0 : Content.this.read(position, bytes, offset, length);
          position += Math.max(0, count);
          return count;
        }
      }
    };
  }

  void write(long position, byte[] bytes, int offset, int length) {
    long end = position + length;
    int done = 0;
    while (done < length) {
      long at = position + done;
      int start = (int) (at % CHUNK);
      int count = Math.min(length - done, CHUNK - start);
      System.arraycopy(bytes, offset + done, writable((int) (at / CHUNK), start + count), start, count);
      done += count;
    }
    size = Math.max(size, end);
  }

  private byte[] writable(int index, int needed) {
    if (index >= chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(index + 1, chunks.length * 2));
    }
    byte[] chunk = chunks[index];
    if (chunk == null || chunk.length < needed || !mine.get(index)) {
      int present = chunk == null ? 0 : chunk.length;
      int room = index > 0 ? CHUNK : Math.min(CHUNK, Math.max(SMALLEST, present < needed ? 2 * needed : present));
      chunk = chunk == null ? new byte[room] : Arrays.copyOf(chunk, room);
      chunks[index] = chunk;
      mine.set(index);
    }
    return chunk;
  }

  /** Cuts it off, or adds zeros. */
  void resize(long wanted) {
    if (wanted < size) {
      int kept = (int) ((wanted + CHUNK - 1) / CHUNK);
      chunks = Arrays.copyOf(chunks, Math.max(1, kept));
      mine.clear(kept, Math.max(kept, mine.length()));
      int rest = (int) (wanted % CHUNK);
      if (rest > 0 && chunks[kept - 1] != null) {
        // What is cut off must not come back when it grows again.
        chunks[kept - 1] = Arrays.copyOf(chunks[kept - 1], rest);
        mine.set(kept - 1);
      } else if (kept == 0) {
        chunks[0] = null;
      }
    } else {
      int count = (int) ((wanted + CHUNK - 1) / CHUNK);
      chunks = count > chunks.length ? Arrays.copyOf(chunks, count) : chunks;
    }
    size = wanted;
  }
}
