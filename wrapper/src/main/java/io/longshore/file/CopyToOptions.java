package io.longshore.file;

import io.longshore.internal.tar.Owner;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to copy into a container. Immutable. */
public final class CopyToOptions {
  private final boolean followLinks;
  private final @Nullable Owner owner;

  private CopyToOptions(Builder builder) {
    followLinks = builder.followLinks;
    owner = builder.owner;
  }

  static CopyToOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new CopyToOptions(builder);
  }

  boolean followLinks() {
    return followLinks;
  }

  /** Null for the local owners. */
  @Nullable Owner owner() {
    return owner;
  }

  @Override
  public String toString() {
    String who = owner == null ? "kept" : owner.uid() + ":" + owner.gid();
    return "CopyToOptions[followLinks=" + followLinks + ", owner=" + who + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean followLinks;
    private @Nullable Owner owner = Owner.ROOT;

    private Builder() {}

    /**
     * Copies what symbolic links lead to, the source itself included, instead of the links.
     *
     * @return this
     */
    public Builder followLinks() {
      followLinks = true;
      return this;
    }

    /**
     * Makes somebody the owner of everything that is copied; without this and {@link #keepOwners()} it is 0:0, root. That is
     * what Docker's documentation says of {@code docker cp}, which in truth keeps the local numbers.
     *
     * @param uid the user's number in the container
     * @param gid the group's number in the container
     * @return this
     */
    public Builder owner(long uid, long gid) {
      owner = new Owner(uid, gid);
      return this;
    }

    /**
     * Keeps the numbers of the local owners. The container may have other users with these numbers, or none. 0:0 where the
     * local file system has no such numbers.
     *
     * @return this
     */
    public Builder keepOwners() {
      owner = null;
      return this;
    }
  }
}
