package io.longshore.image;

import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageListOptions;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The images of an engine. Thread-safe. */
public final class Images {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#images()}.
   *
   * @param executor sends the requests
   */
  public Images(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Pulls an image from its registry.
   *
   * @param reference its name, with a tag or digest; {@code latest} without one
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference) {
    return pull(options -> options.reference(reference));
  }

  /**
   * Pulls an image from its registry and reports the steps.
   *
   * @param reference its name, with a tag or digest; {@code latest} without one
   * @param steps called with each step, in this thread
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference, Consumer<ImageProgress> steps) {
    return pull(options -> options.reference(reference).steps(steps));
  }

  /**
   * Pulls an image from its registry.
   *
   * @param options names at least the image
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(Consumer<PullOptions> options) {
    return ImageStreams.pull(executor, executor.forCall("pull"), Check.filled(new PullOptions(), options));
  }

  /**
   * Creates an image from a tar archive of a whole file system, as {@code docker import} does.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @return a handle to the image by its id
   */
  public Image importTar(InputStream tar) {
    return importTar(tar, options -> {});
  }

  /**
   * Creates an image from a tar archive of a whole file system, as {@code docker import} does.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @param options its name and settings
   * @return a handle to the image by its id
   * @throws io.longshore.error.EngineException if the engine cannot create an image from it
   */
  public Image importTar(InputStream tar, Consumer<ImportOptions> options) {
    Objects.requireNonNull(tar, "tar");
    return ImageStreams.importTar(executor, executor.forCall("importTar"), tar,
        Check.filled(new ImportOptions(), options));
  }

  /**
   * Lists the images.
   *
   * @return what the engine reports of each
   */
  public List<ImageSummary> list() {
    return list(options -> {});
  }

  /**
   * Lists images.
   *
   * @param options which ones
   * @return what the engine reports of each
   */
  public List<ImageSummary> list(Consumer<ImageListOptions> options) {
    ApiRequest<List<ImageSummary>> request = ImageApi.imageList().options(options).request();
    return executor.forCall("list").list(request,
        request.query("shared-size") == null ? Limits.ORDINARY : Limits.HEAVY);
  }

  /**
   * Returns a handle to an existing image. This method does not ask the engine: the handle's first call throws
   * {@link io.longshore.error.NotFoundException} if there is no such image.
   *
   * @param reference its name or id
   * @return the handle
   * @throws IllegalArgumentException if the text is neither a valid name nor a valid id
   */
  public Image get(String reference) {
    return new Image(executor, reference);
  }
}
