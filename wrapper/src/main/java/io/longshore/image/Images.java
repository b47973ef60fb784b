package io.longshore.image;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.error.StreamFailedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageListOptions;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.Credentials;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The images of an engine. Thread-safe. */
public final class Images {
  private static final Pattern IMAGE_ID = Pattern.compile("sha256:[a-zA-Z0-9]{1,128}");

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
   * @throws EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference) {
    return pull(options -> options.reference(reference));
  }

  /**
   * Pulls an image from its registry and reports the steps.
   *
   * @param reference its name, with a tag or digest; {@code latest} without one
   * @param progress called with each step, in this thread
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference, Consumer<ImageProgress> progress) {
    return pull(options -> options.reference(reference).progress(progress));
  }

  /**
   * Pulls an image from its registry.
   *
   * @param options names at least the image
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(Consumer<PullOptions> options) {
    PullOptions wanted = Check.filled(new PullOptions(), options);
    String text = wanted.image();
    Reference reference = Reference.parse(text);
    ApiRequest<ImageProgress> request =
        ImageApi.imageCreate()
            .options(o -> o.fromImage(reference.name()).tag(reference.tag()).platform(wanted.platform))
            .xRegistryAuth(wanted.auth == null ? null : wanted.auth.header(server(reference.name())))
            .request()
            .about(text);
    try {
      checkPulled(text, progress(executor.forCall("pull"), request, wanted.progress));
    } catch (EngineException e) {
      throw Credentials.wanted(e) ? Credentials.missing(e, server(reference.name()), wanted.auth != null) : e;
    }
    return new Image(executor, text);
  }

  /** A proxy may have cut a response that ends normally. */
  private void checkPulled(String text, @Nullable ImageProgress last) {
    if (last == null) {
      throw new StreamException(
          "the engine sent an empty response to the pull of " + text + ", so the image was probably not pulled; try again",
          StreamEnd.TRUNCATED, null);
    }
    // Docker's last message; Podman sends none, so it is asked for the image.
    if (last.status() == null || !last.status().startsWith("Status: ")) {
      try {
        executor.forCall("pull").call(ImageApi.imageInspect(text).request());
      } catch (NotFoundException e) {
        throw new StreamException(
            "the engine ended the pull of " + text + " early: it does not have the image after it", StreamEnd.TRUNCATED, e);
      } catch (EngineException e) {
        // A proxy may allow pulls and not this request; nothing says that the pull failed.
      }
    }
  }

  /** The part before the first slash is a registry if it looks like a host. */
  private static String server(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    return host ? first : RegistryAuth.DOCKER_HUB;
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
   * @throws EngineException if the engine cannot create an image from it
   */
  public Image importTar(InputStream tar, Consumer<ImportOptions> options) {
    Objects.requireNonNull(tar, "tar");
    ImportOptions wanted = Check.filled(new ImportOptions(), options);
    Reference reference = wanted.reference;
    ApiRequest<ImageProgress> request =
        ImageApi.imageCreate()
            .options(
                o ->
                    o.fromSrc("-")
                        // Name and tag in one, as the docker command sends them: Podman ignores the other parameter.
                        .repo(reference == null ? null : reference.name() + ":" + reference.tag())
                        .message(wanted.message)
                        .platform(wanted.platform)
                        .changes(wanted.changes.toArray(String[]::new)))
            .body(tar)
            .request()
            .about("an archive");
    ImageProgress last = progress(executor.forCall("importTar"), request, step -> {});
    String id = last == null ? null : last.status();
    if (id == null || !id.startsWith("sha256:")) {
      throw new DockerException("the engine took the archive and did not send the id of its image", null);
    }
    return new Image(
        executor, Answered.id(id, IMAGE_ID, "the image", "look for it by its name, or among those without one"));
  }

  /** Reads progress to its end; an error among the steps is a failed call, whatever the status was. */
  private static @Nullable ImageProgress progress(
      ApiExecutor calls, ApiRequest<ImageProgress> request, Consumer<ImageProgress> listener) {
    ImageProgress last = null;
    try (Source<ImageProgress> steps = calls.sequence(request, Limits.STEPS)) {
      for (ImageProgress step = steps.next(); step != null; step = steps.next()) {
        String error = error(step);
        if (error != null) {
          throw new StreamFailedException(
              new EngineException.Answer(
                  request.operation(), request.resource(), 200, error, calls.version().toString(),
                  calls.what(request)));
        }
        listener.accept(step);
        last = step;
      }
    }
    return last;
  }

  private static @Nullable String error(ImageProgress step) {
    if (step.errorDetail() == null) {
      return step.error() != null ? step.error() : step.message();
    }
    if (step.errorDetail().message() != null) {
      return step.errorDetail().message();
    }
    return step.error() != null ? step.error() : "code " + step.errorDetail().code();
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
    return executor.forCall("list").list(request, request.query("shared-size") == null ? Limits.ORDINARY : Limits.HEAVY);
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
