package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.build.BuildOptions;
import io.longshore.build.BuildResult;
import io.longshore.build.BuilderKind;
import io.longshore.error.BuildFailedException;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.StreamException;
import io.longshore.error.UnauthorizedException;
import io.longshore.registry.DockerHome;
import io.longshore.registry.RegistryAuth;
import io.longshore.registry.RegistryCredentials;
import io.longshore.stream.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds with BuildKit that ask for secrets and credentials, over every transport. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("withBuildKit")
class BuildSessionsTest extends BuildTest {
  @TempDir
  Path directory;

  static Stream<Arguments> withBuildKit() {
    Stream<EngineUnderTest> ways = Stream.concat(Engines.everyWay().filter(engine -> !engine.embedded()),
        Engines.pulling());
    return ways.filter(engine -> !engine.podman()).distinct().map(engine -> Arguments.of(engine, BuilderKind.BUILDKIT));
  }

  @AfterEach
  @Timeout(60)
  void noThreadIsLeft() {
    Poll.until(() -> "threads are left: " + sessions(), Poll.SOON, () -> sessions().isEmpty());
  }

  private static List<String> sessions() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("longshore-build")).toList();
  }

  @Test
  void aSecretReachesItsStepAndNothingElse() throws IOException {
    dockerfile("RUN --mount=type=secret,id=token wc -c </run/secrets/token >/length && test ! -s /nothing",
        "RUN test ! -e /run/secrets/token");
    List<String> told = new ArrayList<>();
    BuildResult built = buildHere(o -> o.noCache().secret("token", SECRET).objects(each -> told.add(each.toString())));
    assertEquals(BuilderKind.BUILDKIT, built.builder());
    assertEquals(String.valueOf(SECRET.length()), inImage(built, "/length").strip());
    assertFalse(told.toString().contains(SECRET));
    assertFalse(built.toString().contains(SECRET));
    String history = built.image().history().toString();
    assertTrue(history.contains("/length"), history);
    assertFalse(history.contains(SECRET));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ByteStream saved = docker.images().save(o -> o.image(built.imageId()))) {
      saved.transferTo(archive);
    }
    assertFalse(archive.toString(StandardCharsets.ISO_8859_1).contains(SECRET));
  }

  @Test
  void secretsAloneChooseBuildKit() throws IOException {
    dockerfile("RUN --mount=type=secret,id=token cat /run/secrets/token >/copy");
    BuildResult built = docker.builds().build(
        o -> o.directory(context).label(LABEL, RUN).noCache().secret("token", "not so secret"));
    assertEquals(BuilderKind.BUILDKIT, built.builder());
    assertEquals("not so secret", inImage(built, "/copy"));
  }

  @Test
  void aFileIsASecret() throws IOException {
    byte[] large = new byte[1_000_000];
    Path file = directory.resolve("secret");
    dockerfile("RUN --mount=type=secret,id=file wc -c </run/secrets/file >/length");
    Files.write(file, large);
    assertEquals("1000000", inImage(buildHere(o -> o.noCache().secret("file", file)), "/length").strip());
    Files.write(file, new byte[20_000_000]);
    EngineException failed = fails(EngineException.class, () -> buildHere(o -> o.noCache().secret("file", file)));
    assertTrue(failed.getMessage().contains("more than BuildKit takes"), failed::getMessage);
    Files.delete(file);
    fails(IllegalArgumentException.class, () -> buildHere(o -> o.noCache().secret("file", file)));
  }

  @Test
  void aSecretThatNobodyHasIsAnError() throws IOException {
    dockerfile("RUN --mount=type=secret,id=other,required cat /run/secrets/other");
    EngineException failed = fails(BuildFailedException.class, () -> buildHere(o -> o.secret("token", SECRET)));
    assertTrue(failed.getMessage().contains("other"), failed::getMessage);
    dockerfile("RUN --mount=type=secret,id=other test ! -e /run/secrets/other");
    buildHere(o -> o.secret("token", SECRET));
  }

  private BuildResult onPrivateBase(DockerClient client, Consumer<BuildOptions> options) throws IOException {
    ImageTest.removeIfThere(docker, base());
    file("Dockerfile", "FROM " + base() + "\nRUN echo x\n");
    return build(client, o -> options.accept(o.directory(context).noCache()));
  }

  private String base() {
    return engine.lockedRegistry() + "/team/busybox:1";
  }

  @AfterEach
  @Timeout(60)
  void removeBase() {
    ImageTest.removeIfThere(docker, base());
  }

  @Test
  void credentialsOfTheBuildReachTheRegistry() throws IOException {
    LockedRegistry locked = LockedRegistry.of(engine, docker);
    onPrivateBase(docker, o -> o.auth(locked.name(), locked.auth()));
    UnauthorizedException wrong = fails(UnauthorizedException.class,
        () -> onPrivateBase(docker,
            o -> o.auth(engine.lockedRegistry(), RegistryAuth.password(locked.user(), SECRET))));
    assertTrue(wrong.getMessage().contains("rejected the credentials"), wrong::getMessage);
    UnauthorizedException none = fails(UnauthorizedException.class, () -> onPrivateBase(docker, o -> {}));
    assertTrue(none.getMessage().contains(engine.lockedRegistry() + " requires credentials"), none::getMessage);
  }

  @Test
  void soDoThoseOfTheDockerCommandAndNoOthers() throws IOException {
    LockedRegistry locked = LockedRegistry.of(engine, docker);
    String registry = locked.name();
    DockerHome home = new DockerHome(directory).helper("own", locked.user(), locked.password())
        .helper("other", locked.user(), SECRET);
    home.config("{\"credHelpers\":{\"" + registry + "\":\"own\"},\"credsStore\":\"other\"}");
    try (DockerClient client = engine.client().get().credentials(home.credentials()).build()) {
      onPrivateBase(client, o -> {});
      assertEquals(List.of("own get <" + registry + ">"), home.asked().stream().distinct().toList());
      home.helper("own", "echo '" + SECRET + "'; exit 1");
      EngineException failed = fails(EngineException.class, () -> onPrivateBase(client, o -> {}));
      assertTrue(failed.getMessage().contains("docker-credential-own, which "), failed::getMessage);
    }
  }

  @Test
  void aBuildThatAsksForCredentialsCanBeEnded() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RegistryCredentials slow = registry -> {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    };
    try (DockerClient client = engine.client().get().credentials(slow).build()) {
      try (Background<?> build = Background.start(() -> onPrivateBase(client, o -> {}))) {
        asked.await();
        build.interrupt();
        seen((DockerException) assertInstanceOf(CancelledException.class, build.failure()));
      }
      fails(DeadlineException.class, () -> onPrivateBase(client, o -> o.timeout(Duration.ofSeconds(2))));
    }
  }

  @Test
  void aSessionThatBreaksIsAnError() throws IOException {
    dockerfile("RUN sleep 2", "RUN --mount=type=secret,id=token true");
    try (CuttingProxy way = CuttingProxy.before(engine);
        DockerClient client = engine.client().get().host("tcp://" + way.address()).build()) {
      client.system().ping();
      CountDownLatch begun = new CountDownLatch(1);
      try (Background<?> build = Background.start(() -> build(client, o -> o.directory(context).noCache()
          .secret("token", SECRET).steps(step -> {
            if (step.name().contains("sleep") && step.started() != null) {
              begun.countDown();
            }
          })))) {
        Poll.until("the step runs", () -> build.isDone() || begun.getCount() == 0);
        way.closeAll();
        Throwable failed = build.failure();
        assertTrue(failed instanceof StreamException || failed instanceof ConnectionException, failed::toString);
        seen((DockerException) failed);
      }
    }
  }
}
