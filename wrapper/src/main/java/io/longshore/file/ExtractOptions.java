package io.longshore.file;

/** How an engine unpacks an archive into a container. For one thread. */
public final class ExtractOptions {
  boolean keepKinds;
  boolean containerOwner;

  ExtractOptions() {}

  /**
   * Refuses to replace a folder by something else, or something else by a folder, with an
   * {@link io.longshore.error.ArchiveException}; without this the engine removes what is in the way. Docker's
   * {@code noOverwriteDirNonDir}.
   *
   * @return this
   */
  public ExtractOptions keepKinds() {
    keepKinds = true;
    return this;
  }

  /**
   * Makes the user that the container runs as the owner of everything, instead of the owners that the archive names. Some
   * engines fail when that user is a number which the container has no name for. Docker's {@code copyUIDGID}.
   *
   * @return this
   */
  public ExtractOptions containerOwner() {
    containerOwner = true;
    return this;
  }
}
