package io.longshore.image;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.options.Check;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which image to pull, and how. Immutable; {@link #toString()} shows no credentials. */
public final class PullOptions {
  private final String text;
  private final Reference reference;
  private final @Nullable String platform;
  private final @Nullable RegistryAuth auth;
  private final Consumer<ImageProgress> progress;

  private PullOptions(Builder builder) {
    if (builder.reference == null) {
      throw new IllegalArgumentException("no image is named; call reference(…)");
    }
    text = builder.reference;
    reference = Reference.parse(text);
    platform = builder.platform;
    auth = builder.auth;
    progress = builder.progress;
  }

  static PullOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new PullOptions(builder);
  }

  String text() {
    return text;
  }

  Reference reference() {
    return reference;
  }

  @Nullable String platform() {
    return platform;
  }

  @Nullable RegistryAuth auth() {
    return auth;
  }

  Consumer<ImageProgress> progress() {
    return progress;
  }

  @Override
  public String toString() {
    return "PullOptions[" + text + ", platform=" + platform + ", auth=" + auth + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private @Nullable String reference;
    private @Nullable String platform;
    private @Nullable RegistryAuth auth;
    private Consumer<ImageProgress> progress = step -> {};

    private Builder() {}

    /**
     * The image; required.
     *
     * @param reference its name, with a registry where it is not on Docker Hub, and with a tag or digest; {@code latest}
     *     without one
     * @return this
     */
    public Builder reference(String reference) {
      this.reference = Check.text("reference", reference);
      return this;
    }

    /**
     * The platform, where the image is there for several; the engine's own unless set.
     *
     * @param platform such as {@code linux/arm64}
     * @return this
     */
    public Builder platform(String platform) {
      this.platform = Check.text("platform", platform);
      return this;
    }

    /**
     * Credentials for the registry.
     *
     * @param auth the credentials
     * @return this
     */
    public Builder auth(RegistryAuth auth) {
      this.auth = Objects.requireNonNull(auth, "auth");
      return this;
    }

    /**
     * Watches the steps. An exception thrown here ends the pull.
     *
     * @param progress told of each step in the thread that pulls
     * @return this
     */
    public Builder progress(Consumer<ImageProgress> progress) {
      this.progress = Objects.requireNonNull(progress, "progress");
      return this;
    }
  }
}
