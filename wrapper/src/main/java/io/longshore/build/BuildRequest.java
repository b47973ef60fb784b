package io.longshore.build;

import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.BuilderVersion;
import io.longshore.generated.engine.model.ImageBuildOptions;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.internal.context.BuildContext;
import io.longshore.internal.progress.TransferFeed;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The request for a build, from what the options have collected. */
final class BuildRequest {
  /** What only this class sets. */
  private static final List<String> OWN = List.of("version", "session", "outputs", "remote", "dockerfile");

  private BuildRequest() {}

  /**
   * What to send.
   *
   * @param context null if the context is an archive, or the engine fetches it
   * @param archive what is sent if there is no context; null if the engine fetches it
   * @param session the id of the session; null for none
   * @param credentials the value of {@code X-Registry-Config}; null for none
   */
  static ApiRequest<BuildProgress> of(
      BuildSettings wanted, BuilderKind builder, @Nullable BuildContext context, @Nullable InputStream archive,
      TransferFeed feed,
      @Nullable String session, @Nullable String credentials) {
    ImageApi.ImageBuildOperation operation = ImageApi.imageBuild();
    String dockerfile;
    if (context != null) {
      AtomicLong sent = new AtomicLong();
      operation.body(out -> {
        context.writeTo(out, count -> {
          sent.addAndGet(count);
          feed.bytes(count);
        });
        feed.total(sent.get());
      });
      dockerfile = context.dockerfile();
    } else {
      if (archive != null) {
        operation.body(archive);
      }
      dockerfile = wanted.dockerfile == null ? null
          : wanted.dockerfile.toString().replace(wanted.dockerfile.getFileSystem().getSeparator(), "/");
    }
    ImageBuildOptions options = new ImageBuildOptions();
    wanted.more.accept(options);
    ApiRequest<BuildProgress> unset = ImageApi.imageBuild().options(options).request();
    for (String each : OWN) {
      if (unset.query(each) != null) {
        throw new IllegalArgumentException(
            "options(…) sets " + each + ", which is for a method of BuildOptions itself");
      }
    }
    fill(options, wanted, builder);
    options.dockerfile(dockerfile).remote(wanted.remote).session(session);
    operation.options(options);
    return operation
        .contentType("application/x-tar")
        .xRegistryConfig(credentials)
        .request()
        .about(wanted.name());
  }

  private static void fill(ImageBuildOptions options, BuildSettings wanted, BuilderKind builder) {
    if (!wanted.tags.isEmpty()) {
      options.tags(wanted.tags.toArray(String[]::new));
    }
    if (!wanted.arguments.isEmpty()) {
      options.buildArgs(text(Json.encode(JsonAdapter.map(JsonAdapter.STRING), wanted.arguments)));
    }
    if (!wanted.labels.isEmpty()) {
      options.labels(text(Json.encode(JsonAdapter.map(JsonAdapter.STRING), wanted.labels)));
    }
    if (!wanted.cacheFrom.isEmpty()) {
      options.cacheFrom(text(Json.encode(JsonAdapter.list(JsonAdapter.STRING), wanted.cacheFrom)));
    }
    if (wanted.target != null) {
      options.target(wanted.target);
    }
    if (wanted.platform != null) {
      options.platform(wanted.platform);
    }
    if (wanted.network != null) {
      options.networkMode(wanted.network);
    }
    if (wanted.noCache) {
      options.noCache();
    }
    if (wanted.pull) {
      options.pull("1");
    }
    if (builder == BuilderKind.BUILDKIT) {
      options.version(BuilderVersion._2);
    } else {
      // A failed step's container holds a copy of the image, which nobody would look for.
      options.alwaysRemoveIntermediate();
    }
  }

  private static String text(Json.Encoded json) {
    return new String(json.bytes(), StandardCharsets.UTF_8);
  }
}
