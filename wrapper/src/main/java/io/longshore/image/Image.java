package io.longshore.image;

import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageAttestation;
import io.longshore.generated.engine.model.ImageAttestationsOptions;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageDeleteOptions;
import io.longshore.generated.engine.model.ImageHistoryItem;
import io.longshore.generated.engine.model.ImageHistoryOptions;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageInspectOptions;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Removal;
import io.longshore.internal.image.Reference;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An image, known by its name or id. A handle has no state: {@link #inspect()} asks the engine. Every method throws
 * {@link io.longshore.error.NotFoundException} if the image is gone. Thread-safe.
 */
public final class Image {
  private final ApiExecutor executor;
  private final String reference;

  Image(ApiExecutor executor, String reference) {
    this.executor = executor;
    this.reference = reference;
    // Built here so that an invalid name fails at once and not at the first call.
    ImageApi.imageInspect(reference);
  }

  /**
   * Returns what this handle was created with.
   *
   * @return a name or an id
   */
  public String reference() {
    return reference;
  }

  /**
   * Asks the engine for everything that it knows about the image.
   *
   * @return the state of this moment
   */
  public ImageInspect inspect() {
    return executor.forCall("inspect").call(ImageApi.imageInspect(reference).request());
  }

  /**
   * Asks the engine for everything that it knows about the image.
   *
   * @param options which platform, and whether to include what its index refers to
   * @return the state of this moment
   */
  public ImageInspect inspect(Consumer<ImageInspectOptions> options) {
    ApiRequest<ImageInspect> request = ImageApi.imageInspect(reference).options(options).request();
    if (request.query("manifests") != null && request.query("platform") != null) {
      throw new IllegalArgumentException("manifests() and platform(…) cannot be combined; call inspect twice");
    }
    return executor.forCall("inspect").call(request);
  }

  /**
   * Gives the image one more name; Docker's tag.
   *
   * @param reference name and tag; the tag is {@code latest} without one. If another image has the name, the name moves
   *     to this one
   * @return a handle to the image by its new name
   */
  public Image tag(String reference) {
    Reference name = Reference.parse(reference).withoutDigest("tag");
    executor.forCall("tag").exchange(
        ImageApi.imageTag(this.reference).options(o -> o.repo(name.name()).tag(name.tagOrLatest())).request(),
        Limits.ORDINARY);
    return new Image(executor, reference);
  }

  /**
   * Pushes the image to the registry that its name begins with; {@link #tag} gives it such a name.
   *
   * @return what the registry has now
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public PushedImage push() {
    return push(options -> {});
  }

  /**
   * Pushes the image to the registry that its name begins with; {@link #tag} gives it such a name.
   *
   * @param options credentials, platform, and who watches
   * @return what the registry has now
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public PushedImage push(Consumer<PushOptions> options) {
    Reference name = repository("push");
    return ImagePushes
        .push(executor.forCall("push"), reference, name, name.tagOrLatest(),
            Check.filled(new PushOptions(), options))
        .get(0);
  }

  /**
   * Pushes every tag of this image's repository that the engine has. Docker: {@code --all-tags}.
   *
   * @param options credentials, platform, and who watches
   * @return what the registry has now, for each tag
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public List<PushedImage> pushAllTags(Consumer<PushOptions> options) {
    Reference name = repository("pushAllTags");
    return ImagePushes.push(executor.forCall("pushAllTags"), reference, name, null,
        Check.filled(new PushOptions(), options));
  }

  /**
   * Pushes every tag of this image's repository that the engine has; see {@link #pushAllTags(Consumer)}.
   *
   * @return what the registry has now, for each tag
   */
  public List<PushedImage> pushAllTags() {
    return pushAllTags(options -> {});
  }

  private Reference repository(String method) {
    if (reference.startsWith("sha256:")) {
      throw new IllegalArgumentException(
          method + " takes a name, and this handle has an id; give the image a name with tag(…), which returns a handle"
              + " for it");
    }
    return Reference.parse(reference).withoutDigest(method);
  }

  /**
   * Lists the steps that made the image, newest first.
   *
   * @return the steps
   */
  public List<ImageHistoryItem> history() {
    return history(options -> {});
  }

  /**
   * Lists the steps that made the image, newest first.
   *
   * @param options which platform
   * @return the steps
   */
  public List<ImageHistoryItem> history(Consumer<ImageHistoryOptions> options) {
    return executor.forCall("history").list(ImageApi.imageHistory(reference).options(options).request(),
        Limits.ORDINARY);
  }

  /**
   * Lists what builds and scanners state about the image. Needs the containerd image store. Since API 1.55.
   *
   * @param options which platform and kinds, and whether to include the statements
   * @return the attestations
   */
  public List<ImageAttestation> attestations(Consumer<ImageAttestationsOptions> options) {
    return executor.forCall("attestations").list(ImageApi.imageAttestations(reference).options(options).request(),
        Limits.ORDINARY);
  }

  /**
   * Takes this name from the image, and removes the image with its last name.
   *
   * @return what was untagged and what was deleted
   * @throws io.longshore.error.ConflictException if a container uses the image, or it has several names and this handle
   *     has its id
   */
  public List<ImageDeleteItem> remove() {
    return remove(options -> {});
  }

  /**
   * Takes this name from the image, and removes the image with its last name. Programs do this last, so a thread that
   * has been interrupted before still does it and stays interrupted; only a later interrupt ends the call.
   *
   * @param options whether to force it, whether to keep parents
   * @return what was untagged and what was deleted
   * @throws io.longshore.error.ConflictException if a container uses the image
   */
  public List<ImageDeleteItem> remove(Consumer<ImageDeleteOptions> options) {
    return removed("remove", options);
  }

  /**
   * Removes it if it exists; see {@link #removeIfExists(Consumer)}.
   *
   * @return false if there was no such image
   */
  public boolean removeIfExists() {
    return removeIfExists(options -> {});
  }

  /**
   * Removes it as {@link #remove(Consumer)} does, and succeeds if there is no such image.
   *
   * @param options whether to force it, whether to keep parents
   * @return false if there was no such image
   * @throws io.longshore.error.ConflictException if a container uses the image
   */
  public boolean removeIfExists(Consumer<ImageDeleteOptions> options) {
    try {
      removed("removeIfExists", options);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private List<ImageDeleteItem> removed(String method, Consumer<ImageDeleteOptions> options) {
    ApiRequest<List<ImageDeleteItem>> request = ImageApi.imageDelete(reference).options(options).request();
    return Removal.last(() -> executor.forCall(method).list(request, Limits.HEAVY));
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
