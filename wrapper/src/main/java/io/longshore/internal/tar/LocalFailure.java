package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** Turns a failure of a local file into a public exception. */
public final class LocalFailure {
  private LocalFailure() {}

  /** The failure of an operation on an entry or a local path. */
  public static DockerException of(String entry, String verb, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return new CancelledException("'" + entry + "': the thread was interrupted", e);
    }
    return new ArchiveException(entry, "cannot be " + verb + ": " + reason(verb, e), e);
  }

  /** A name that Java cannot give to a file; with the usual cause, which Java's own message lacks. */
  static ArchiveException name(String entry, String name, InvalidPathException e) {
    boolean ascii = name.chars().allMatch(c -> c < 128);
    return new ArchiveException(
        entry,
        ascii
            ? "has a name that this file system cannot have: " + e.getReason()
            : "has a name, or leads to one, that cannot be written in this JVM's locale; set LC_ALL=C.UTF-8",
        e);
  }

  private static String reason(String verb, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return verb.equals("written") ? "its directory does not exist" : "the file does not exist";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
