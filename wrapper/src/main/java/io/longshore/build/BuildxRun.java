package io.longshore.build;

import io.longshore.error.ArchiveException;
import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.api.SessionApi;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.image.Image;
import io.longshore.image.Images;
import io.longshore.internal.config.Environment;
import io.longshore.internal.credentials.Found;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.EngineVariables;
import io.longshore.internal.http.Limits;
import io.longshore.internal.process.ChildProcess;
import io.longshore.internal.progress.TransferFeed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One build by {@code docker buildx}. */
final class BuildxRun {

  private final ApiExecutor executor;
  private final ApiExecutor calls;
  private final BuildSettings wanted;
  private final BuildxOptions own;
  private final BuildxTrace trace;
  private final BuildxLines lines;
  private final ApiRequest<BuildProgress> request;
  private final String what;
  private final BuildLimit limit;

  BuildxRun(ApiExecutor executor, ApiExecutor calls, BuildSettings wanted, TransferFeed feed) {
    this.executor = executor;
    this.calls = calls;
    this.wanted = wanted;
    own = Objects.requireNonNullElseGet(wanted.buildx, BuildxOptions::new);
    trace = new BuildxTrace(wanted, feed);
    lines = new BuildxLines(trace);
    request = ImageApi.imageBuild().request().about(wanted.name());
    what = calls.what(request);
    limit = new BuildLimit(calls, what, wanted.timeout, "; docker buildx was ended");
  }

  BuildResult run() {
    if (limit.calls().isPodman()) {
      throw new UnsupportedException(
          what + ": Podman has no BuildKit for docker buildx; build with builder(CLASSIC), which Podman does with its own"
              + " builder",
          null);
    }
    if (wanted.directory != null && !Files.isDirectory(wanted.directory)) {
      throw new ArchiveException(wanted.directory.toString(), "must be a directory to build from", null);
    }
    BuildxProgram program = BuildxProgram.of(
        own, EngineVariables.of(calls.place(), what), Environment.system(), what);
    try (TemporaryDirectory directory = TemporaryDirectory.create(what)) {
      Path metadata = directory.path().resolve("metadata.json");
      Map<String, String> variables = program.variables();
      BuildxCommand.Words words = BuildxCommand.of(wanted, own, variables, metadata);
      List<String> command = new ArrayList<>(List.of(program.file()));
      command.addAll(words.words());
      program.requireBuildx(limit::check);
      requireBuildKit();
      build(command, variables);
      return result(words.loads(), made(metadata));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(what + ": the thread was interrupted; docker buildx was ended", e);
    }
  }

  /**
   * For an engine without it, the command would silently start a builder in a container, of an image that it pulls from
   * Docker Hub.
   */
  private void requireBuildKit() {
    if (own.builderName != null) {
      return;
    }
    ApiRequest<InputStream> session = SessionApi.session()
        .xDockerExposeSessionUuid(UUID.randomUUID().toString())
        .xDockerExposeSessionName("longshore")
        .upgrade("h2c")
        .request();
    try {
      limit.calls().upgrade(session, Limits.ORDINARY).close();
    } catch (EngineException | UnsupportedException e) {
      if (e instanceof EngineException refused && refused.status() != 404 && refused.status() != 501) {
        throw e;
      }
      throw new UnsupportedException(
          what + ": the engine has no BuildKit for docker buildx; build with builder(CLASSIC), or name another builder"
              + " with builderName(…): " + e.getMessage(),
          e);
    }
  }

  private void build(List<String> command, Map<String, String> variables) throws InterruptedException {
    int exitCode;
    try (ChildProcess child = ChildProcess.start(command, variables, wanted.archive)) {
      exitCode = child.read(lines::take, limit::check);
    } catch (IOException e) {
      throw new DockerException(what + ": docker buildx cannot run to its end: " + e.getMessage(), e);
    }
    lines.close();
    if (exitCode != 0) {
      throw failure(exitCode);
    }
    trace.succeeded();
  }

  private DockerException failure(int exitCode) {
    String error = lines.error();
    trace.failed(error);
    BuildStep step = trace.failedStep(error);
    if (step == null && !BuildFailures.isOfDockerfile(error)) {
      return new DockerException(
          what + ": docker buildx ended with exit code " + exitCode
              + (error.isEmpty() ? ", and did not say why" : ": " + error),
          null);
    }
    // The steps say more about their failures than a line.
    int line = step == null ? lines.line() : 0;
    ApiExecutor commands = calls.with(
        (registry, limit, closed) -> new Found(null, "the docker command, which built, has none that it accepts"));
    BaseAccess access = new BaseAccess(new BuildLimit(commands, what, null, ""), Map.of());
    try {
      new BuildFailures(commands, request, trace, access, null)
          .check(BuildProgress.builder().error(error).build(), line);
    } catch (DockerException e) {
      return e;
    }
    throw new IllegalStateException("a failure is a failure");
  }

  private static @Nullable Map<String, Object> made(Path metadata) {
    try {
      return Files.exists(metadata) ? BuildxTrace.object(Files.readAllBytes(metadata)) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private BuildResult result(boolean loads, @Nullable Map<String, Object> made) {
    List<String> digests = new ArrayList<>();
    for (String name : List.of("containerimage.digest", "containerimage.config.digest")) {
      String digest = made == null ? "" : BuildxTrace.text(made, name);
      if (!digest.isEmpty()) {
        digests.add(digest);
      }
    }
    String id = inEngine(digests);
    if (id == null && loads) {
      throw new DockerException(
          what + ": docker buildx succeeded, but the engine of this client does not have the image; was it made by the"
              + " builder of another engine?",
          null);
    }
    List<String> warnings = new ArrayList<>(trace.warnings());
    warnings.addAll(lines.words());
    Image image = id == null ? null
        : new Images(executor).get(loads && !wanted.tags.isEmpty() ? wanted.tags.get(0) : id);
    String shown = id != null ? id : digests.isEmpty() ? "" : digests.get(0);
    return new BuildResult(image, shown, BuilderKind.BUILDX, trace.steps(), warnings);
  }

  /** What of these the engine has: which one is the image's id depends on its image store. */
  private @Nullable String inEngine(List<String> digests) {
    for (String digest : digests) {
      try {
        return new Images(limit.calls()).get(digest).inspect().id();
      } catch (NotFoundException e) {
        // The other store would have it.
      }
    }
    return null;
  }
}
