package io.longshore.file;

import io.longshore.internal.options.Check;
import io.longshore.internal.tar.TreeExtractor;
import io.longshore.progress.TransferProgress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to copy out of a container, and how much. Not thread-safe. */
public final class CopyFromOptions {
  private static final long MOST_BYTES = 1L << 40;
  private static final long MOST_ENTRIES = 1_000_000;

  boolean followLinks;
  boolean keepOwners;
  boolean keepOutsideLinks;
  long maxBytes = MOST_BYTES;
  long maxEntries = MOST_ENTRIES;
  @Nullable
  TransferProgress progress;

  CopyFromOptions() {}

  TreeExtractor.Rules rules() {
    return new TreeExtractor.Rules(keepOwners, keepOutsideLinks, maxBytes, maxEntries);
  }

  /**
   * If the source is a symbolic link, copies what it leads to, under the link's name. Links inside a directory stay
   * links.
   *
   * @return this
   */
  public CopyFromOptions followLinks() {
    followLinks = true;
    return this;
  }

  /**
   * Gives files the owners that they have in the container, by number, and their setuid, setgid and sticky bits, which
   * are left out otherwise. This program must run as root for this.
   *
   * @return this
   */
  public CopyFromOptions keepOwners() {
    keepOwners = true;
    return this;
  }

  /**
   * Keeps symbolic links that lead out of the copied tree, including absolute ones, unchanged. They are never followed
   * while copying, but a program that follows them later reaches a path of this machine. Without this option such a
   * link causes an {@link io.longshore.error.ArchiveException}. If the source itself is such a link,
   * {@link #followLinks()} copies what it leads to.
   *
   * @return this
   */
  public CopyFromOptions keepOutsideLinks() {
    keepOutsideLinks = true;
    return this;
  }

  /**
   * Limits how much content is copied; a copy of more throws an {@link io.longshore.error.ArchiveException}. 1 TiB
   * unless set. Set it if the container is not trusted: a file of a few blocks can claim any size.
   *
   * @param bytes the most
   * @return this
   */
  public CopyFromOptions maxBytes(long bytes) {
    maxBytes = Check.notNegative("maxBytes", bytes);
    return this;
  }

  /**
   * Limits the number of files, directories and links; a copy of more throws an
   * {@link io.longshore.error.ArchiveException}. A million unless set.
   *
   * @param entries the most, including the copied directory itself and directories without an entry of their own
   * @return this
   */
  public CopyFromOptions maxEntries(long entries) {
    maxEntries = Check.notNegative("maxEntries", entries);
    return this;
  }

  /**
   * Reports how far the copy has come.
   *
   * @param progress a new one for this copy
   * @return this
   */
  public CopyFromOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }
}
