package io.longshore.image;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.error.StreamFailedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pulls and imports: requests whose response is a stream of steps, in which a failure may come after the status. */
final class ImageStreams {
  private static final Pattern IMAGE_ID = Pattern.compile("sha256:[a-zA-Z0-9]{1,128}");

  private ImageStreams() {}

  static Image pull(ApiExecutor executor, ApiExecutor calls, PullOptions wanted) {
    String text = wanted.image();
    Reference reference = Reference.parse(text);
    RegistryAccess access = calls.registryAccess(text, wanted.auth == null ? null : wanted.auth::config);
    ApiRequest<ImageProgress> request = ImageApi.imageCreate()
        .options(o -> o.fromImage(reference.name()).tag(reference.tag()).platform(wanted.platform))
        .xRegistryAuth(access.header())
        .request()
        .about(text);
    try {
      checkPulled(calls, text, progress(calls, request, wanted.progress));
    } catch (EngineException e) {
      throw access.explained(e);
    }
    return new Image(executor, text);
  }

  /** A proxy may have cut a response that ends normally. */
  private static void checkPulled(ApiExecutor calls, String text, @Nullable ImageProgress last) {
    if (last == null) {
      throw new StreamException(
          "the engine sent an empty response to the pull of " + text
              + ", so the image was probably not pulled; try again",
          StreamEnd.TRUNCATED, null);
    }
    // Docker's last message; Podman sends none, so it is asked for the image.
    if (last.status() == null || !last.status().startsWith("Status: ")) {
      try {
        calls.call(ImageApi.imageInspect(text).request());
      } catch (NotFoundException e) {
        throw new StreamException(
            "the engine ended the pull of " + text + " early: it does not have the image after it", StreamEnd.TRUNCATED,
            e);
      } catch (EngineException e) {
        // A proxy may allow pulls and not this request; nothing says that the pull failed.
      }
    }
  }

  static Image importTar(ApiExecutor executor, ApiExecutor calls, InputStream tar, ImportOptions wanted) {
    Reference reference = wanted.reference;
    ApiRequest<ImageProgress> request = ImageApi.imageCreate()
        .options(
            o -> o.fromSrc("-")
                // Name and tag in one, as the docker command sends them: Podman ignores the other parameter.
                .repo(reference == null ? null : reference.name() + ":" + reference.tag())
                .message(wanted.message)
                .platform(wanted.platform)
                .changes(wanted.changes.toArray(String[]::new)))
        .body(tar)
        .request()
        .about("an archive");
    ImageProgress last = progress(calls, request, step -> {});
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
}
