package io.longshore.file;

import java.util.Objects;
import java.util.function.Consumer;

/** How an engine unpacks an archive into a container. Immutable. */
public final class ExtractOptions {
  private final boolean keepKinds;
  private final boolean containerOwner;

  private ExtractOptions(Builder builder) {
    keepKinds = builder.keepKinds;
    containerOwner = builder.containerOwner;
  }

  static ExtractOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new ExtractOptions(builder);
  }

  boolean keepKinds() {
    return keepKinds;
  }

  boolean containerOwner() {
    return containerOwner;
  }

  @Override
  public String toString() {
    return "ExtractOptions[keepKinds=" + keepKinds + ", containerOwner=" + containerOwner + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean keepKinds;
    private boolean containerOwner;

    private Builder() {}

    /**
     * Refuses to replace a folder by something else, or something else by a folder, with an
     * {@link io.longshore.error.ArchiveException}; without this the engine removes what is in the way. Docker's
     * {@code noOverwriteDirNonDir}.
     *
     * @return this
     */
    public Builder keepKinds() {
      keepKinds = true;
      return this;
    }

    /**
     * Makes the user that the container runs as the owner of everything, instead of the owners that the archive names. Some
     * engines fail when that user is a number which the container has no name for. Docker's {@code copyUIDGID}.
     *
     * @return this
     */
    public Builder containerOwner() {
      containerOwner = true;
      return this;
    }
  }
}
