package io.longshore.build;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.BuildFailedException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ProgressError;
import io.longshore.generated.runtime.Json;
import io.longshore.registry.RegistryAuth;
import io.longshore.unit.ScriptedEngine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that engines fail with, and what becomes of them. */
@Timeout(60)
class BuildFailuresTest {
  private static final String FRONTEND = "failed to solve with frontend dockerfile.v0: failed to create LLB definition: ";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();

  /**
   * What an engine says, and the numbers in it.
   *
   * @param exitCode -1 for none
   * @param line 0 for none
   */
  private record Words(String engine, String said, int exitCode, int line) {
    @Override
    public String toString() {
      return engine + ": " + said;
    }
  }

  @AfterEach
  void close() {
    docker.close();
    engine.close();
  }

  /** In the stream of a build that has begun. */
  static List<Words> inTheStream() {
    return List.of(
        new Words("20.10, classic", "The command '/bin/sh -c exit 7' returned a non-zero code: 7", 7, 0),
        new Words("20.10, BuildKit", "executor failed running [/bin/sh -c exit 7]: exit code: 7", 7, 0),
        new Words("28.5, BuildKit",
            "process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7", 7, 0),
        new Words("Podman", "building at STEP \"RUN exit 7\": while running runtime: exit status 7\n", 7, 0),
        new Words("28.5, classic", "failed to create task for container: failed to create shim task: OCI runtime "
            + "create failed: exec: \"/no-such\": stat /no-such: no such file or directory", -1, 0),
        new Words("20.10, BuildKit", FRONTEND + "dockerfile parse error line 3: unknown instruction: RUNN", -1, 3),
        new Words("28.5, BuildKit", "dockerfile parse error on line 3: unknown instruction: RUNN (did you mean RUN?)",
            -1, 3),
        new Words("28.5, BuildKit", "failed to solve: Dockerfile:12", -1, 0),
        new Words("20.10, BuildKit", FRONTEND + "target stage none could not be found", -1, 0),
        new Words("28.5, BuildKit", "target stage \"none\" could not be found", -1, 0),
        new Words("Podman", "The target \"none\" was not found in the provided Dockerfile\n", -1, 0),
        new Words("20.10, BuildKit", FRONTEND + "the Dockerfile cannot be empty", -1, 0),
        new Words("28.5, BuildKit", "failed to read dockerfile: open Dockerfile: no such file or directory", -1, 0),
        new Words("Podman", "no FROM statement found\n", -1, 0),
        new Words("28.5, BuildKit", "file with no instructions", -1, 0),
        new Words("28.5, classic", "COPY failed: file not found in build context or excluded by .dockerignore: stat "
            + "nothing: file does not exist", -1, 0),
        new Words("20.10, BuildKit", "failed to compute cache key: \"/nothing\" not found: not found", -1, 0),
        new Words("Podman", "building at STEP \"COPY nothing /\": checking on sources under \"/var/tmp/b/build\": "
            + "copier: stat: \"/nothing\": no such file or directory\n", -1, 0),
        new Words("28.5, classic", "Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
            -1, 0),
        new Words("none", "dockerfile parse error on line 99999999999: x", -1, 999_999_999),
        new Words("none", "x: exit code: 99999999999999", -1, 0),
        new Words("none", "x: exit code: 0", 0, 0),
        new Words("none", "exit code: -5", -1, 0));
  }

  @ParameterizedTest
  @MethodSource("inTheStream")
  void aFailureInTheStreamIsAFailedBuild(Words words) {
    String object = text(BuildProgress.builder().error(words.said)
        .errorDetail(ProgressError.builder().message(words.said).build()).build());
    BuildFailedException failed = fails(BuildFailedException.class, 200,
        stream("Step 1/2 : FROM busybox\n") + stream("Step 2/2 : RUN x\n") + stream("it is so\n") + object, o -> {});
    assertNumbers(words, failed);
    assertEquals("RUN x", failed.step());
    assertEquals("it is so\n", failed.output());
    assertEquals(200, failed.status());
    assertFalse(failed.getMessage().contains("it is so"), failed::getMessage);
    assertTrue(failed.getMessage().contains("output() has the end"), failed::getMessage);
  }

