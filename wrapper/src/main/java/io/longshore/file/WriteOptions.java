package io.longshore.file;

import io.longshore.internal.tar.Owner;
import io.longshore.internal.tar.TarWriter;
import io.longshore.progress.TransferProgress;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mode, owner and time of a file that is written into a container. Not thread-safe. */
public final class WriteOptions {
  private static final int PLAIN = 0644;
  private static final int ALL_BITS = 06777;
  private static final int STICKY = 01000;

  int mode = PLAIN;
  Owner owner = Owner.ROOT;
  @Nullable
  Instant modified;
  @Nullable
  TransferProgress progress;

  WriteOptions() {}

  TarWriter.Attributes attributes() {
    return new TarWriter.Attributes(mode, owner, FileTime.from(modified == null ? Instant.now() : modified));
  }

  /**
   * Sets the permissions; 0644 unless set.
   *
   * @param mode such as 0755, with setuid (04000) and setgid (02000) if needed
   * @return this
   */
  public WriteOptions mode(int mode) {
    if ((mode & STICKY) != 0) {
      // The result of writing 644 for 0644; the bit means nothing on a file.
      throw new IllegalArgumentException(
          "the mode is " + mode + ", in octal 0" + Integer.toOctalString(mode) + "; write it in octal, such as 0644");
    }
    if ((mode & ~ALL_BITS) != 0) {
      throw new IllegalArgumentException(
          "the mode is 0" + Integer.toOctalString(mode) + "; it goes from 0 to 06777, in octal");
    }
    this.mode = mode;
    return this;
  }

  /**
   * Sets the owner; 0:0, root, unless set.
   *
   * @param uid the user's number in the container
   * @param gid the group's number in the container
   * @return this
   */
  public WriteOptions owner(long uid, long gid) {
    owner = new Owner(uid, gid);
    return this;
  }

  /**
   * Sets when the content changed last; now unless set.
   *
   * @param modified the moment
   * @return this
   */
  public WriteOptions modified(Instant modified) {
    this.modified = Objects.requireNonNull(modified, "modified");
    return this;
  }

  /**
   * Reports how far the writing has come.
   *
   * @param progress a new one for this call
   * @return this
   */
  public WriteOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }
}
