package io.longshore.build;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ArchiveException;
import io.longshore.error.BuildFailedException;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.UnsupportedException;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that do what {@code docker buildx} does, good and bad ones. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class BuildxMatrixTest {
  /** Three processes that end by themselves only long after the test, noted in a file. */
  private static final String HANGS = "sleep 300 & echo $! >\"$DIR/pids\"; (sleep 300; true) & "
      + "echo $! >>\"$DIR/pids\"; echo $$ >>\"$DIR/pids\"; wait";

  @TempDir
  Path directory;

  private final ScriptedEngine engine = new ScriptedEngine().answers(json(200, "{\"Id\":\"" + FakeBuildx.ID + "\"}"));
  private final DockerClient docker = engine.client();
  private FakeBuildx fake;

  @BeforeEach
  void prepare() {
    fake = new FakeBuildx(directory);
  }

  @AfterEach
  void close() {
    docker.close();
    engine.close();
  }

  private BuildResult build(Consumer<BuildOptions> options) {
    return docker.builds().build(fake.options().andThen(options));
  }

  private <T extends DockerException> T fails(Class<T> type, Consumer<BuildOptions> options) {
    return assertThrows(type, () -> build(options));
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "echo \"docker: 'buildx' is not a docker command.\"; exit 1|has no plugin buildx: 'docker buildx version' ended with exit code 1 and said 'docker: \\'buildx\\' is not a docker command.'",
      "echo buildah 1.41|has another buildx than Docker's: it says 'buildah 1.41'; install",
      "true|has another buildx than Docker's: it says ''; install",
      "exit 127|has no plugin buildx: 'docker buildx version' ended with exit code 127; install",
      "echo 'github.com/docker/buildx v0.12.1 30feaa1'|docker is version 0.12; it takes 0.13 or newer; install",
      "echo 'github.com/docker/buildx 0.9.1+ds1 0.9'|docker is version 0.9; it takes 0.13 or newer; install",
  })
  void anUnfitProgramIsRefusedInWords(String version, String words) {
    fake.does(version, "true");
    UnsupportedException refused = fails(UnsupportedException.class, b -> {});
    assertTrue(refused.getMessage().contains(words.replace("\\'", "'")), refused::getMessage);
    assertTrue(refused.getMessage().startsWith("build of /"), refused::getMessage);
    assertTrue(refused.getMessage().contains(fake.program().toString()), refused::getMessage);
    assertEquals(List.of(), fake.words());
  }

  @Test
  void aMissingProgramIsRefusedInWords() {
    UnsupportedException refused = fails(UnsupportedException.class, b -> {});
    assertTrue(refused.getMessage().contains("cannot be run"), refused::getMessage);
    assertTrue(refused.getMessage().contains("; install the docker command"), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"v0.13.0", "0.29.1+ds1", "v1.0.0", "v0.0.0+unknown"})
  void aFitProgramBuilds(String version) {
    fake.does("echo 'github.com/docker/buildx " + version + " abc'", FakeBuildx.made());
    BuildResult built = build(b -> b.tag("a:b"));
    assertEquals(BuilderKind.BUILDX, built.builder());
    assertEquals(FakeBuildx.ID, built.imageId());
    assertEquals("a:b", built.image().reference());
  }

  @Test
  void everyOptionIsAWordOrAVariable() throws IOException {
    fake.builds("cat >\"$DIR/input\"; " + FakeBuildx.made());
    Path file = Files.writeString(directory.resolve("a,b"), "x");
    build(b -> b.dockerfile(Path.of("Other")).tag("one", "two").buildArg("GREETING", "hush-1")
        .buildArg("http_proxy", "p").buildArg("PATH", "q").label("l", "v w").target("t").platform("linux/arm64")
        .network("host").cacheFrom("c").noCache().pull().secret("word", "hush-2").secret("file", file)
        .buildx(x -> x.ssh("default").cacheTo("type=inline").argument("--shm-size", "1g")
            .environment("DOCKER_CONFIG", "/c")));
    List<String> words = new ArrayList<>(fake.words());
    assertTrue(words.remove(3).startsWith("--metadata-file="), words::toString);
    assertEquals(
        List.of("buildx", "build", "--progress=rawjson", "--builder=mine", "--load", "--file=" + directory + "/Other",
            "--tag=one", "--tag=two", "--label=l=v w", "--build-arg=GREETING", "--build-arg=http_proxy=p",
            "--build-arg=PATH=q", "--target=t", "--platform=linux/arm64", "--network=host", "--cache-from=c",
            "--cache-to=type=inline", "--no-cache", "--pull", "--ssh=default",
            "--secret=id=word,env=LONGSHORE_SECRET_0",
            "--secret=id=file,\"src=" + file + "\"", "--shm-size", "1g", "--", directory.toString()),
        words);
    List<String> variables = fake.variables();
    assertTrue(variables.containsAll(List.of("GREETING=hush-1", "LONGSHORE_SECRET_0=hush-2", "DOCKER_CONFIG=/c",
        "DOCKER_HOST=" + engine.host())));
    assertTrue(variables.stream().noneMatch(each -> each.startsWith("DOCKER_CONTEXT=")));
    assertEquals(List.of(), fake.lines("input"));
  }

  @Test
  void anArchiveIsItsInput() {
    fake.builds("cat >\"$DIR/input\"; " + FakeBuildx.made());
    docker.builds().build(b -> b.archive(new java.io.ByteArrayInputStream("abc\n".repeat(100_000).getBytes()))
        .buildx(fake::itself));
    assertEquals(100_000, fake.lines("input").size());
    assertEquals("-", fake.words().get(fake.words().size() - 1));
  }

  static Stream<Throwable> failures() {
    return Stream.of(new IOException("the tape tore"), new IllegalStateException("own"), new AssertionError("worse"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anArchiveThatCannotBeReadIsNeverTakenForAWholeOne(Throwable failure) {
    fake.builds("echo '{\"logs\":[{\"vertex\":\"v\",\"stream\":1,\"data\":\"eA==\"}]}'\n"
        + "cat >\"$DIR/input\"; echo all >\"$DIR/complete\"; " + FakeBuildx.made());
    BrokenInput broken = new BrokenInput(failure);
    // The calling thread learns of the failure only when the command has noticed an end, or cannot notice any.
    Throwable failed = assertThrows(Throwable.class, () -> docker.builds().build(b -> b.archive(broken)
        .buildx(fake::itself)
        .output(piece -> until(() -> broken.readerWaits() || !fake.lines("complete").isEmpty()))));
    assertEquals(List.of(), fake.lines("complete"));
    if (failure instanceof IOException) {
      assertEquals("'the archive' cannot be read: the tape tore",
          assertInstanceOf(ArchiveException.class, failed).getMessage());
      assertSame(failure, failed.getCause());
    } else {
      assertSame(failure, failed);
    }
    until(() -> !broken.reader().isAlive());
  }

  /** Has a part, and fails then. */
  private static final class BrokenInput extends InputStream {
    private final Throwable failure;
    private volatile Thread reader;

    BrokenInput(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public int read() {
      throw new AssertionError("it is read in parts");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (reader == null) {
        reader = Thread.currentThread();
        return length;
      }
      if (failure instanceof IOException io) {
        throw io;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }

    Thread reader() {
      return reader;
    }

    boolean readerWaits() {
      return reader != null && reader.getState() == Thread.State.WAITING;
    }
  }

  @Test
  void aProgramThatDoesNotReadItsInputDelaysNothing() {
    fake.builds("exec <&-; echo 'ERROR: no' >&2; exit 1");
    InputStream endless = new InputStream() {
      @Override
      public int read() {
        return 0;
      }
    };
    DockerException failed = assertThrows(DockerException.class,
        () -> docker.builds().build(b -> b.archive(endless).buildx(fake::itself)));
    assertTrue(failed.getMessage().endsWith("ended with exit code 1: no"), failed::getMessage);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "exit 3|ended with exit code 3, and did not say why",
      "kill -9 $$|ended with exit code 137, and did not say why",
      "echo WARNING: x >&2; echo 'ERROR: one' >&2; echo 'ERROR: no builder \"x\" found' >&2; exit 1|exit code 1: no builder \"x\" found",
      "echo 'ERROR: not here.'; echo 'Learn more'; exit 1|exit code 1: not here.\\nLearn more",
      "printf 'no line end'; exit 1|exit code 1: no line end",
      "printf 'ERROR: \\377\\376 at https://me:hush@x/y'; exit 1|exit code 1: \ufffd\ufffd at https://…@x/y",
      "echo '{\"vertexes\":7,'; exit 1|exit code 1: {\"vertexes\":7,",
      "head -c 40000000 /dev/zero; echo; echo ERROR: big; exit 1|exit code 1: big",
      "true|docker buildx succeeded, but the engine of this client does not have the image",
      "echo garbage >\"$META\"|docker buildx succeeded, but the engine of this client does not have the image",
  })
  void aFailureHasTheProgramsOwnWords(String script, String words) {
    fake.builds(script);
    DockerException failed = fails(DockerException.class, b -> {});
    assertEquals(DockerException.class, failed.getClass());
    assertTrue(failed.getMessage().contains(words.replace("\\n", "\n")), failed::getMessage);
  }

  @Test
  void aFailedStepIsToldAsBuildKitTellsIt() {
    String step = "{\"digest\":\"sha256:1\",\"name\":\"[2/2] RUN x\",\"started\":\"2026-01-01T00:00:00Z\"";
    fake.builds("echo '{\"vertexes\":[" + step + "}]}'\n"
        + "echo '{\"logs\":[{\"vertex\":\"sha256:1\",\"stream\":2,\"data\":\"b3V0Cg==\"},{\"data\":\"!\"}]}'\n"
        + "echo '{\"vertexes\":[" + step + ",\"completed\":\"2026-01-01T00:00:01Z\","
        + "\"error\":\"process \\\"x\\\" did not complete successfully: exit code: 7\"}]}'\n"
        + "printf 'Dockerfile:2\\n--------------------\\n   2 | >>> RUN x\\n'\n"
        + "echo 'ERROR: failed to solve: process \"x\" did not complete successfully: exit code: 7'; exit 1");
    List<BuildOutput> output = new ArrayList<>();
    BuildFailedException failed = fails(BuildFailedException.class, b -> b.output(output::add));
    assertEquals("[2/2] RUN x", failed.step());
    assertEquals(OptionalInt.of(7), failed.exitCode());
    assertEquals(OptionalInt.empty(), failed.line());
    assertEquals("out\n", failed.output());
    assertEquals(List.of(new BuildOutput("sha256:1", "[2/2] RUN x", true, "out\n")), output);
  }

  @Test
  void theLineOfTheDockerfileIsToldEvenIfTheWordsDoNot() {
    fake.builds("printf 'Own.file:12\\n--------------------\\n  12 | >>> FROM y AS z\\n--------------------\\n'\n"
        + "echo 'ERROR: failed to solve: target stage \"y\" could not be found'; exit 1");
    BuildFailedException failed = fails(BuildFailedException.class, b -> {});
    assertEquals(OptionalInt.of(12), failed.line(), failed::getMessage);
  }

  @Test
  void stepsComeWithWarningsAndWords() {
    fake.builds("echo 'WARNING: old' >&2\n"
        + "echo '{\"vertexes\":[{\"digest\":\"d\",\"name\":\"n\",\"started\":\"2026-01-01T00:00:00Z\","
        + "\"completed\":\"2026-01-01T00:00:01.5Z\",\"cached\":true}],\"warnings\":[{\"short\":\"b2xkIHRvbw==\"}]}'\n"
        + "echo '{\"vertexes\":null,\"statuses\":[{\"id\":5},7],\"logs\":{}}'\n" + FakeBuildx.made());
    BuildResult built = build(b -> {});
    assertEquals(List.of("old too", "old"), built.warnings());
    assertEquals(1, built.steps().size());
    BuildStep step = built.steps().get(0);
    assertTrue(step.cached());
    assertEquals(Duration.ofMillis(1500), Duration.between(step.started(), step.completed()));
  }

  @Test
  void aChildThatHoldsThePipeDelaysNothing() {
    fake.builds("sleep 300 & echo $! >\"$DIR/pids\"; " + FakeBuildx.made());
    assertEquals(FakeBuildx.ID, build(b -> {}).imageId());
    // What a program leaves on purpose is its own affair; this test's is not.
    pids().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aDeadlineEndsAllOfIt() {
    fake.builds(HANGS);
    DeadlineException late = fails(DeadlineException.class, b -> b.timeout(Duration.ofMillis(700)));
    assertTrue(late.getMessage().endsWith(" did not end within 0.7 s; docker buildx was ended"), late::getMessage);
    assertNothingIsLeft();
  }

  @Test
  void aHangingVersionEndsWithTheDeadlineToo() {
    fake.does(HANGS, "true");
    fails(DeadlineException.class, b -> b.timeout(Duration.ofMillis(700)));
    assertNothingIsLeft();
  }

  @Test
  void anInterruptEndsAllOfIt() throws Exception {
    fake.builds(HANGS);
    FutureTask<Boolean> call = new FutureTask<>(() -> {
      fails(CancelledException.class, b -> {});
      return Thread.interrupted();
    });
    Thread thread = new Thread(call);
    thread.start();
    until(() -> fake.lines("pids").size() == 3);
    thread.interrupt();
    assertTrue(call.get(30, TimeUnit.SECONDS));
    assertNothingIsLeft();
  }

  @Test
  void closingTheClientEndsAllOfItAndTheFeedingOfAnArchive() throws Exception {
    fake.builds(HANGS);
    InputStream slow = new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          Thread.sleep(300_000);
        } catch (InterruptedException e) {
          throw new java.io.InterruptedIOException();
        }
        return 0;
      }
    };
    FutureTask<DockerException> call = new FutureTask<>(() -> assertThrows(CancelledException.class,
        () -> docker.builds().build(b -> b.archive(slow).buildx(fake::itself))));
    new Thread(call).start();
    until(() -> fake.lines("pids").size() == 3);
    docker.close();
    DockerException closed = call.get(30, TimeUnit.SECONDS);
    assertTrue(closed.getMessage().contains("the client was closed"), closed::getMessage);
    assertNothingIsLeft();
    until(() -> Thread.getAllStackTraces().keySet().stream()
        .noneMatch(each -> each.getName().equals("longshore-child-input")));
  }

  @Test
  void aListenerThatThrowsEndsAllOfIt() {
    fake.builds("echo '{\"logs\":[{\"vertex\":\"v\",\"stream\":1,\"data\":\"eA==\"}]}'; " + HANGS);
    assertThrows(IllegalStateException.class, () -> build(b -> b.output(piece -> {
      until(() -> fake.lines("pids").size() == 3);
      throw new IllegalStateException("enough");
    })));
    assertNothingIsLeft();
  }

  @Test
  void whatDoesNotWantToEndIsKilled() {
    fake.builds("trap '' TERM\n" + HANGS);
    fails(DeadlineException.class, b -> b.timeout(Duration.ofMillis(700)));
    assertNothingIsLeft();
  }

  private List<ProcessHandle> pids() {
    return fake.lines("pids").stream().map(Long::valueOf).flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }

  private void assertNothingIsLeft() {
    assertEquals(List.of(), pids().stream().filter(ProcessHandle::isAlive).toList());
    String metadata = fake.words().stream().filter(each -> each.startsWith("--metadata-file=")).findFirst().orElse("");
    assertFalse(!metadata.isEmpty() && Files.exists(Path.of(metadata.substring(metadata.indexOf('=') + 1)).getParent()),
        metadata);
  }

  static Stream<Consumer<BuildOptions>> untranslatable() {
    return Stream.of(
        b -> b.auth("r.example", io.longshore.registry.RegistryAuth.password("me", "hush")),
        b -> b.options(o -> o.memory(1L)), b -> b.objects(object -> {}),
        b -> b.platform("linux/amd64").buildx(x -> x.platforms("linux/arm64")),
        b -> b.builder(BuilderKind.CLASSIC), b -> b.builder(BuilderKind.BUILDKIT),
        b -> b.buildx(x -> x.output("-")), b -> b.buildx(x -> x.output("type=tar,dest=-")),
        b -> b.buildx(x -> x.argument("--progress=plain")), b -> b.buildx(x -> x.argument("--builder", "x")),
        b -> b.buildx(x -> x.environment("DOCKER_HOST", "x")), b -> b.buildArg("a=b", "c"),
        b -> b.secret("s", "hush\0"), b -> b.secret("s", "hush".repeat(50_000)));
  }

  @ParameterizedTest
  @MethodSource("untranslatable")
  void whatItCannotTranslateIsRefusedBeforeAnythingRuns(Consumer<BuildOptions> options) {
    fake.builds(FakeBuildx.made());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> build(options));
    assertFalse(refused.getMessage().contains("hush"), refused::getMessage);
    assertEquals(List.of(), fake.words());
  }

  @ParameterizedTest
  @CsvSource({"/srv/app", "./app", "-", "https://me:hush@git.example/app.git", "app"})
  void anAddressThatIsNoneIsRefused(String url) {
    fake.builds(FakeBuildx.made());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
        () -> docker.builds().build(b -> b.remote(url).buildx(fake::itself)));
    assertFalse(refused.getMessage().contains("hush"), refused::getMessage);
    assertEquals(List.of(), fake.words());
  }

  @Test
  void anEngineWithoutBuildKitIsRefusedBeforeABuilderIsStartedInIt() {
    fake.builds(FakeBuildx.made());
    engine.answers(json(404, "{\"message\":\"page not found\"}"));
    UnsupportedException refused = assertThrows(UnsupportedException.class,
        () -> docker.builds().build(b -> b.directory(directory).buildx(x -> x.program(fake.program()))));
    assertTrue(
        refused.getMessage().contains("the engine has no BuildKit for docker buildx; build with builder(CLASSIC)"),
        refused::getMessage);
    assertEquals(List.of(), fake.words());
    assertEquals(List.of("POST /v1.51/session"), engine.lines());
  }

  @Test
  void anEngineThatTheDockerCommandCannotReachIsRefused() {
    fake.builds(FakeBuildx.made());
    try (DockerClient other = engine.builder().header("X-Token", "hush").build()) {
      UnsupportedException refused = assertThrows(UnsupportedException.class,
          () -> other.builds().build(fake.options()));
      assertTrue(refused.getMessage().contains("sends headers with each request"), refused::getMessage);
      assertFalse(refused.getMessage().contains("hush"), refused::getMessage);
    }
    engine.answers(request -> ScriptedEngine.pong("1.51"));
    try (DockerClient other = DockerClient.builder().host(engine.host() + "/below").build()) {
      UnsupportedException refused = assertThrows(UnsupportedException.class,
          () -> other.builds().build(fake.options()));
      assertTrue(refused.getMessage().contains("the address has a path"), refused::getMessage);
    }
    assertEquals(List.of(), fake.words());
  }
}