  /** An engine that has not begun to build. */
  static List<Words> asARefusal() {
    return List.of(
        new Words("20.10, classic", "dockerfile parse error line 3: unknown instruction: RUNN", -1, 3),
        new Words("28.5, classic", "dockerfile parse error on line 2: unknown flag: --nope", -1, 2),
        new Words("20.10, classic", "failed to reach build target none in Dockerfile", -1, 0),
        new Words("28.5, classic", "target stage \"none\" could not be found", -1, 0),
        new Words("28.5, classic", "the Dockerfile (Dockerfile) cannot be empty", -1, 0),
        new Words("28.5, classic", "failed to parse Dockerfile: file with no instructions", -1, 0),
        new Words("28.5, classic", "no build stage in current context", -1, 0),
        new Words("28.5, classic", "Cannot locate specified Dockerfile: Dockerfile", -1, 0));
  }

  @ParameterizedTest
  @MethodSource("asARefusal")
  void aRefusedDockerfileIsAFailedBuild(Words words) {
    BuildFailedException failed = fails(BuildFailedException.class, 400, message(words.said), o -> {});
    assertNumbers(words, failed);
    assertEquals("", failed.step());
    assertEquals("", failed.output());
    assertEquals(400, failed.status());
  }

  private static void assertNumbers(Words words, BuildFailedException failed) {
    assertEquals(words.said, failed.engineMessage());
    assertEquals(words.exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(words.exitCode), failed.exitCode());
    assertEquals(words.line == 0 ? OptionalInt.empty() : OptionalInt.of(words.line), failed.line());
  }

  @Test
  void otherRefusalsKeepTheirKind() {
    assertSame(NotFoundException.class,
        fails(EngineException.class, 404, message("no such network"), o -> {}).getClass());
    assertSame(ServerErrorException.class,
        fails(EngineException.class, 500, message("invalid reference format"), o -> {}).getClass());
  }

  @Test
  void theCodeOfTheEngineIsTheExitCode() {
    String object = "{\"errorDetail\":{\"code\":42,\"message\":\"it failed\"},\"error\":\"it failed\"}";
    assertEquals(OptionalInt.of(42), fails(BuildFailedException.class, 200, object, o -> {}).exitCode());
    assertEquals("code 42",
        fails(BuildFailedException.class, 200, "{\"errorDetail\":{\"code\":42}}", o -> {}).engineMessage());
    assertEquals("a", fails(BuildFailedException.class, 200, "{\"error\":\"a\"}", o -> {}).engineMessage());
    assertEquals("b", fails(BuildFailedException.class, 200, "{\"message\":\"b\"}", o -> {}).engineMessage());
  }

  @Test
  void ofBuildKitTheFailedVertexIsTheStep() {
    String said = "process \"/bin/sh -c false\" did not complete successfully: exit code: 1";
    byte[] vertex = new ProtoWriter().text(1, "sha256:b").text(3, "[2/2] RUN false").bytes(5, new byte[0])
        .text(7, said).message();
    byte[] log = new ProtoWriter().text(1, "sha256:b").number(3, 1).text(4, "it is so\n").message();
    String trace = Base64.getEncoder().encodeToString(
        new ProtoWriter().bytes(3, log).bytes(1, vertex).message());
    BuildFailedException failed = fails(BuildFailedException.class, 200,
        "{\"id\":\"moby.buildkit.trace\",\"aux\":\"" + trace + "\"}" + error(said),
        o -> o.builder(BuilderKind.BUILDKIT));
    assertEquals("[2/2] RUN false", failed.step());
    assertEquals("it is so\n", failed.output());
    assertEquals(OptionalInt.of(1), failed.exitCode());
  }

  @Test
  void aBaseThatItsRegistryRefusesIsUnauthorized() {
    String said = "pull access denied for r.example/app, repository does not exist or may require 'docker login': "
        + "denied: requested access to the resource is denied";
    String steps = stream("Step 1/1 : FROM r.example/app\n");
    UnauthorizedException none = fails(UnauthorizedException.class, 200, steps + error(said), o -> {});
    assertTrue(none.getMessage().contains("r.example requires credentials"), none::getMessage);
    UnauthorizedException wrong = fails(UnauthorizedException.class, 200,
        steps + error("Get \"https://r.example/v2/\": unauthorized: authentication required"),
        o -> o.auth("r.example", RegistryAuth.password("me", "s3cret")));
    assertTrue(wrong.getMessage().contains("r.example rejected the credentials"), wrong::getMessage);
    assertFalse(wrong.getMessage().contains("s3cret"), wrong::getMessage);
  }

