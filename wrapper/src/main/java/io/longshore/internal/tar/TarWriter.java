package io.longshore.internal.tar;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes an archive: long names, large numbers and fractions of seconds as POSIX has them, names in UTF-8. */
public final class TarWriter {
  private static final int RECORD = 512;
  private static final int BUFFER = 64 * 1024;

  private final OutputStream out;
  private final TarArchiveOutputStream tar;
  private final LongConsumer written;

  /**
   * Writes to a stream.
   *
   * @param written called with the length of each piece of a file's content
   */
  public TarWriter(OutputStream out, LongConsumer written) {
    this.written = written;
    TarProbe.once();
    // The archiver hands over 512 bytes at a time.
    this.out = new BufferedOutputStream(out, BUFFER);
    tar = new TarArchiveOutputStream(this.out, RECORD, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** What every entry has. */
  public record Attributes(int mode, Owner owner, FileTime modified) {}

  /** Begins a file; exactly {@code size} bytes must be written, and then {@link #end()} called. */
  public void file(String name, long size, Attributes attributes) throws IOException {
    TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, attributes);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
  }

  /** Writes a whole file. */
  public void file(String name, byte[] content, Attributes attributes) throws IOException {
    file(name, content.length, attributes);
    write(content, 0, content.length);
    end();
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    tar.write(bytes, offset, length);
    written.accept(length);
  }

  public void end() throws IOException {
    tar.closeArchiveEntry();
  }

  void directory(String name, Attributes attributes) throws IOException {
    whole(entry(name + "/", TarConstants.LF_DIR, attributes));
  }

  void fifo(String name, Attributes attributes) throws IOException {
    whole(entry(name, TarConstants.LF_FIFO, attributes));
  }

  void device(String name, LocalFile.Device device, Attributes attributes) throws IOException {
    TarArchiveEntry entry = entry(name, device.block() ? TarConstants.LF_BLK : TarConstants.LF_CHR, attributes);
    entry.setDevMajor(device.major());
    entry.setDevMinor(device.minor());
    whole(entry);
  }

  void link(String name, String target, Attributes attributes) throws IOException {
    TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, attributes);
    entry.setLinkName(target);
    whole(entry);
  }

  /** Adds another name for a file that is in the archive already. */
  void sameAs(String name, String first, Attributes attributes) throws IOException {
    TarArchiveEntry entry = entry(name, TarConstants.LF_LINK, attributes);
    entry.setLinkName(first);
    whole(entry);
  }

  /** Ends the archive. Without it the reader knows that the archive is not whole. */
  public void finish() throws IOException {
    tar.finish();
    out.flush();
  }

  private void whole(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, byte type, Attributes attributes) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setMode(attributes.mode());
    entry.setUserId(attributes.owner().uid());
    entry.setGroupId(attributes.owner().gid());
    entry.setUserName("");
    entry.setGroupName("");
    entry.setLastModifiedTime(attributes.modified());
    return entry;
  }
}
