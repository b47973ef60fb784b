package io.longshore.image;

import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to load of an archive. Not thread-safe. */
public final class LoadOptions {
  final List<String> platforms = new ArrayList<>();
  @Nullable
  TransferProgress progress;

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
}
