package io.longshore.image;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to ask of an image. Immutable. */
public final class InspectOptions {
  private final boolean manifests;
  private final @Nullable String platform;

  private InspectOptions(Builder builder) {
    if (builder.manifests && builder.platform != null) {
      throw new IllegalArgumentException("manifests() and platform(…) exclude each other; ask twice");
    }
    manifests = builder.manifests;
    platform = builder.platform;
  }

  static InspectOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new InspectOptions(builder);
  }

  boolean manifests() {
    return manifests;
  }

  /** As JSON. */
  @Nullable String platform() {
    return platform;
  }

  @Override
  public String toString() {
    return "InspectOptions[manifests=" + manifests + ", platform=" + platform + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean manifests;
    private @Nullable String platform;

    private Builder() {}

    /**
     * Tells what the image's index refers to; Docker's {@code manifests}. Needs API 1.48, and only an engine with the containerd
     * image store fills it.
     *
     * @return this
     */
    public Builder manifests() {
      manifests = true;
      return this;
    }

    /**
     * Describes the image of a platform, where it is there for several; the one nearest to the engine's own unless set.
     * Docker's {@code platform}. Needs API 1.49.
     *
     * @param platform such as {@code linux/arm64} or {@code linux/arm/v7}
     * @return this
     */
    public Builder platform(String platform) {
      this.platform = Platforms.json(platform);
      return this;
    }
  }
}
