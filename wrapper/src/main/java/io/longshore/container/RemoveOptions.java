package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/** How to remove a container. Immutable. */
public final class RemoveOptions {
  private final boolean force;
  private final boolean volumes;

  private RemoveOptions(Builder builder) {
    force = builder.force;
    volumes = builder.volumes;
  }

  static RemoveOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new RemoveOptions(builder);
  }

  boolean force() {
    return force;
  }

  boolean volumes() {
    return volumes;
  }

  @Override
  public String toString() {
    return "RemoveOptions[force=" + force + ", volumes=" + volumes + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean force;
    private boolean volumes;

    private Builder() {}

    /**
     * Kills the container first when it runs.
     *
     * @return this
     */
    public Builder force() {
      force = true;
      return this;
    }

    /**
     * Removes the container's anonymous volumes too.
     *
     * @return this
     */
    public Builder volumes() {
      volumes = true;
      return this;
    }
  }
}