  @Test
  void aStepThatRanAndSaysDeniedIsAFailedStep() {
    BuildFailedException failed = fails(BuildFailedException.class, 200, stream("Step 1/1 : RUN curl\n")
        + error("The command '/bin/sh -c echo unauthorized' returned a non-zero code: 1"),
        o -> o.auth("r.example", RegistryAuth.password("me", "s3cret")));
    assertEquals(OptionalInt.of(1), failed.exitCode());
  }

  /** With BuildKit, a cache that cannot be read is a failed vertex of a build that goes on. */
  @Test
  void theStepThatFailedIsTheOneThatTheEngineSpeaksOf() {
    String said = "process \"/bin/sh -c false\" did not complete successfully: exit code: 1";
    String report = "{\"id\":\"moby.buildkit.trace\",\"aux\":\"" + Base64.getEncoder().encodeToString(new ProtoWriter()
        .bytes(1, failedVertex("a", "importing cache manifest from r.example/missing", "r.example/missing: not found"))
        .bytes(1, failedVertex("b", "[2/2] RUN false", said))
        .bytes(1, failedVertex("c", "exporting cache", "no space")).message()) + "\"}";
    assertEquals("[2/2] RUN false", fails(BuildFailedException.class, 200, report + error("failed to solve: " + said),
        o -> o.builder(BuilderKind.BUILDKIT)).step());
    BuildFailedException wrong = fails(BuildFailedException.class, 200,
        report + error("dockerfile parse error on line 3: unknown instruction: RUNN"),
        o -> o.builder(BuilderKind.BUILDKIT));
    assertEquals("", wrong.step());
    assertEquals(OptionalInt.of(3), wrong.line());
  }

  private static byte[] failedVertex(String digest, String name, String error) {
    return new ProtoWriter().text(1, digest).text(3, name).bytes(5, new byte[0]).text(7, error).message();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY failed: stat unauthorized.html: file does not exist",
      "ADD failed: failed to GET https://example.com/x with status 401 Unauthorized: denied",
      "COPY failed: file not found: stat authentication required: file does not exist"})
  void aStepThatNeedsNoRegistryIsNotRefusedByOne(String said) {
    BuildFailedException failed = fails(BuildFailedException.class, 200,
        stream("Step 1/2 : FROM r.example/app\n") + stream("Step 2/2 : COPY unauthorized.html /\n") + error(said),
        o -> o.auth("r.example", RegistryAuth.password("me", "s3cret")));
    assertEquals("COPY unauthorized.html /", failed.step());
  }

  @Test
  void anImageToCopyFromIsRefusedByItsRegistry() {
    UnauthorizedException failed = fails(UnauthorizedException.class, 200,
        stream("Step 1/2 : FROM busybox\n") + stream("Step 2/2 : COPY --from=r.example/app /a /\n")
            + error("invalid from flag value r.example/app: Get \"https://r.example/v2/\": unauthorized"),
        o -> o.auth("r.example", RegistryAuth.password("me", "s3cret")));
    assertTrue(failed.getMessage().contains("r.example rejected the credentials"), failed::getMessage);
  }

  @Test
  void aBuildThatMissesItsSessionSaysWhatToAdd() {
    BuildFailedException failed = fails(BuildFailedException.class, 200,
        error("failed to solve: no active sessions"), o -> o.builder(BuilderKind.BUILDKIT));
    assertTrue(failed.getMessage().contains("add io.longshore:longshore-buildkit to the class path"),
        failed::getMessage);
  }

  private <T extends EngineException> T fails(
      Class<T> type, int status, String body, Consumer<BuildOptions> options) {
    engine.answers(json(status, body));
    T failed = assertThrows(type, () -> docker.builds().build(
        o -> options.accept(o.remote("https://example.com/app.git").tag("app:1").builder(BuilderKind.CLASSIC))));
    assertTrue(failed.getMessage().startsWith("build of app:1 failed: "), failed::getMessage);
    assertEquals("ImageBuild", failed.operation());
    return failed;
  }

  private static String stream(String text) {
    return text(BuildProgress.builder().stream(text).build());
  }

  private static String error(String text) {
    return text(BuildProgress.builder().error(text).build());
  }

  private static String message(String text) {
    return text(BuildProgress.builder().message(text).build());
  }

  private static String text(BuildProgress object) {
    return new String(Json.encode(BuildProgress.ADAPTER, object).bytes(), StandardCharsets.UTF_8);
  }
}
