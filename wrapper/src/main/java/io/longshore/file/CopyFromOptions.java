package io.longshore.file;

import io.longshore.internal.options.Check;
import io.longshore.internal.tar.TreeExtractor;
import java.util.Objects;
import java.util.function.Consumer;

/** How to copy out of a container, and how much. Immutable. */
public final class CopyFromOptions {
  private final boolean followLinks;
  private final TreeExtractor.Rules rules;

  private CopyFromOptions(Builder builder) {
    followLinks = builder.followLinks;
    rules =
        new TreeExtractor.Rules(builder.keepOwners, builder.keepOutsideLinks, builder.maxBytes, builder.maxEntries);
  }

  static CopyFromOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new CopyFromOptions(builder);
  }

  boolean followLinks() {
    return followLinks;
  }

  TreeExtractor.Rules rules() {
    return rules;
  }

  @Override
  public String toString() {
    return "CopyFromOptions[followLinks=" + followLinks + ", keepOwners=" + rules.keepOwners() + ", keepOutsideLinks="
        + rules.keepOutsideLinks() + ", maxBytes=" + rules.maxBytes() + ", maxEntries=" + rules.maxEntries() + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private static final long MOST_BYTES = 1L << 40;
    private static final long MOST_ENTRIES = 1_000_000;

    private boolean followLinks;
    private boolean keepOwners;
    private boolean keepOutsideLinks;
    private long maxBytes = MOST_BYTES;
    private long maxEntries = MOST_ENTRIES;

    private Builder() {}

    /**
     * When the source is a symbolic link, copies what it leads to, under the link's name. Links inside a folder stay links.
     *
     * @return this
     */
    public Builder followLinks() {
      followLinks = true;
      return this;
    }

    /**
     * Gives files the owners that they have in the container, by number, and their setuid, setgid and sticky bits, which are
     * left out otherwise. This program has to run as root for that.
     *
     * @return this
     */
    public Builder keepOwners() {
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
    public Builder keepOutsideLinks() {
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
    public Builder maxBytes(long bytes) {
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
    public Builder maxEntries(long entries) {
      maxEntries = Check.notNegative("maxEntries", entries);
      return this;
    }
  }
}
