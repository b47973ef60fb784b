package io.longshore.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** How to remove an image. Immutable. */
public final class RemoveOptions {
  private final boolean force;
  private final boolean keepParents;
  private final List<String> platforms;

  private RemoveOptions(Builder builder) {
    force = builder.force;
    keepParents = builder.keepParents;
    platforms = List.copyOf(builder.platforms);
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

  /** Each as JSON. */
  List<String> platforms() {
    return platforms;
  }

  @Override
  public String toString() {
    return "RemoveOptions[force=" + force + ", keepParents=" + keepParents + ", platforms=" + platforms + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean force;
    private boolean keepParents;
    private final List<String> platforms = new ArrayList<>();

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

    /**
     * Removes the content for a platform and keeps the others; asked more than once, for each. Docker's {@code platforms}. Needs
     * API 1.50 and an engine with the containerd image store.
     *
     * @param platform such as {@code linux/arm64} or {@code linux/arm/v7}
     * @return this
     */
    public Builder platform(String platform) {
      platforms.add(Platforms.json(platform));
      return this;
    }
  }
}
