package io.longshore.image;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.StreamException;
import io.longshore.error.StreamFailedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.image.Platform;
import io.longshore.internal.image.Reference;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pulls and imports: requests whose response is a stream of steps, in which a failure may come after the status. */
final class ImageStreams {
  private static final Pattern IMAGE_ID = Pattern.compile("sha256:[a-zA-Z0-9]{1,128}");

  /** Of an image that the engine or the registry does not have. */
  private static final Pattern MISSING = Pattern
      .compile("does not exist locally|tag does not exist|manifest unknown|^repository .* not found");

  private ImageStreams() {}

  static Image pull(ApiExecutor executor, ApiExecutor calls, PullOptions wanted) {
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    return feed.call(() -> pull(executor, calls, wanted, feed));
  }

  private static Image pull(ApiExecutor executor, ApiExecutor calls, PullOptions wanted, TransferFeed feed) {
    String text = wanted.image();
    Reference reference = Reference.parse(text);
    ImageProgress last = pull(calls, reference, reference.tagOrDigest(), wanted, feed::step);
    if (last == null) {
      throw new StreamException(
          "the engine sent an empty response to the pull of " + text
              + ", so the image was probably not pulled; try again",
          StreamEnd.TRUNCATED, null);
    }
    // Docker's last message. Podman sends none, and a proxy may have cut a response that ends normally.
    boolean isWhole = last.status() != null && last.status().startsWith("Status: ");
    if (!isWhole || wanted.platform != null) {
      checkPulled(calls, text, wanted.platform);
    }
    return new Image(executor, text);
  }

  static List<Image> pullAllTags(ApiExecutor executor, ApiExecutor calls, PullOptions wanted) {
    Reference reference = Reference.parse(wanted.image());
    if (reference.tag() != null || reference.digest() != null) {
      throw new IllegalArgumentException(
          "pullAllTags takes a repository, and " + wanted.image() + " names one image of it; leave the tag out");
    }
    Set<String> tags = new LinkedHashSet<>();
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    feed.run(() -> pull(calls, reference, null, wanted, step -> {
      feed.step(step);
      if (step.id() != null && step.status() != null && step.status().startsWith("Pulling from ")) {
        tags.add(step.id());
      }
    }));
    if (tags.isEmpty()) {
      throw new StreamException(
          "the engine ended the pull of " + wanted.image() + " without naming a tag; Podman cannot pull all tags",
          StreamEnd.TRUNCATED, null);
    }
    return tags.stream().map(tag -> new Image(executor, reference.name() + ":" + tag)).toList();
  }

  /** @param tag null for every tag of the repository */
  private static @Nullable ImageProgress pull(
      ApiExecutor calls, Reference reference, @Nullable String tag, PullOptions wanted,
      Consumer<ImageProgress> listener) {
    RegistryAccess access = calls.registryAccess(wanted.image(), wanted.auth == null ? null : wanted.auth::config);
    ApiRequest<ImageProgress> request = ImageApi.imageCreate()
        .options(o -> o.fromImage(reference.name()).tag(tag).platform(wanted.platform))
        .xRegistryAuth(access.header())
        .request()
        .about(wanted.image());
    try {
      return progress(calls, request, wanted.timeout, listener.andThen(wanted.steps));
    } catch (EngineException e) {
      throw access.explained(e);
    }
  }

  /** Fails unless the engine has the image now, and for this platform if one was asked for. */
  private static void checkPulled(ApiExecutor calls, String text, @Nullable String platform) {
    ApiRequest<ImageInspect> request = ImageApi.imageInspect(text).request();
    ImageInspect pulled;
    try {
      pulled = calls.call(request);
    } catch (NotFoundException e) {
      throw new StreamException(
          "the engine ended the pull of " + text + " early: it does not have the image after it", StreamEnd.TRUNCATED,
          e);
    } catch (EngineException e) {
      // A proxy may allow pulls and not this request; nothing says that the pull failed.
      return;
    }
    if (platform != null && !Platform.parse(platform).isOf(calls, text, pulled)) {
      String reason = "there is no such image for " + platform + "; the engine pulled the one for " + pulled.os() + "/"
          + pulled.architecture() + " instead";
      throw new NotFoundException(
          new EngineException.Answer(
              "ImageCreate", text, 200, reason, calls.version().toString(), calls.what(request)));
    }
  }

  static Image importTar(ApiExecutor executor, ApiExecutor calls, InputStream tar, ImportOptions wanted) {
    Reference reference = wanted.reference;
    ApiRequest<ImageProgress> request = ImageApi.imageCreate()
        .options(
            o -> o.fromSrc("-")
                // Name and tag in one, as the docker command sends them: Podman ignores the other parameter.
                .repo(reference == null ? null : reference.name() + ":" + reference.tagOrLatest())
                .message(wanted.message)
                .platform(wanted.platform)
                .changes(wanted.changes.toArray(String[]::new)))
        .body(tar)
        .request()
        .about("an archive");
    ImageProgress last = progress(calls, request, null, step -> {});
    String id = last == null ? null : last.status();
    if (id == null || !id.startsWith("sha256:")) {
      throw new DockerException("the engine took the archive and did not send the id of its image", null);
    }
    return made(executor, reference, id);
  }

  /** A new image, by its name, or without one by the id that the engine sent. */
  static Image made(ApiExecutor executor, @Nullable Reference name, @Nullable String id) {
    // Podman leaves the algorithm out, at times.
    String whole = id == null || id.indexOf(':') >= 0 ? id : "sha256:" + id;
    String checked = Answered.id(whole, IMAGE_ID, "the image", "look for it by its name, or among those without one");
    return new Image(executor, name == null ? checked : name.name() + ":" + name.tagOrLatest());
  }

  /** Reads progress to its end; an error among the steps is a failed call, whatever the status was. */
  static @Nullable ImageProgress progress(
      ApiExecutor calls, ApiRequest<ImageProgress> request, @Nullable Duration timeout,
      Consumer<ImageProgress> listener) {
    ImageProgress last = null;
    try (Source<ImageProgress> steps = calls.sequence(request, Limits.steps(timeout))) {
      for (ImageProgress step = steps.next(); step != null; step = steps.next()) {
        String error = Answered.failureInStream(step.errorDetail(), step.error(), step.message());
        if (error != null) {
          throw failed(calls, request, error);
        }
        listener.accept(step);
        last = step;
      }
    }
    return last;
  }

  /** What the engine says in a stream, or would have to say. */
  static EngineException failed(ApiExecutor calls, ApiRequest<ImageProgress> request, String reason) {
    EngineException.Answer answer = new EngineException.Answer(
        request.operation(), request.resource(), 200, reason, calls.version().toString(), calls.what(request));
    return MISSING.matcher(reason).find() ? new NotFoundException(answer) : new StreamFailedException(answer);
  }
}
