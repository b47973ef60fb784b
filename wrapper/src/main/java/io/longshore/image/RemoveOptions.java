package io.longshore.image;

import java.util.Objects;
import java.util.function.Consumer;

/** How to remove an image. Immutable. */
public final class RemoveOptions {
  private final boolean force;
  private final boolean keepParents;

  private RemoveOptions(Builder builder) {
    force = builder.force;
    keepParents = builder.keepParents;
  }

  static RemoveOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new RemoveOptions(builder);
  }

  boolean force() {
    return force;
  }

  boolean keepParents() {
    return keepParents;
  }

  @Override
  public String toString() {
    return "RemoveOptions[force=" + force + ", keepParents=" + keepParents + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean force;
    private boolean keepParents;

    private Builder() {}

    /**
     * Removes it although stopped containers use it or it has several names.
     *
     * @return this
     */
    public Builder force() {
      force = true;
      return this;
    }

    /**
     * Keeps layers in between that nothing else uses.
     *
     * @return this
     */
    public Builder keepParents() {
      keepParents = true;
      return this;
    }
  }
}
