package io.longshore.image;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryAuth;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which image to pull, and how. Not thread-safe. */
public final class PullOptions {
  @Nullable
  String reference;
  @Nullable
  String platform;
  @Nullable
  RegistryAuth auth;
  Consumer<ImageProgress> steps = step -> {};
  @Nullable
  TransferProgress progress;
  @Nullable
  Duration timeout;

  PullOptions() {}

  /** The image. */
  String image() {
    if (reference == null) {
      throw new IllegalArgumentException("no image is named; call reference(…)");
    }
    return reference;
  }

  /**
   * Sets the image; required.
   *
   * @param reference its name, with a registry unless it is on Docker Hub, and with a tag or digest; {@code latest}
   *     without one
   * @return this
   */
  public PullOptions reference(String reference) {
    this.reference = Check.text("reference", reference);
    return this;
  }

  /**
   * Sets the platform if the image exists for several; the engine's own unless set.
   *
   * @param platform such as {@code linux/arm64}
   * @return this
   */
  public PullOptions platform(String platform) {
    this.platform = Check.text("platform", platform);
    return this;
  }

  /**
   * Sets the credentials for the registry.
   *
   * @param auth the credentials
   * @return this
   */
  public PullOptions auth(RegistryAuth auth) {
    this.auth = Objects.requireNonNull(auth, "auth");
    return this;
  }

  /**
   * Reports the steps as the engine sends them. An exception from this consumer ends the pull.
   *
   * @param steps called with each step, in the thread that pulls
   * @return this
   */
  public PullOptions steps(Consumer<ImageProgress> steps) {
    this.steps = Objects.requireNonNull(steps, "steps");
    return this;
  }

  /**
   * Reports how far the pull has come: layers, bytes, rate and the time left.
   *
   * @param progress a new one for this pull
   * @return this
   */
  public PullOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /**
   * Sets how long the whole pull may take before it throws {@link io.longshore.error.DeadlineException}. Unless set, it
   * may take as long as it moves on: see {@link io.longshore.Timeouts}.
   *
   * @param timeout more than zero
   * @return this
   */
  public PullOptions timeout(Duration timeout) {
    this.timeout = Check.positive("timeout", timeout);
    return this;
  }
}
