package io.longshore.build;

import io.longshore.error.BuildFailedException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the failure of a build means: engines tell everything in words. */
final class BuildFailures {
  private static final Pattern LINE = Pattern.compile("(?i)dockerfile parse error (?:on )?line (\\d{1,9})");
  private static final Pattern WRONG_DOCKERFILE = Pattern.compile("(?i)dockerfile parse error"
      + "|failed to reach build target|target stage .* could not be found|Dockerfile .*cannot be empty"
      + "|file with no instructions|no build stage in current context|Cannot locate specified Dockerfile");
  private static final Pattern BASE = Pattern.compile("^(?:\\[.*?] )?(?:FROM (?:--\\S+ )*|load metadata for )(\\S+)");
  /** Of {@code COPY --from}, in the words of the classic builder. */
  private static final Pattern SOURCE = Pattern.compile("(?:^|: )invalid from flag value (\\S+): ");
  private static final Pattern MISSING = Pattern.compile(": not found\\s*$");
  private static final Pattern WITHOUT_SESSION = Pattern.compile("no active sessions?\\b");

  private final ApiExecutor calls;
  private final ApiRequest<?> request;
  private final BuildTrace trace;
  private final BaseAccess access;
  private final @Nullable BuildSession session;

  BuildFailures(
      ApiExecutor calls, ApiRequest<?> request, BuildTrace trace, BaseAccess access, @Nullable BuildSession session) {
    this.calls = calls;
    this.request = request;
    this.trace = trace;
    this.access = access;
    this.session = session;
  }

  /**
   * Throws if this object ends the build.
   *
   * @param line of the Dockerfile, if something else than the words tells it; 0 otherwise
   */
  void check(BuildProgress object, int line) {
    String words = Answered.failureInStream(object.errorDetail(), object.error(), object.message());
    if (words != null) {
      Long code = object.errorDetail() == null ? null : object.errorDetail().code();
      String error = trace.hidden(words);
      trace.failed(error);
      throw withReasons(inStream(
          answer(200, error), code == null ? BuildTrace.exitCode(error) : code.intValue(), line));
    }
  }

  private EngineException.Answer answer(int status, String words) {
    return new EngineException.Answer(
        request.operation(), request.resource(), status, words, calls.version().toString(), calls.what(request));
  }

  private DockerException inStream(EngineException.Answer answer, int exitCode, int line) {
    BuildStep step = trace.failedStep(answer.message());
    String name = step == null ? "" : step.name();
    String output = step == null ? "" : trace.output(step.id());
    boolean isOfBase = BASE.matcher(name).find();
    String advice = "";
    if (WITHOUT_SESSION.matcher(answer.message()).find()) {
      if (session != null) {
        return new ConnectionException(
            answer.what() + ": the engine lost the session of the build, over which it asks for secrets and"
                + " credentials: " + answer.message(),
            session.failure());
      }
      advice = "BuildKit asks for " + (isOfBase ? "credentials" : "secrets and credentials")
          + " while it builds, and nothing here answers; add " + BuildRun.ARTIFACT + " to the class path"
          + (isOfBase ? ", or pull the image before the build" : "");
      if (isOfBase) {
        return new UnauthorizedException(answer, advice);
      }
    }
    int itsLine = exitCode > 0 ? 0 : line > 0 ? line : line(answer.message());
    BuildFailedException failed = new BuildFailedException(
        answer, new BuildFailedException.Failure(name, exitCode, itsLine, output), advice);
    if (exitCode > 0) {
      return failed;
    }
    return isOfBase && MISSING.matcher(answer.message()).find() ? new NotFoundException(answer)
        : ofRegistry(failed, name);
  }

  /** What went wrong on this side while the engine asked, which the engine cannot tell. */
  private DockerException withReasons(DockerException failed) {
    Throwable lost = session == null ? null : session.failure();
    RuntimeException untold = access.failure();
    for (Throwable each : new Throwable[] {lost, untold}) {
      if (each != null && each != failed.getCause()) {
        failed.addSuppressed(each);
      }
    }
    return failed;
  }

  /** A refusal before the build began, as the kind of failure that it is. */
  DockerException explained(EngineException refused) {
    if (refused.status() < 300) {
      return refused;
    }
    String words = trace.hidden(refused.engineMessage());
    EngineException shown = words.equals(refused.engineMessage()) ? refused
        : Dialect.ENGINE.failure(answer(refused.status(), words));
    if (isOfDockerfile(words)) {
      return new BuildFailedException(
          Answered.again(shown), new BuildFailedException.Failure("", -1, line(words), ""), "");
    }
    return ofRegistry(shown, "");
  }

  /** Whether the words are about a Dockerfile that cannot be built. */
  static boolean isOfDockerfile(String words) {
    return line(words) > 0 || WRONG_DOCKERFILE.matcher(words).find();
  }

  /** A step that needs no registry may fail with the same words as one, such as the name of a file. */
  private EngineException ofRegistry(EngineException failure, String step) {
    Matcher base = BASE.matcher(step);
    Matcher source = SOURCE.matcher(failure.engineMessage());
    String image = base.find() ? base.group(1) : source.find() ? source.group(1) : "";
    if (image.isEmpty() && !step.isEmpty()) {
      return failure;
    }
    RegistryAccess found = access.of(image, failure.engineMessage());
    return found == null ? failure : found.explained(failure);
  }

  /** The line of the Dockerfile that the words name; 0 for none. */
  private static int line(String words) {
    Matcher line = LINE.matcher(words);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }
}
