package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to remove a container. Immutable.
 *
 * @param force whether to kill it first when it runs
 * @param volumes whether to remove its anonymous volumes too
 */
public record RemoveOptions(boolean force, boolean volumes) {
  static RemoveOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new RemoveOptions(builder.force, builder.volumes);
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
