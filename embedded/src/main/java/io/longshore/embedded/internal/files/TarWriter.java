package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.files.Tree.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Packs a part of a tree: each file in memory as it was at first, whatever happens to it while it is written. */
public final class TarWriter {
  private final List<Item> items;
  private final String root;

  /**
   * Takes what is at and below a path.
   *
   * @param path a link at its end is packed as a link, unless a slash follows
   * @param root the name that it gets; empty for none, and then it has no entry of its own
   */
  public TarWriter(MountedTree tree, String path, String root) throws FileError {
    this.items = tree.snapshot(path);
    this.root = root;
  }

  /** Writes the archive to its end and closes the stream. */
  public void write(OutputStream out) throws IOException {
    Map<Object, String> names = new HashMap<>();
    byte[] buffer = new byte[64 * 1024];
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Item item : items) {
      String name = name(item);
      if (!name.isEmpty()) {
        String first = names.putIfAbsent(item.file(), name);
        tar.putArchiveEntry(entry(name, item.stat(), first));
        if (first == null && item.stat().kind() == FileKind.FILE) {
          try (InputStream content = item.content().open()) {
            // A host's file may grow meanwhile; one that shrinks breaks the archive off, as in engines.
            long left = item.stat().size();
            for (int count; (count = content.read(buffer, 0, (int) Math.min(left, buffer.length))) > 0; left -= count) {
              tar.write(buffer, 0, count);
            }
          }
        }
        tar.closeArchiveEntry();
      }
    }
    tar.close();
  }

  private String name(Item item) {
    String separator = root.isEmpty() || item.name().isEmpty() || root.endsWith("/") ? "" : "/";
    String name = root + separator + item.name();
    boolean slash = item.stat().kind() == FileKind.FOLDER && !name.isEmpty() && !name.endsWith("/");
    return slash ? name + "/" : name;
  }

  private static TarArchiveEntry entry(String name, FileStat stat, @Nullable String first) {
    byte type = switch (stat.kind()) {
      case FOLDER -> TarConstants.LF_DIR;
      case LINK -> TarConstants.LF_SYMLINK;
      case FIFO -> TarConstants.LF_FIFO;
      default -> first == null ? TarConstants.LF_NORMAL : TarConstants.LF_LINK;
    };
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setMode(stat.mode());
    entry.setUserId(stat.owner().user());
    entry.setGroupId(stat.owner().group());
    entry.setUserName("");
    entry.setGroupName("");
    entry.setLastModifiedTime(FileTime.from(stat.modified().truncatedTo(ChronoUnit.SECONDS)));
    if (type == TarConstants.LF_NORMAL) {
      entry.setSize(stat.size());
    } else if (type == TarConstants.LF_LINK || type == TarConstants.LF_SYMLINK) {
      entry.setLinkName(first != null && type == TarConstants.LF_LINK ? first : stat.target());
    }
    return entry;
  }
}
