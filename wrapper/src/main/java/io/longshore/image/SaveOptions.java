package io.longshore.image;

import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which images to save, and what of them. Not thread-safe. */
public final class SaveOptions {
  final List<String> images = new ArrayList<>();
  final List<String> platforms = new ArrayList<>();
  @Nullable
  TransferProgress progress;

  SaveOptions() {}

  /**
   * Adds images; at least one is required.
   *
   * @param references names or ids; a name without a tag saves all tags of the repository, and an image that is named
   *     by its id comes back without a name
   * @return this
   */
  public SaveOptions image(String... references) {
    for (String reference : references) {
      images.add(Check.text("image", reference));
    }
    return this;
  }

  /**
   * Saves only the content for these platforms; all that the engine holds unless set. Since API 1.48, and more than one
   * since API 1.52.
   *
   * @param platforms such as {@code linux/arm64}; added to those that were given before
   * @return this
   */
  public SaveOptions platform(String... platforms) {
    this.platforms.addAll(Check.words("platform", platforms));
    return this;
  }

  /**
   * Reports how many bytes of the archive have come. Engines do not say how many there will be.
   *
   * @param progress a new one for this save
   * @return this
   */
  public SaveOptions progress(TransferProgress progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }
}
