package io.longshore.build;

import io.longshore.build.spi.SessionServer;
import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.StreamException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.image.Image;
import io.longshore.image.Images;
import io.longshore.internal.context.BuildContext;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.image.Platform;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One build by the engine itself. */
final class BuildRun {
  private static final ApiVersion FIRST_WITH_RESULT = ApiVersion.parse("1.29");
  private static final ApiVersion FIRST_WITH_BUILDKIT = ApiVersion.parse("1.38");
  /** For a session that a build may do without. */
  private static final Duration SOON = Duration.ofSeconds(10);

  static final String ARTIFACT = "io.longshore:longshore-buildkit";

  private final ApiExecutor executor;
  private final ApiExecutor calls;
  private final BuildSettings wanted;
  private final TransferFeed feed;
  private final BuildLimit limit;
  private final BuilderKind builder;
  private final BuildTrace trace;
  private final BaseAccess access;

  BuildRun(ApiExecutor executor, ApiExecutor calls, BuildSettings wanted, TransferFeed feed) {
    this.executor = executor;
    this.calls = calls;
    this.wanted = wanted;
    this.feed = feed;
    limit = new BuildLimit(calls, calls.what(ImageApi.imageBuild().request().about(wanted.name())), wanted.timeout, "");
    builder = builder();
    trace = BuildTrace.of(builder, wanted, feed);
    access = new BaseAccess(limit, wanted.auths);
  }

  private BuilderKind builder() {
    BuilderKind named = wanted.builder == null && !wanted.secrets.isEmpty() ? BuilderKind.BUILDKIT : wanted.builder;
    if (named == BuilderKind.BUILDKIT && limit.calls().isPodman()) {
      throw new UnsupportedException(
          "Podman has no BuildKit, and its API no secrets for a build; build with builder(CLASSIC), which Podman does"
              + " with its own builder",
          null);
    }
    if (named != null) {
      return named;
    }
    if (FIRST_WITH_BUILDKIT.isAfter(limit.calls().version())) {
      return BuilderKind.CLASSIC;
    }
    String preferred = limit.calls().exchange(SystemApi.systemPing().request().about(wanted.name()), Limits.ORDINARY)
        .headers()
        .get("Builder-Version");
    return "2".equals(preferred) ? BuilderKind.BUILDKIT : BuilderKind.CLASSIC;
  }

  BuildResult run() {
    BuildContext context = wanted.directory == null ? null
        : BuildContext.of(wanted.directory,
            wanted.dockerfile == null ? null : wanted.directory.resolve(wanted.dockerfile));
    Set<String> bases = context == null || builder == BuilderKind.BUILDKIT ? Set.of()
        : context.baseImages(wanted.arguments);
    String credentials = builder == BuilderKind.CLASSIC ? access.header(bases) : null;
    try (BuildWatch watch = BuildWatch.start(calls);
        BuildSession session = session();
        ArchiveInput archive = archive(watch)) {
      ApiRequest<BuildProgress> request = BuildRequest.of(
          wanted, builder, context, archive, feed, session == null ? null : session.id(), credentials);
      try {
        read(request, new BuildFailures(calls, request, trace, access, session), watch);
      } catch (DockerException e) {
        RuntimeException first = archive == null ? null : archive.ended();
        throw first instanceof CancelledException cancelled ? watch.explained(calls.what(request), cancelled)
            : first != null ? first : e;
      }
    }
    String id = trace.imageId();
    if (id == null) {
      throw new StreamException(
          calls.what(ImageApi.imageBuild().request().about(wanted.name()))
              + ": the engine ended the build early, without the image's id; try again",
          StreamEnd.TRUNCATED, null);
    }
    Images limited = new Images(limit.calls());
    // Older engines, and Podman's quiet builds, tell a part of it.
    String whole = id.startsWith("sha256:") ? id : ApiExecutor.present(limited.get(id).inspect().id(), "an id");
    requirePlatform(limited, whole);
    Image image = new Images(executor).get(wanted.tags.isEmpty() ? whole : wanted.tags.get(0));
    return new BuildResult(image, whole, builder, trace.steps(), trace.warnings());
  }

  /** The classic builder of Docker 20.10 ignores the platform. */
  private void requirePlatform(Images images, String id) {
    if (wanted.platform == null) {
      return;
    }
    ImageInspect image = images.get(id).inspect();
    if (!Platform.parse(wanted.platform).isOf(calls, id, image)) {
      throw new UnsupportedException(
          "build of " + wanted.name() + ": the engine ignored the platform " + wanted.platform + " and built for "
              + image.os() + "/" + image.architecture() + "; try builder(BUILDKIT). It has the image, " + id,
          null);
    }
  }

  /** Null for a build that does not need one, or may do without. */
  private @Nullable BuildSession session() {
    if (builder != BuilderKind.BUILDKIT) {
      return null;
    }
    boolean needed = !wanted.secrets.isEmpty() || !wanted.auths.isEmpty();
    SessionServer server;
    try {
      server = BuildSession.server();
    } catch (ServiceConfigurationError | LinkageError e) {
      if (needed) {
        throw new UnsupportedException(
            "BuildKit asks for secrets and credentials while it builds, and the library that should answer cannot be"
                + " loaded; check that " + ARTIFACT + " and its libraries on the class path belong together: " + e,
            e);
      }
      server = null;
    }
    if (server == null) {
      if (needed) {
        throw new UnsupportedException(
            "BuildKit asks for secrets and credentials while it builds, and nothing here answers; add " + ARTIFACT
                + " to the class path"
                + (wanted.secrets.isEmpty() ? ", or pull the base images before the build" : ""),
            null);
      }
      return null;
    }
    try {
      ApiExecutor opening = needed ? limit.calls() : limit.calls().within(SOON);
      return BuildSession.open(opening, server, new SessionAnswers(access, wanted.secrets));
    } catch (CancelledException e) {
      throw e;
    } catch (DockerException e) {
      if (needed) {
        throw e;
      }
      // A proxy may allow builds and not this; whether the build needs it, only the build can tell.
      return null;
    }
  }

  private @Nullable ArchiveInput archive(BuildWatch watch) {
    return wanted.archive == null ? null : ArchiveInput.start(wanted.archive, () -> {
      limit.check();
      watch.check();
    }, feed);
  }

  private void read(ApiRequest<BuildProgress> request, BuildFailures failures, BuildWatch watch) {
    boolean isQuiet = request.query("q") != null;
    if (isQuiet || FIRST_WITH_RESULT.isAfter(limit.calls().version())) {
      trace.expectIdInWords(isQuiet);
    }
    ApiExecutor watched = calls.with(watch.cancellation());
    try (Source<BuildProgress> objects = watched.sequence(request, Limits.building(limit.left()))) {
      for (BuildProgress each = objects.next(); each != null; each = objects.next()) {
        watch.heard();
        wanted.objects.accept(each);
        failures.check(each, 0);
        trace.take(each);
      }
      trace.succeeded();
    } catch (CancelledException e) {
      throw watch.explained(calls.what(request), e);
    } catch (EngineException e) {
      throw failures.explained(e);
    }
  }
}
