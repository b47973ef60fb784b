package io.longshore.file;

import io.longshore.internal.options.Check;
import io.longshore.internal.tar.TreeExtractor;

/** How to copy out of a container, and how much. For one thread. */
public final class CopyFromOptions {
  private static final long MOST_BYTES = 1L << 40;
  private static final long MOST_ENTRIES = 1_000_000;

  boolean followLinks;
  boolean keepOwners;
  boolean keepOutsideLinks;
  long maxBytes = MOST_BYTES;
  long maxEntries = MOST_ENTRIES;

  CopyFromOptions() {}

  TreeExtractor.Rules rules() {
    return new TreeExtractor.Rules(keepOwners, keepOutsideLinks, maxBytes, maxEntries);
  }

  /**
   * When the source is a symbolic link, copies what it leads to, under the link's name. Links inside a folder stay links.
   *
   * @return this
   */
  public CopyFromOptions followLinks() {
    followLinks = true;
    return this;
  }

  /**
   * Gives files the owners that they have in the container, by number, and their setuid, setgid and sticky bits, which are
   * left out otherwise. This program has to run as root for that.
   *
   * @return this
   */
  public CopyFromOptions keepOwners() {
    keepOwners = true;
    return this;
  }

  /**
   * Makes symbolic links that lead out of the copied tree, absolute ones among them, as they are in the container. They are
   * never followed while copying, but whoever follows them later ends up at a place of this machine. Without this option
   * such a link is a {@link io.longshore.error.ArchiveException}. Where the source itself is such a link, {@link #followLinks()}
   * copies what it leads to.
   *
   * @return this
   */
  public CopyFromOptions keepOutsideLinks() {
    keepOutsideLinks = true;
    return this;
  }

  /**
   * How much content to take before giving up with an {@link io.longshore.error.ArchiveException}; 1 TiB unless set. Set it where
   * the container is not trusted: a file of a few blocks can claim any size.
   *
   * @param bytes the most
   * @return this
   */
  public CopyFromOptions maxBytes(long bytes) {
    maxBytes = Check.notNegative("maxBytes", bytes);
    return this;
  }

  /**
   * How many files, folders and links to take before giving up with an {@link io.longshore.error.ArchiveException}; a million
   * unless set.
   *
   * @param entries the most, the copied folder itself and folders without an entry of their own included
   * @return this
   */
  public CopyFromOptions maxEntries(long entries) {
    maxEntries = Check.notNegative("maxEntries", entries);
    return this;
  }
}
