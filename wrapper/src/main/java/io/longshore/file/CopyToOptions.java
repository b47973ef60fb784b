package io.longshore.file;

import io.longshore.internal.tar.Owner;
import org.jspecify.annotations.Nullable;

/** How to copy into a container. For one thread. */
public final class CopyToOptions {
  boolean followLinks;
  @Nullable Owner owner = Owner.ROOT;

  CopyToOptions() {}

  /**
   * Copies what symbolic links lead to, the source itself included, instead of the links.
   *
   * @return this
   */
  public CopyToOptions followLinks() {
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
  public CopyToOptions owner(long uid, long gid) {
    owner = new Owner(uid, gid);
    return this;
  }

  /**
   * Keeps the numbers of the local owners. The container may have other users with these numbers, or none. 0:0 where the
   * local file system has no such numbers.
   *
   * @return this
   */
  public CopyToOptions keepOwners() {
    owner = null;
    return this;
  }
}
