package io.longshore.image;

import io.longshore.internal.image.Reference;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to create an image from a tar archive. Not thread-safe. */
public final class ImportOptions {
  final List<String> changes = new ArrayList<>();
  @Nullable
  Reference reference;
  @Nullable
  String message;
  @Nullable
  String platform;

  ImportOptions() {}

  /**
   * Sets the image's name; without it the image has only its id.
   *
   * @param reference name and tag; the tag is {@code latest} without one
   * @return this
   */
  public ImportOptions reference(String reference) {
    this.reference = Reference.parse(reference).withoutDigest("an import");
    return this;
  }

  /**
   * Sets a comment for the image's history.
   *
   * @param message the note
   * @return this
   */
  public ImportOptions message(String message) {
    this.message = Check.line("message", message);
    return this;
  }

  /**
   * Sets the platform that the files are for.
   *
   * @param platform such as {@code linux/arm64}
   * @return this
   */
  public ImportOptions platform(String platform) {
    this.platform = Check.text("platform", platform);
    return this;
  }

  /**
   * Changes the image as a line of a Dockerfile does.
   *
   * @param instruction such as {@code CMD ["/bin/sh"]}
   * @return this
   */
  public ImportOptions change(String instruction) {
    changes.add(Check.text("instruction", instruction));
    return this;
  }
}
