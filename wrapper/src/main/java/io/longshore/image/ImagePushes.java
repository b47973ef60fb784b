package io.longshore.image;

import io.longshore.error.EngineException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.image.Reference;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.stream.StreamEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pushes, whose result is among the steps: as data from some engines, and from all as a sentence. */
final class ImagePushes {
  /** The last step of a tag; not all engines send the same as data. */
  private static final Pattern PUSHED = Pattern.compile("(\\S+): digest: ([a-z0-9]+:[0-9a-fA-F]+) size: (\\d{1,18})");

  private ImagePushes() {}

  /**
   * Pushes.
   *
   * @param named what the program knows the image as
   * @param tag null for every tag of the repository
   */
  static List<PushedImage> push(
      ApiExecutor calls, String named, Reference reference, @Nullable String tag, PushOptions wanted) {
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    return feed.call(() -> push(calls, named, reference, tag, wanted, feed));
  }

  private static List<PushedImage> push(
      ApiExecutor calls, String named, Reference reference, @Nullable String tag, PushOptions wanted,
      TransferFeed feed) {
    String text = tag == null ? reference.name() : reference.name() + ":" + tag;
    RegistryAccess access = calls.registryAccess(text, wanted.auth == null ? null : wanted.auth::config);
    ApiRequest<ImageProgress> request = ImageApi.imagePush(reference.name())
        .options(o -> o.tag(tag).platform(wanted.platform))
        .xRegistryAuth(access.requiredHeader())
        .request()
        .about(named);
    Map<String, PushedImage> pushed = new LinkedHashMap<>();
    try {
      ImageStreams.progress(calls, request, wanted.timeout, step -> {
        PushedImage image = pushed(reference.name(), step.status());
        if (image != null) {
          pushed.put(image.reference(), image);
        }
        wanted.steps.accept(step);
        feed.step(step);
      });
    } catch (EngineException e) {
      throw access.explained(e);
    }
    if (tag == null ? pushed.isEmpty() : !pushed.containsKey(text)) {
      throw new StreamException(
          "the engine ended the push of " + text + " early, without the digest, so the registry may lack the image; try"
              + " again",
          StreamEnd.TRUNCATED, null);
    }
    return new ArrayList<>(tag == null ? pushed.values() : List.of(Objects.requireNonNull(pushed.get(text))));
  }

  private static @Nullable PushedImage pushed(String name, @Nullable String status) {
    Matcher last = PUSHED.matcher(status == null ? "" : status);
    return last.matches()
        ? new PushedImage(name + ":" + last.group(1), last.group(2), Long.parseLong(last.group(3)))
        : null;
  }
}
