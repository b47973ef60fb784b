package io.longshore.internal.tar;

import io.longshore.internal.libraries.Libraries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes and reads a small archive before the first real one: commons-compress has dependencies of its own, which other
 * libraries replace, and a missing one shows only when it is called.
 */
final class TarProbe {
  private static volatile boolean works;

  private TarProbe() {}

  static void once() {
    if (works) {
      return;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, 512, StandardCharsets.UTF_8.name())) {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        TarArchiveEntry entry = new TarArchiveEntry("n".repeat(200));
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(1, 500)));
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
      try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()),
          StandardCharsets.UTF_8.name())) {
        in.getNextEntry();
      }
      works = true;
    } catch (LinkageError e) {
      throw Libraries.explain(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
