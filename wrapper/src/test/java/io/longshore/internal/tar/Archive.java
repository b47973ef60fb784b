package io.longshore.internal.tar;

import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** An archive in memory that holds what no honest one does. */
public final class Archive {
  private static final int RECORD = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, RECORD, "UTF-8");

  public Archive() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  Archive add(String name, byte type, String linkName, byte[] content, Consumer<TarArchiveEntry> more) {
    // Names are kept as they are: a leading slash would be taken away.
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(linkName);
    entry.setSize(content.length);
    // Whole seconds need no header of their own.
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    more.accept(entry);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Archive file(String name, String content) {
    return add(name, TarConstants.LF_NORMAL, "", content.getBytes(StandardCharsets.UTF_8),
        entry -> entry.setMode(0644));
  }

  public Archive folder(String name) {
    return add(name, TarConstants.LF_DIR, "", new byte[0], entry -> entry.setMode(0755));
  }

  Archive link(String name, String target) {
    return add(name, TarConstants.LF_SYMLINK, target, new byte[0], entry -> {});
  }

  Archive hardLink(String name, String target) {
    return add(name, TarConstants.LF_LINK, target, new byte[0], entry -> {});
  }

  Archive kind(String name, byte type) {
    return add(name, type, "", new byte[0], entry -> {});
  }

  byte[] withoutEnd() {
    return bytes.toByteArray();
  }

  public byte[] whole() {
    byte[] all = withoutEnd();
    return Arrays.copyOf(all, all.length + 2 * RECORD);
  }

  /** Attributes that hold for the next entry, each a key with its value. */
  Archive pax(String... attributes) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (String attribute : attributes) {
      byte[] record = (" " + attribute + "\n").getBytes(StandardCharsets.ISO_8859_1);
      int length = record.length + 1;
      while (String.valueOf(length).length() + record.length != length) {
        length++;
      }
      records.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
      records.writeBytes(record);
    }
    return add("attributes", TarConstants.LF_PAX_EXTENDED_HEADER_LC, "", records.toByteArray(), entry -> {});
  }

  /** With the checksum of the first header made right. */
  static byte[] checksummed(byte[] archive) {
    Arrays.fill(archive, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, archive, 148, text.length);
    return archive;
  }

  TarReader reader() {
    return reader(whole());
  }

  static TarReader reader(byte[] bytes) {
    return new TarReader(new Bytes(bytes));
  }

  /** Bytes without a connection. */
  static final class Bytes implements ByteSource {
    private final byte[] bytes;
    private int position;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String contentType() {
      return "";
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (position == bytes.length) {
        return -1;
      }
      int count = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }

    @Override
    public DockerException truncated(String reason) {
      return new StreamException(reason, StreamEnd.TRUNCATED, null);
    }

    @Override
    public DockerException failed(String reason) {
      return new StreamException(reason, StreamEnd.FAILED, null);
    }

    @Override
    public void close() {}
  }
}
