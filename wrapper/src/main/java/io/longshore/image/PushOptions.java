package io.longshore.image;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryAuth;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to push an image. Not thread-safe. */
public final class PushOptions {
  @Nullable
  String platform;
  @Nullable
  RegistryAuth auth;
  Consumer<ImageProgress> steps = step -> {};
  @Nullable
  TransferProgress progress;
  @Nullable
  Duration timeout;

  PushOptions() {}

  /**
   * Pushes only the variant for this platform; all that the engine holds unless set. Since API 1.46.
   *
   * @param platform such as {@code linux/arm64}
   * @return this
   */
  public PushOptions platform(String platform) {
    this.platform = Check.text("platform", platform);
    return this;
  }

  /**
   * Sets the credentials for the registry; those of the client unless set.
   *
   * @param auth the credentials
   * @return this
   */
  public PushOptions auth(RegistryAuth auth) {
    this.auth = Objects.requireNonNull(auth, "auth");
    return this;
  }

  /**
   * Reports the steps as the engine sends them. An exception from this consumer ends the push.
   *
   * @param steps called with each step, in the thread that pushes
   * @return this
   */
  public PushOptions steps(Consumer<ImageProgress> steps) {
    this.steps = Objects.requireNonNull(steps, "steps");
    return this;
  }

  /**
   * Reports how far the push has come: layers, bytes, rate and the time left.
   *
   * @param progress a new one for this push
   * @return this
   */
  public PushOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /**
   * Sets how long the whole push may take before it throws {@link io.longshore.error.DeadlineException}. Unless set, it
   * may take as long as it moves on: see {@link io.longshore.Timeouts}.
   *
   * @param timeout more than zero
   * @return this
   */
  public PushOptions timeout(Duration timeout) {
    this.timeout = Check.positive("timeout", timeout);
    return this;
  }
}
