package io.longshore.internal.tar;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Gives files the modes, owners and times of the archive, never through a link. */
final class Restorer {
  private static final int PERMISSIONS = 0777;
  private static final int ALL_BITS = 07777;
  private static final PosixFilePermission[] FROM_HIGHEST_BIT = PosixFilePermission.values();

  private final boolean posix;
  private final boolean keepOwners;

  Restorer(boolean posix, boolean keepOwners) {
    this.posix = posix;
    this.keepOwners = keepOwners;
  }

  /**
   * An entry's attributes: all that is kept of a directory, however much its header contains.
   *
   * @param name for messages
   */
  record Attributes(String name, int mode, long uid, long gid, FileTime modified) {
    private static final int LONGEST_NAME = 256;

    static Attributes of(TarArchiveEntry entry) {
      String name = entry.getName();
      return new Attributes(
          name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
          entry.getMode(),
          entry.getLongUserId(),
          entry.getLongGroupId(),
          entry.getLastModifiedTime());
    }
  }

  /** A file or directory that was just written. */
  void written(Attributes entry, Path path) {
    try {
      // In this order: a change of owner takes setuid away, and without permission to read a time cannot be set.
      owner(entry, path);
      time(entry, path);
      mode(entry, path);
    } catch (IOException e) {
      throw LocalFailure.of(entry.name(), "given its owner, time and mode at " + path, e);
    }
  }

  /** A link has no mode of its own. */
  void link(Attributes entry, Path path) {
    try {
      owner(entry, path);
    } catch (IOException e) {
      throw LocalFailure.of(entry.name(), "given its owner at " + path, e);
    }
    try {
      time(entry, path);
    } catch (IOException e) {
      // Not every JDK and file system can; the time of a link does not matter.
    }
  }

  private void owner(Attributes entry, Path path) throws IOException {
    if (keepOwners && posix) {
      if (!Owner.isValid(entry.uid()) || !Owner.isValid(entry.gid())) {
        throw new ArchiveException(
            entry.name(), "has the owner " + entry.uid() + ":" + entry.gid() + ", which is not valid", null);
      }
      Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static void time(Attributes entry, Path path) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(entry.modified(), null, null);
  }

  private void mode(Attributes entry, Path path) throws IOException {
    if (!posix) {
      return;
    }
    if (keepOwners) {
      Files.setAttribute(path, "unix:mode", entry.mode() & ALL_BITS, LinkOption.NOFOLLOW_LINKS);
      return;
    }
    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions(entry.mode() & PERMISSIONS));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < FROM_HIGHEST_BIT.length; i++) {
      if ((mode & 1 << FROM_HIGHEST_BIT.length - 1 - i) != 0) {
        permissions.add(FROM_HIGHEST_BIT[i]);
      }
    }
    return permissions;
  }
}
