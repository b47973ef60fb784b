package io.longshore.internal.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Explains a socket that cannot work by looking at its file, without connecting. */
public final class SocketCheck {
  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET = 0140000;

  private SocketCheck() {}

  /**
   * Why connecting is certain to fail. Empty means worth trying: an engine may or may not be listening. Addresses other
   * than unix are never judged.
   */
  public static Optional<String> whyUnusable(Candidate candidate) {
    return candidate.socket().flatMap(SocketCheck::check);
  }

  /** Whether the path is a socket that this user may not use. */
  public static boolean isDenied(Candidate candidate) {
    return candidate.socket().filter(file -> Files.exists(file) && isSocket(file) && !Files.isWritable(file))
        .isPresent();
  }

  private static Optional<String> check(Path file) {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      Optional<Path> other = BlockingFile.of(file);
      if (other.isPresent()) {
        return Optional.of(file + " cannot be looked at: " + other.get() + " is not a directory");
      }
      return Optional.of(
          Files.exists(file, LinkOption.NOFOLLOW_LINKS)
              ? file + " is a link to a file that does not exist"
              : file + " does not exist");
    } catch (AccessDeniedException e) {
      return Optional.of("no permission to look at " + file);
    } catch (FileSystemException e) {
      return Optional.of(file + " cannot be looked at: " + e.getReason());
    } catch (IOException e) {
      return Optional.of(file + " cannot be looked at: " + e.getMessage());
    }
    if (attributes.isDirectory()) {
      // What a container gets if its -v mounts a socket that does not exist.
      return Optional.of(file + " is a directory, not a socket");
    }
    if (attributes.isRegularFile() || !isSocket(file)) {
      return Optional.of(file + " is a file, but not a socket");
    }
    // Linux and macOS ask for write permission to connect; a read check would refuse what works.
    if (!Files.isWritable(file)) {
      return Optional.of("no permission to use " + file + owner(file));
    }
    return Optional.empty();
  }

  private static boolean isSocket(Path file) {
    try {
      return ((Integer) Files.getAttribute(file, "unix:mode") & TYPE_MASK) == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return true; // cannot tell: connecting will
    }
  }

  private static String owner(Path file) {
    try {
      PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class);
      return " (owner "
          + posix.owner().getName()
          + ", group "
          + posix.group().getName()
          + ", "
          + PosixFilePermissions.toString(posix.permissions())
          + ")";
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
