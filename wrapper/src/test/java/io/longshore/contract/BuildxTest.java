package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.longshore.build.BuildOptions;
import io.longshore.build.BuildOutput;
import io.longshore.build.BuildResult;
import io.longshore.build.BuildStep;
import io.longshore.build.BuilderKind;
import io.longshore.error.BuildFailedException;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.UnauthorizedException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ImageInspect;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds of real engines by the docker command. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#building")
class BuildxTest extends EngineTest {
  @TempDir
  Path directory;

  private Path context;
  private Buildx buildx;

  @BeforeEach
  void prepare() throws IOException {
    context = Files.createDirectory(directory.resolve("context"));
    buildx = Buildx.in(directory.resolve("config"));
  }

  private void dockerfile(String... lines) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM " + Programs.IMAGE + "\n" + String.join("\n", lines) + "\n");
  }

  private Consumer<BuildOptions> asked(Consumer<BuildOptions> options) {
    return buildx.options().andThen(b -> b.label(LABEL, RUN)).andThen(options);
  }

  private BuildResult build(Consumer<BuildOptions> options) {
    return docker.builds().build(asked(b -> b.directory(context)).andThen(options));
  }

  private boolean hasContainerdStore() {
    return engine.host().equals(Settings.ofThisRun().get(Settings.CONTAINERD_STORE).orElse(""));
  }

  @Test
  void aDirectoryBecomesAnImage() throws IOException {
    dockerfile("ARG greeting", "COPY motd /etc/motd", "RUN echo $greeting >/etc/greeting",
        "CMD [\"cat\", \"/etc/greeting\"]");
    Files.writeString(context.resolve("motd"), "ahoy\n");
    String name = "longshore-" + RUN + "/" + newName() + ":one";
    List<BuildStep> seen = new ArrayList<>();
    Consumer<BuildOptions> options = b -> b.tag(name).buildArg("greeting", "hello, all").steps(seen::add);
    BuildResult built = build(options);
    try {
      assertEquals(BuilderKind.BUILDX, built.builder());
      assertTrue(built.hasImage());
      assertEquals(name, built.image().reference());
      assertEquals(built.imageId(), built.image().inspect().id());
      assertEquals(RUN, built.image().inspect().config().labels().get(LABEL));
      built.steps().forEach(step -> assertEquals(BuildStep.State.COMPLETE, step.state(), step::toString));
      assertTrue(built.steps().stream().anyMatch(step -> step.name().contains("COPY motd /etc/motd")), built::toString);
      assertTrue(seen.stream().anyMatch(step -> step.state() == BuildStep.State.RUNNING), seen::toString);
      assertEquals(List.of(), built.warnings());
      BuildResult again = build(options);
      assertTrue(again.steps().stream().anyMatch(BuildStep::cached), again::toString);
      // Its image could not be removed as a whole while it is there.
      forceRemove(awaitWord(run(o -> o.image(name).command("cat", "/etc/greeting")), "hello, all"));
    } finally {
      built.image().removeIfExists(o -> o.force());
      // With the containerd store the second build makes another image, and the first one loses its name.
      docker.images().get(built.imageId()).removeIfExists(o -> o.force());
    }
  }

  @Test
  void anArchiveIsReadToItsEnd() throws IOException {
    BuildResult built;
    try (InputStream tar = new Tar().file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY big /big\n")
        .file("big", "x".repeat(3_000_000)).stream()) {
      built = docker.builds().build(asked(b -> b.archive(tar)));
      assertEquals(-1, tar.read());
    }
    built.image().removeIfExists(o -> o.force());
    assertTrue(built.steps().stream().anyMatch(step -> step.name().contains("COPY big /big")), built::toString);
  }

  @Test
  void anAddressIsFetchedByTheEngine() throws IOException {
    byte[] tar;
    try (InputStream in = new Tar().file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY Dockerfile /\n").stream()) {
      tar = in.readAllBytes();
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getResponseHeaders().add("Content-Type", "application/x-tar");
      exchange.sendResponseHeaders(200, tar.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(tar);
      }
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/context.tar";
      BuildResult built = docker.builds().build(asked(b -> b.remote(url)));
      built.image().removeIfExists(o -> o.force());
      assertTrue(built.steps().stream().anyMatch(step -> step.name().contains("COPY Dockerfile /")), built::toString);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void textInAnyScriptArrivesOrIsRefused() throws IOException {
    dockerfile("ARG word", "RUN test \"$(printf %s \"$word\" | wc -c)\" = 6");
    try {
      BuildResult built = build(b -> b.label("word", "gr\u00fc\u00df").buildArg("word", "gr\u00fc\u00df"));
      assertEquals("gr\u00fc\u00df", built.image().inspect().config().labels().get("word"));
      built.image().removeIfExists(o -> o.force());
    } catch (IllegalArgumentException e) {
      // A JVM with a locale of ASCII would give the program question marks.
      assertTrue(e.getMessage().contains("LC_ALL=C.UTF-8"), e::getMessage);
      assertFalse("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    }
  }

  @Test
  void theSameDockerfileBecomesTheSameImage() throws IOException {
    dockerfile("LABEL a=b", "ENV HOME=/srv MODE=fast", "WORKDIR /srv", "COPY motd /etc/motd", "RUN echo hi >/etc/x",
        "EXPOSE 80/tcp", "VOLUME /data", "USER nobody", "STOPSIGNAL SIGINT", "ENTRYPOINT [\"/bin/sh\", \"-c\"]",
        "CMD [\"true\"]", "HEALTHCHECK --interval=30s CMD true");
    Files.writeString(context.resolve("motd"), "ahoy\n");
    BuildResult ours = docker.builds().build(
        b -> b.directory(context).builder(BuilderKind.BUILDKIT).label(LABEL, RUN));
    BuildResult theirs = build(b -> {});
    try {
      ImageInspect one = ours.image().inspect();
      ImageInspect other = theirs.image().inspect();
      assertEquals(one.config(), other.config());
      assertEquals(one.architecture() + one.os(), other.architecture() + other.os());
      assertEquals(one.rootFS(), other.rootFS());
    } finally {
      ours.image().removeIfExists(o -> o.force());
      theirs.image().removeIfExists(o -> o.force());
    }
  }

  @Test
  void aStepThatFailsTellsItsCodeAndItsOutput() throws IOException {
    dockerfile("RUN echo out; echo err >&2; exit 7");
    List<BuildOutput> printed = new ArrayList<>();
    BuildFailedException failed = fails(BuildFailedException.class, () -> build(b -> b.output(printed::add).noCache()));
    assertEquals(OptionalInt.of(7), failed.exitCode(), failed::getMessage);
    assertEquals(OptionalInt.empty(), failed.line());
    assertTrue(failed.step().contains("exit 7"), failed::step);
    assertTrue(failed.output().contains("out\n") && failed.output().contains("err\n"), failed::output);
    String all = printed.stream().map(BuildOutput::text).collect(Collectors.joining());
    assertTrue(all.contains("out\n"), all);
  }

  @Test
  void aWrongDockerfileIsAnErrorWithItsLine() throws IOException {
    dockerfile("", "NONSENSE x");
    BuildFailedException failed = fails(BuildFailedException.class, () -> build(b -> {}));
    assertEquals(OptionalInt.of(3), failed.line(), failed::getMessage);
    assertTrue(failed.getMessage().contains("unknown instruction: NONSENSE"), failed::getMessage);
  }

  @Test
  void aBaseImageThatItsRegistryRefusesIsOfThatKind() throws IOException {
    String registry = Settings.ofThisRun().required(Settings.REGISTRY);
    Files.writeString(context.resolve("Dockerfile"), "FROM " + registry + "/team/busybox:1\n");
    UnauthorizedException refused = fails(UnauthorizedException.class, () -> build(b -> {}));
    assertTrue(refused.getMessage().contains("docker login " + registry), refused::getMessage);
  }

  @Test
  void secretsAreMountedAndNotShown() throws IOException {
    dockerfile("RUN --mount=type=secret,id=word --mount=type=secret,id=file "
        + "test \"$(cat /run/secrets/word)\" = \"$(cat /run/secrets/file)\"");
    Path file = Files.writeString(directory.resolve("a, b"), "from a file");
    BuildFailedException failed = fails(BuildFailedException.class,
        () -> build(b -> b.secret("word", SECRET).secret("file", file).noCache()));
    assertEquals(OptionalInt.of(1), failed.exitCode());
    dockerfile("RUN --mount=type=secret,id=word --mount=type=secret,id=file "
        + "grep -q ^hush- /run/secrets/word && grep -q '^from a file$' /run/secrets/file");
    build(b -> b.secret("word", SECRET).secret("file", file).noCache()).image().removeIfExists(o -> o.force());
  }

  @Test
  void outputsOfFilesPutNoImageIntoTheEngine() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY motd /etc/motd\n");
    Files.writeString(context.resolve("motd"), "ahoy\n");
    Path out = directory.resolve("out");
    BuildResult built = build(b -> b.buildx(x -> x.output("type=local,dest=" + out)));
    assertEquals("ahoy\n", Files.readString(out.resolve("etc/motd")));
    assertFalse(built.hasImage());
    assertEquals("", built.imageId());
    assertThrows(IllegalStateException.class, built::image);
  }

  @Test
  void severalPlatformsGoIntoAnArchive() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY motd /etc/motd\n");
    Files.writeString(context.resolve("motd"), "ahoy\n");
    Path archive = directory.resolve("image.tar");
    Consumer<BuildOptions> options = b -> b
        .buildx(x -> x.output("type=oci,dest=" + archive).platforms("linux/amd64", "linux/arm64"));
    if (!hasContainerdStore()) {
      DockerException refused = fails(DockerException.class, () -> build(options));
      assertTrue(refused.getMessage().contains("OCI exporter is not supported for the docker driver"),
          refused::getMessage);
      return;
    }
    BuildResult built = build(options);
    assertFalse(built.hasImage());
    assertTrue(built.imageId().startsWith("sha256:"), built::imageId);
    // The layers are compressed, and the documents that name the platforms are not.
    String whole = Files.readString(archive, StandardCharsets.ISO_8859_1);
    assertTrue(whole.contains("arm64") && whole.contains("amd64") && whole.contains("oci-layout"));
  }

  @Test
  void severalPlatformsGoIntoTheContainerdStore() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY motd /etc/motd\n");
    Files.writeString(context.resolve("motd"), "ahoy\n");
    String name = "longshore-" + RUN + "/" + newName() + ":both";
    Consumer<BuildOptions> options = b -> b.tag(name).buildx(x -> x.platforms("linux/amd64", "linux/arm64"));
    if (!hasContainerdStore()) {
      DockerException refused = fails(DockerException.class, () -> build(options));
      assertTrue(refused.getMessage().contains("manifest lists"), refused::getMessage);
      return;
    }
    BuildResult built = build(options);
    try {
      assertEquals(name, built.image().reference());
      assertEquals("arm64", built.image().inspect(o -> o.platform("linux/arm64")).architecture());
    } finally {
      built.image().removeIfExists(o -> o.force());
    }
  }

  @Test
  void warningsAreInTheResult() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM " + Programs.IMAGE + "\nMAINTAINER me\n");
    BuildResult built = build(b -> {});
    built.image().removeIfExists(o -> o.force());
    if (speaks("1.44")) {
      assertTrue(built.warnings().stream().anyMatch(each -> each.contains("MaintainerDeprecated")), built::toString);
    }
  }

  @Test
  void aDeadlineEndsIt() throws IOException {
    String name = sleepy();
    fails(DeadlineException.class, () -> build(b -> b.tag(name).timeout(Duration.ofSeconds(4))));
    assertNothingRuns(name);
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    String name = sleepy();
    CountDownLatch running = new CountDownLatch(1);
    FutureTask<Boolean> call = new FutureTask<>(() -> {
      fails(CancelledException.class, () -> build(b -> b.tag(name).output(piece -> running.countDown())));
      return Thread.interrupted();
    });
    Thread thread = new Thread(call);
    thread.start();
    assertTrue(running.await(60, TimeUnit.SECONDS));
    thread.interrupt();
    assertTrue(call.get(30, TimeUnit.SECONDS));
    assertNothingRuns(name);
  }

  @Test
  void closingTheClientEndsIt() throws IOException {
    String name = sleepy();
    fails(CancelledException.class, () -> build(b -> b.tag(name).output(piece -> docker.close())));
    assertNothingRuns(name);
    connect();
  }

  private String sleepy() throws IOException {
    String name = "longshore-" + RUN + "/" + newName();
    dockerfile("RUN echo " + name + "; sleep 300");
    return name;
  }

  private void assertNothingRuns(String name) {
    // The step's own process is the engine's, which ends it when it has noticed.
    Poll.until(() -> "never: all of it has ended; " + Buildx.processes(name), Poll.SOON,
        () -> Buildx.processes(name).isEmpty());
  }

  @Test
  void anEngineWithTlsIsReachedToo() throws IOException {
    dockerfile("RUN echo tls");
    for (EngineUnderTest other : Engines.tls().toList()) {
      try (var tls = other.client().get().build()) {
        BuildResult built = tls.builds().build(asked(b -> b.directory(context)));
        built.image().removeIfExists(o -> o.force());
      }
    }
  }

  @Test
  void anEngineWithoutBuildKitIsRefused() throws IOException {
    dockerfile("LABEL a=b");
    try (var embedded = Engines.EMBEDDED.open()) {
      UnsupportedException failed = fails(UnsupportedException.class,
          () -> embedded.builds().build(asked(b -> b.directory(context))));
      assertTrue(failed.getMessage().contains("the engine has no BuildKit for docker buildx"), failed::getMessage);
    }
  }

  @Test
  void podmanIsRefused() {
    String podman = Settings.ofThisRun().required(Settings.PODMAN);
    try (var client = EngineUnderTest.podman(podman).client().get().build()) {
      UnsupportedException refused = fails(UnsupportedException.class,
          () -> client.builds().build(asked(b -> b.directory(context))));
      assertTrue(refused.getMessage().contains("builder(CLASSIC)"), refused::getMessage);
    }
  }
}
