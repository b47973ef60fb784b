package io.longshore.file;

import io.longshore.internal.tar.Owner;
import io.longshore.progress.TransferProgress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to copy into a container. Not thread-safe. */
public final class CopyToOptions {
  boolean followLinks;
  @Nullable
  Owner owner = Owner.ROOT;
  @Nullable
  TransferProgress progress;

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
   * Sets the owner of everything that is copied; without this and {@link #keepOwners()} it is 0:0, root. Docker's
   * documentation says the same of {@code docker cp}, which in fact keeps the local numbers.
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
   * Keeps the numbers of the local owners. The container may have other users with these numbers, or none. The owner is
   * 0:0 if the local file system has no such numbers.
   *
   * @return this
   */
  public CopyToOptions keepOwners() {
    owner = null;
    return this;
  }

  /**
   * Reports how far the copy has come.
   *
   * @param progress a new one for this copy
   * @return this
   */
  public CopyToOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }
}
