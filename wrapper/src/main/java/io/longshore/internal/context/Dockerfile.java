package io.longshore.internal.context;

import io.longshore.error.ArchiveException;
import io.longshore.internal.tar.LocalNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the Dockerfile is.
 *
 * @param file the file itself, without links
 * @param ignoreFile where its own ignore file would be
 * @param inside whether it is in the context
 * @param name its name in the archive
 */
record Dockerfile(Path file, Path ignoreFile, boolean inside, String name) {
  private static final String DEFAULT = "Dockerfile";
  private static final int DIGEST_BYTES = 10;

  /**
   * Finds it.
   *
   * @param context the context's directory, without links
   * @param given where it is, or null for the usual place
   */
  static Dockerfile of(Path context, @Nullable Path given) {
    Path path = given == null ? usual(context) : given.toAbsolutePath();
    Path file;
    try {
      file = path.toRealPath();
    } catch (NoSuchFileException e) {
      throw new ArchiveException(
          path.toString(),
          "does not exist, or links to a file that does not; give the path of the Dockerfile with dockerfile(…)",
          e);
    } catch (IOException e) {
      throw SmallFile.failure(path, e);
    }
    if (!Files.isRegularFile(file)) {
      throw new ArchiveException(path.toString(), "must be a Dockerfile, and is not a file", null);
    }
    Path ignoreFile = path.resolveSibling(path.getFileName() + IgnoreFile.NAME);
    boolean inside = file.startsWith(context);
    return new Dockerfile(file, ignoreFile, inside, inside ? name(context, file) : madeUpName(file));
  }

  private static Path usual(Path context) {
    Path usual = context.resolve(DEFAULT);
    Path lower = context.resolve(DEFAULT.toLowerCase(Locale.ROOT));
    return !exists(usual) && exists(lower) ? lower : usual;
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  static String name(Path context, Path file) {
    Path relative = context.relativize(file);
    return LocalNames.text(file, relative).replace(file.getFileSystem().getSeparator(), "/");
  }

  /** Of its content: another name each time would be another context, and nothing would come from the cache. */
  private static String madeUpName(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(SmallFile.read(file));
      return ".dockerfile." + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
