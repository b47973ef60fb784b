package io.longshore.internal.tar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Gives files the modes, owners and times that an archive says, never through a link. */
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

  /** A file or folder that was just written. */
  void written(TarArchiveEntry entry, Path path) {
    try {
      // In this order: a change of owner takes setuid away, and without permission to read a time cannot be set.
      owner(entry, path);
      time(entry, path);
      mode(entry, path);
    } catch (IOException e) {
      throw LocalFailure.of(entry.getName(), "given its owner, time and mode at " + path, e);
    }
  }

  /** A link has no mode of its own. */
  void link(TarArchiveEntry entry, Path path) {
    try {
      owner(entry, path);
    } catch (IOException e) {
      throw LocalFailure.of(entry.getName(), "given its owner at " + path, e);
    }
    try {
      time(entry, path);
    } catch (IOException e) {
      // Not every JDK and file system can; nobody looks at the time of a link.
    }
  }

  private void owner(TarArchiveEntry entry, Path path) throws IOException {
    if (keepOwners && posix) {
      Files.setAttribute(path, "unix:uid", (int) entry.getLongUserId(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", (int) entry.getLongGroupId(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static void time(TarArchiveEntry entry, Path path) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(entry.getLastModifiedTime(), null, null);
  }

  private void mode(TarArchiveEntry entry, Path path) throws IOException {
    if (!posix) {
      return;
    }
    if (keepOwners) {
      Files.setAttribute(path, "unix:mode", entry.getMode() & ALL_BITS, LinkOption.NOFOLLOW_LINKS);
      return;
    }
    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions(entry.getMode() & PERMISSIONS));
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
