package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.SourceByteStream;
import io.longshore.internal.tar.TarReader;
import io.longshore.stream.ByteStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** The content of one file, from the archive in which engines send it. */
final class FileContent implements ByteSource {
  private final String path;
  private final ByteSource archive;
  private final TarReader tar;
  private final long size;
  private long left;
  private boolean ended;

  private FileContent(String path, ByteSource archive, TarReader tar, long size) {
    this.path = path;
    this.archive = archive;
    this.tar = tar;
    this.size = size;
    this.left = size;
  }

  static FileContent open(Archives archives, ContainerPath path) {
    if (path.directory()) {
      throw path.notFile();
    }
    archives.reach(path, false);
    FileContent content = openOrLink(archives, path);
    if (content == null) {
      PathLookup end = new PathLookup(path, archives.stat(path)).followed(archives);
      content = openOrLink(archives, end.path());
    }
    if (content == null) {
      throw new ArchiveException(path.path(), "is a link that changes while it is read; try again", null);
    }
    return content;
  }

  /** Null for a link: only then is another request needed. */
  private static @Nullable FileContent openOrLink(Archives archives, ContainerPath path) {
    ByteSource archive = archives.source(path.path());
    try {
      TarReader tar = new TarReader(archive);
      TarArchiveEntry entry = tar.next();
      if (entry != null && entry.getLinkFlag() == TarConstants.LF_SYMLINK) {
        archive.close();
        return null;
      }
      if (entry == null
          || entry.getLinkFlag() != TarConstants.LF_NORMAL && entry.getLinkFlag() != TarConstants.LF_OLDNORM) {
        throw new ArchiveException(
            path.path(),
            "is not a regular file; use copyFrom(…) to copy a directory, or archive(…) to read it as a tar archive",
            null);
      }
      return new FileContent(path.path(), archive, tar, entry.getSize());
    } catch (RuntimeException | Error e) {
      archive.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  byte[] readAll() {
    byte[] all = new byte[(int) size];
    int filled = 0;
    for (int count = 0; count >= 0; count = read(all, filled, Math.max(1, all.length - filled))) {
      filled += count;
    }
    return all;
  }

  ByteStream stream() {
    return new SourceByteStream(this);
  }

  @Override
  public String contentType() {
    return archive.contentType();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left == 0) {
      end();
      return -1;
    }
    int count = tar.read(into, offset, (int) Math.min(left, length));
    if (count < 0) {
      throw archive.truncated("the file ended " + left + " bytes early");
    }
    left -= count;
    return count;
  }

  /** Only the archive's own end proves that the file was complete. */
  private void end() {
    if (!ended && tar.next() != null) {
      throw new ArchiveException(path, "is followed by another entry in the archive, but the request was for one file",
          null);
    }
    ended = true;
  }

  @Override
  public DockerException truncated(String reason) {
    return archive.truncated(reason);
  }

  @Override
  public DockerException failed(String reason) {
    return archive.failed(reason);
  }

  @Override
  public void close() {
    archive.close();
  }
}
