package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.EngineError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** What may be compressed. */
public final class Compressed {
  private static final int MAGIC = 6;

  private Compressed() {}

  /**
   * Unpacks it, if it is compressed with gzip or bzip2.
   *
   * @throws EngineError if it is compressed otherwise
   */
  static InputStream plain(InputStream source) throws IOException {
    InputStream buffered = new BufferedInputStream(source, 64 * 1024);
    buffered.mark(MAGIC);
    String magic = HexFormat.of().formatHex(buffered.readNBytes(MAGIC));
    buffered.reset();
    if (magic.startsWith("1f8b")) {
      return new BufferedInputStream(new GZIPInputStream(buffered, 64 * 1024), 64 * 1024);
    }
    if (magic.startsWith("425a68")) {
      return new BufferedInputStream(new BZip2CompressorInputStream(buffered, true), 64 * 1024);
    }
    if (magic.equals("fd377a585a00") || magic.startsWith("28b52ffd")) {
      throw EngineError.unsupported("the embedded engine does not unpack "
          + (magic.startsWith("fd") ? "xz" : "zstd") + "; compress with gzip or bzip2");
    }
    return buffered;
  }

  /** Whether a file is an archive, plain or compressed. */
  public static boolean isArchive(InputStream file) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain(file))) {
      return tar.getNextEntry() != null;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
