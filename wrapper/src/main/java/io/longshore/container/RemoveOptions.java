package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/** How to remove a container. Immutable. */
public final class RemoveOptions {
  private final boolean force;
  private final boolean volumes;
  private final boolean ifExists;

  private RemoveOptions(Builder builder) {
    force = builder.force;
    volumes = builder.volumes;
    ifExists = builder.ifExists;
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

  boolean ifExists() {
    return ifExists;
  }

  @Override
  public String toString() {
    return "RemoveOptions[force=" + force + ", volumes=" + volumes + ", ifExists=" + ifExists + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean force;
    private boolean volumes;
    private boolean ifExists;

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

    /**
     * Is content when the container is gone already, or is being removed by somebody else, such as one that removes itself.
     *
     * @return this
     */
    public Builder ifExists() {
      ifExists = true;
      return this;
    }
  }
}
