package io.longshore.image;

import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to make an image of a tar archive. For one thread. */
public final class ImportOptions {
  final List<String> changes = new ArrayList<>();
  @Nullable Reference reference;
  @Nullable String message;
  @Nullable String platform;

  ImportOptions() {}

  /**
   * The image's name; without it the image has its id only.
   *
   * @param reference name and tag; the tag is {@code latest} without one
   * @return this
   */
  public ImportOptions reference(String reference) {
    this.reference = Reference.parse(reference);
    return this;
  }

  /**
   * A note that the image's history keeps.
   *
   * @param message the note
   * @return this
   */
  public ImportOptions message(String message) {
    this.message = Check.line("message", message);
    return this;
  }

  /**
   * The platform that the files are for.
   *
   * @param platform such as {@code linux/arm64}
   * @return this
   */
  public ImportOptions platform(String platform) {
    this.platform = Check.text("platform", platform);
    return this;
  }

  /**
   * Sets something of the image as a Dockerfile does.
   *
   * @param instruction such as {@code CMD ["/bin/sh"]}
   * @return this
   */
  public ImportOptions change(String instruction) {
    changes.add(Check.text("instruction", instruction));
    return this;
  }
}
