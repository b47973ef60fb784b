package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import io.longshore.internal.stream.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive that may be hostile. An archive without its end mark, a header that never ends, anything that
 * engines never send and anything that cannot be read throw {@link ArchiveException}; failures of the connection are
 * the source's own.
 */
public final class TarReader {
  /** Names, link targets and attributes of one entry: far more than any file system has. */
  private static final long LONGEST_HEADER = 1024 * 1024;
  private static final long LONGEST_TAIL = 1024 * 1024;
  private static final int RECORD = 512;
  /** Where a header has its kind. */
  private static final int TYPE = 156;
  private static final int SCRATCH = 8 * 1024;

  private final Input input;
  private final Headers tar;
  private final LongConsumer seen;
  private String name = "archive";

  public TarReader(ByteSource source) {
    this(source, count -> {});
  }

  /**
   * Reads from a source.
   *
   * @param seen called with the length of each piece of a file's content
   */
  public TarReader(ByteSource source, LongConsumer seen) {
    this.seen = seen;
    TarProbe.once();
    input = new Input(source);
    tar = new Headers(input);
  }

  /** The next entry, after the content of the one before was read whole; null at the archive's end. */
  public @Nullable TarArchiveEntry next() {
    input.beginHeader();
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw damaged(e);
    }
    if (entry == null) {
      if (!input.endMarked()) {
        throw new ArchiveException(
            name,
            "is the last entry that came, and the archive has no end: the engine could not read further; try again",
            null);
      }
      input.drain();
      return null;
    }
    input.endHeader();
    name = entry.getName();
    check(entry);
    return entry;
  }

  /** What readers interpret in different ways, and engines never send. */
  private static void check(TarArchiveEntry entry) {
    String name = entry.getName();
    if (entry.isSparse()) {
      throw new ArchiveException(name, "is a file with holes in the archive, which no engine sends", null);
    }
    if (!isFile(entry) && entry.getSize() != 0) {
      throw new ArchiveException(name, "is not a file but has content", null);
    }
    if (entry.getLinkFlag() != TarConstants.LF_DIR && name.endsWith("/")) {
      throw new ArchiveException(name, "has the name of a directory but is not one", null);
    }
  }

  static boolean isFile(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  /** Reads the content of the entry like {@link InputStream#read(byte[], int, int)}. */
  public int read(byte[] into, int offset, int length) {
    int count;
    try {
      count = tar.read(into, offset, length);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(e);
    }
    if (count > 0) {
      seen.accept(count);
    }
    return count;
  }

  private ArchiveException damaged(Exception e) {
    return new ArchiveException(name, "is where the archive is damaged or cut off: " + e.getMessage(), e);
  }

  /** Checks every header before it is parsed: some kinds are kept in memory for the whole archive. */
  private final class Headers extends TarArchiveInputStream {
    Headers(Input input) {
      super(input, StandardCharsets.UTF_8.name());
    }

    @Override
    protected byte[] readRecord() throws IOException {
      byte[] record = super.readRecord();
      if (record == null) {
        return record;
      }
      if (isEOFRecord(record)) {
        input.ended();
        return record;
      }
      if (!TarUtils.verifyCheckSum(record)) {
        throw new ArchiveException(name, "is followed by a header whose checksum is wrong: the archive is damaged",
            null);
      }
      if (record[TYPE] == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER) {
        throw new ArchiveException(name, "is followed by attributes for the whole archive, which no engine sends",
            null);
      }
      return record;
    }
  }

  private final class Input extends InputStream {
    private final ByteSource source;
    private boolean header;
    private boolean ended;
    private long headerBytes;
    private long position;
    /** How many zeros came last in what was read as a header. */
    private long zeros;

    Input(ByteSource source) {
      this.source = source;
    }

    void beginHeader() {
      header = true;
      headerBytes = 0;
      zeros = 0;
    }

    void endHeader() {
      header = false;
    }

    /** The end mark came: nothing but zeros may follow. */
    void ended() {
      ended = true;
    }

    /** Whether the last whole record was read as a header and is all zeros; what pads a file is part of a record. */
    boolean endMarked() {
      long records = position / RECORD * RECORD;
      return position - zeros <= records - RECORD;
    }

    /** To the end of the answer, so that its connection can be used again. */
    void drain() {
      header = false;
      byte[] scratch = new byte[SCRATCH];
      long left = LONGEST_TAIL;
      for (int count = 0; count >= 0; count = read(scratch, 0, SCRATCH)) {
        left -= count;
        if (left < 0) {
          throw new ArchiveException(name, "is the last entry, and more than 1 MiB follows the archive's end", null);
        }
      }
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = source.read(into, offset, length);
      position += Math.max(0, count);
      for (int i = 0; ended && i < count; i++) {
        if (into[offset + i] != 0) {
          throw new ArchiveException(name, "is the last entry, and something follows the archive's end", null);
        }
      }
      if (header && count > 0) {
        headerBytes += count;
        if (headerBytes > LONGEST_HEADER) {
          throw new ArchiveException(name, "is followed by a header of more than 1 MiB, which no file needs", null);
        }
        int trailing = 0;
        while (trailing < count && into[offset + count - 1 - trailing] == 0) {
          trailing++;
        }
        zeros = trailing == count ? zeros + count : trailing;
      }
      return count;
    }

    @Override
    public long skip(long wanted) {
      byte[] scratch = new byte[(int) Math.min(Math.max(wanted, 0), SCRATCH)];
      long skipped = 0;
      while (skipped < wanted) {
        int count = read(scratch, 0, (int) Math.min(wanted - skipped, scratch.length));
        if (count < 0) {
          break;
        }
        skipped += count;
      }
      return skipped;
    }
  }
}
