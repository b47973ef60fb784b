package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A whole archive in a local file. */
public final class ArchiveFile {
  private ArchiveFile() {}

  /** Writes one and closes it. A file that exists is replaced in one step, when the new one is complete. */
  public static void save(ByteStream archive, Path target) {
    String name = target.toString();
    try (archive; PartialFile partial = new PartialFile(name, target)) {
      try (OutputStream out = partial.make(
          at -> Files.newOutputStream(at, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        archive.transferTo(out);
      }
      partial.finish();
    } catch (IOException e) {
      throw LocalFailure.of(name, "written", e);
    }
  }

  /** What is done with a file's content. */
  public interface Reader<T> {
    T read(InputStream content, long size);
  }

  /** Reads one; a file that cannot be opened fails before anything is sent. */
  public static <T> T read(Path source, Reader<T> reader) {
    if (Files.isDirectory(source)) {
      throw new ArchiveException(source.toString(), "is a directory and not an archive", null);
    }
    try (InputStream content = Files.newInputStream(source)) {
      return reader.read(content, Files.size(source));
    } catch (IOException e) {
      throw LocalFailure.of(source.toString(), "read", e);
    }
  }
}
