package io.longshore.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes and reads archives. */
final class Archives {
  static final Instant TIME = Instant.ofEpochSecond(1_600_000_000);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  Archives() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  Archives add(String name, byte type, int mode, int user, String target, String content) throws IOException {
    return add(name, type, mode, user, target, content.getBytes(StandardCharsets.UTF_8));
  }

  Archives add(String name, byte type, int mode, int user, String target, byte[] data) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setMode(mode);
    entry.setIds(user, user);
    entry.setLinkName(target);
    entry.setSize(data.length);
    entry.setLastModifiedTime(FileTime.from(TIME));
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
    return this;
  }

  Archives file(String name, String content) throws IOException {
    return add(name, TarConstants.LF_NORMAL, 0644, 0, "", content);
  }

  Archives folder(String name, int mode) throws IOException {
    return add(name, TarConstants.LF_DIR, mode, 0, "", "");
  }

  Archives link(String name, String target) throws IOException {
    return add(name, TarConstants.LF_SYMLINK, 0777, 0, target, "");
  }

  Archives hardLink(String name, String target) throws IOException {
    return add(name, TarConstants.LF_LINK, 0644, 0, target, "");
  }

  byte[] bytes() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  /** One line for each entry: kind and mode, owner, name, target or content. */
  static List<String> lines(byte[] archive) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String rest = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()
            ? " = " + new String(in.readAllBytes(), StandardCharsets.UTF_8)
            : entry.getLinkName().isEmpty() ? "" : " -> " + entry.getLinkName();
        String kind = entry.isDirectory() ? "d" : entry.isSymbolicLink() ? "l" : entry.isLink() ? "h" : "-";
        String mode = kind + Integer.toOctalString(entry.getMode() & 07777);
        lines.add(mode + " " + entry.getLongUserId() + " " + entry.getName() + rest);
      }
    }
    return lines;
  }
}
