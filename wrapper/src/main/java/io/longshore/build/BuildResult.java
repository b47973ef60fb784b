package io.longshore.build;

import io.longshore.image.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a build has made. Immutable.
 *
 * @param image the image by its first name, or by its id if it was given none. With {@link BuilderKind#BUILDX}, the
 *     outputs may put no image into the engine; null then
 * @param imageId the image's id, with its {@code sha256:}; of an image that is only in the outputs, its digest; empty
 *     if these have files and no image
 * @param builder which builder made it
 * @param steps its steps, in the order in which they were announced
 * @param warnings what the builder warns of
 */
public record BuildResult(
    @Nullable Image image, String imageId, BuilderKind builder, List<BuildStep> steps, List<String> warnings) {
  /** Copies the lists. */
  public BuildResult {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns the image in the engine, by its first name, or by its id if it was given none.
   *
   * @return the image
   * @throws IllegalStateException if the build put none into the engine: see {@link #hasImage()}
   */
  @Override
  public Image image() {
    if (image == null) {
      throw new IllegalStateException(
          "the outputs of this build put no image into the engine; add the output type=docker to have one");
    }
    return image;
  }

  /**
   * Returns whether the image is in the engine. It is, unless {@link BuilderKind#BUILDX} had outputs of another kind.
   *
   * @return whether {@link #image()} returns one
   */
  public boolean hasImage() {
    return image != null;
  }
}
