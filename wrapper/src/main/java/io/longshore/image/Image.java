package io.longshore.image;

import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageDeleteOptions;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageInspectOptions;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An image, known by its name or id. It holds no state, so nothing here goes stale: {@link #inspect()} asks the engine.
 * Every method fails with {@link io.longshore.error.NotFoundException} when the image is gone. Safe for use by many threads.
 */
public final class Image {
  private final ApiExecutor executor;
  private final String reference;

  Image(ApiExecutor executor, String reference) {
    this.executor = executor;
    this.reference = reference;
    // Built once here so that a text that can be no name fails at once and not at the first call.
    ImageApi.imageInspect(reference);
  }

  /**
   * What this handle was made with.
   *
   * @return a name or an id
   */
  public String reference() {
    return reference;
  }

  /**
   * Asks the engine for everything that it knows of the image.
   *
   * @return the state of this moment
   */
  public ImageInspect inspect() {
    return executor.forCall("inspect").call(ImageApi.imageInspect(reference).request());
  }

  /**
   * Asks the engine for everything that it knows of the image.
   *
   * @param options which platform, and whether to tell what its index refers to
   * @return the state of this moment
   */
  public ImageInspect inspect(Consumer<ImageInspectOptions> options) {
    ApiRequest<ImageInspect> request = ImageApi.imageInspect(reference).options(options).request();
    if (request.query("manifests") != null && request.query("platform") != null) {
      throw new IllegalArgumentException("manifests() and platform(…) exclude each other; ask twice");
    }
    return executor.forCall("inspect").call(request);
  }

  /**
   * Gives it one more name.
   *
   * @param reference name and tag; the tag is {@code latest} without one. A name that another image has moves to this one
   * @return a handle with the new name
   */
  public Image tag(String reference) {
    Reference name = Reference.parse(reference);
    executor.forCall("tag").exchange(
        ImageApi.imageTag(this.reference).options(o -> o.repo(name.name()).tag(name.tag())).request(), Limits.ORDINARY);
    return new Image(executor, reference);
  }

  /**
   * Takes this name from the image, and removes the image with its last name.
   *
   * @return what was untagged and what was deleted
   * @throws io.longshore.error.ConflictException when a container uses it, or it has several names and this handle knows its id
   */
  public List<ImageDeleteItem> remove() {
    return remove(options -> {});
  }

  /**
   * Takes this name from the image, and removes the image with its last name.
   *
   * @param options whether to force it, whether to keep parents
   * @return what was untagged and what was deleted
   * @throws io.longshore.error.ConflictException when a container uses it
   */
  public List<ImageDeleteItem> remove(Consumer<ImageDeleteOptions> options) {
    return executor.forCall("remove").list(ImageApi.imageDelete(reference).options(options).request(), Limits.HEAVY);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Image other && reference.equals(other.reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  @Override
  public String toString() {
    return "Image[" + reference + "]";
  }
}
