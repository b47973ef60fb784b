package io.longshore.image;

import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;

/** What to load of an archive. Not thread-safe. */
public final class LoadOptions {
  final List<String> platforms = new ArrayList<>();

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
}
