package io.longshore.image;

import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.progress.CountedInput;
import io.longshore.internal.progress.CountedSource;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.SourceByteStream;
import io.longshore.internal.tar.WholeArchive;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Images in tar archives. */
final class ImageArchives {
  /** Podman says all names in one sentence. */
  private static final Pattern LOADED = Pattern.compile("Loaded image(?: ID)?: (\\S+)\\s*");

  private static final Pattern ABSENT = Pattern.compile("reference does not exist|image not known|No such image");

  private ImageArchives() {}

  static ByteStream save(ApiExecutor calls, SaveOptions wanted) {
    if (wanted.images.isEmpty()) {
      // Engines would send an archive with nothing in it.
      throw new IllegalArgumentException("no image is named; call image(…)");
    }
    ApiRequest<InputStream> request = ImageApi.imageGetAll().options(o -> {
      wanted.images.forEach(o::names);
      wanted.platforms.forEach(o::platform);
    }).request().about(String.join(", ", wanted.images));
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    feed.begin();
    try {
      ByteSource archive = new WholeArchive(calls.bytes(request, Limits.READING));
      return new SourceByteStream(new CountedSource(archive, feed));
    } catch (RuntimeException e) {
      feed.end(TransferFeed.End.of(e));
      // Only the containerd image store says 404.
      boolean absent = e instanceof ServerErrorException refused && ABSENT.matcher(refused.engineMessage()).find();
      throw absent ? new NotFoundException(Answered.again((ServerErrorException) e)) : e;
    }
  }

  /** @param size of the archive; null if it is not known */
  static List<Image> load(
      ApiExecutor executor, ApiExecutor calls, InputStream tar, @Nullable Long size, LoadOptions wanted) {
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    return feed.call(() -> {
      if (size != null) {
        feed.total(size);
      }
      return load(executor, calls, new CountedInput(tar, feed), wanted);
    });
  }

  private static List<Image> load(ApiExecutor executor, ApiExecutor calls, InputStream tar, LoadOptions wanted) {
    ApiRequest<ImageProgress> request = ImageApi.imageLoad()
        // Engines send progress while the archive is sent, and would wait for somebody to read it.
        .options(o -> {
          o.quiet(true);
          wanted.platforms.forEach(o::platform);
        })
        .body(tar)
        .request()
        .about("an archive");
    List<Image> loaded = new ArrayList<>();
    ImageStreams.progress(calls, request, wanted.timeout,
        step -> loaded(step.stream()).forEach(name -> loaded.add(new Image(executor, name))));
    if (loaded.isEmpty() && !wanted.platforms.isEmpty()) {
      throw ImageStreams.failed(calls, request,
          "nothing was loaded, so the archive has no image for " + String.join(", ", wanted.platforms));
    }
    if (loaded.isEmpty()) {
      throw new StreamException(
          "the engine ended the load early: it named no image, so probably none was loaded; try again",
          StreamEnd.TRUNCATED, null);
    }
    return loaded;
  }

  private static List<String> loaded(@Nullable String line) {
    Matcher names = LOADED.matcher(line == null ? "" : line);
    return names.matches() ? List.of(names.group(1).split(",")) : List.of();
  }
}
