package io.longshore.file;

/** How an engine unpacks an archive into a container. Not thread-safe. */
public final class ExtractOptions {
  boolean keepKinds;
  boolean containerOwner;

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
}
