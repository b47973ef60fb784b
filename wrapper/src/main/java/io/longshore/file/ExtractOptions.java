package io.longshore.file;

import io.longshore.progress.TransferProgress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an engine unpacks an archive into a container. Not thread-safe. */
public final class ExtractOptions {
  boolean keepKinds;
  boolean containerOwner;
  @Nullable
  TransferProgress progress;

  ExtractOptions() {}

  /**
   * Refuses to replace a directory by something else, or something else by a directory, with an
   * {@link io.longshore.error.ArchiveException}; without this the engine removes what it replaces. Docker's
   * {@code noOverwriteDirNonDir}.
   *
   * @return this
   */
  public ExtractOptions keepKinds() {
    keepKinds = true;
    return this;
  }

  /**
   * Makes the user that the container runs as the owner of everything, instead of the archive's owners. Some engines
   * fail if that user is a number without a name in the container. Docker's {@code copyUIDGID}.
   *
   * @return this
   */
  public ExtractOptions containerOwner() {
    containerOwner = true;
    return this;
  }

  /**
   * Reports how far the sending of the archive has come.
   *
   * @param progress a new one for this call
   * @return this
   */
  public ExtractOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }
}
