package io.longshore.image;

import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to load of an archive. Not thread-safe. */
public final class LoadOptions {
  final List<String> platforms = new ArrayList<>();
  @Nullable
  TransferProgress progress;
  @Nullable
  Duration timeout;

  LoadOptions() {}

  /**
   * Loads only the content for these platforms; all of it unless set. Since API 1.48, and more than one since API 1.52.
   *
   * @param platforms such as {@code linux/arm64}; added to those that were given before
   * @return this
   */
  public LoadOptions platform(String... platforms) {
    this.platforms.addAll(Check.words("platform", platforms));
    return this;
  }

  /**
   * Reports how many bytes of the archive the engine has taken. Layers are not reported: engines do so while they read
   * the archive, and only of layers that they did not have.
   *
   * @param progress a new one for this load
   * @return this
   */
  public LoadOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /**
   * Sets how long the whole load may take before it throws {@link io.longshore.error.DeadlineException}. Unless set, it
   * may take as long as it moves on: see {@link io.longshore.Timeouts}.
   *
   * @param timeout more than zero
   * @return this
   */
  public LoadOptions timeout(Duration timeout) {
    this.timeout = Check.positive("timeout", timeout);
    return this;
  }
}
