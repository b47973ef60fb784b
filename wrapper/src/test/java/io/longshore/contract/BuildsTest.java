package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.longshore.build.BuildOutput;
import io.longshore.build.BuildResult;
import io.longshore.build.BuildStep;
import io.longshore.error.ArchiveException;
import io.longshore.error.BuildFailedException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.progress.TransferItem;
import io.longshore.progress.TransferPhase;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What builds make and what they tell of it. */
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("withBuilders")
class BuildsTest extends BuildTest {
  @TempDir
  Path elsewhere;

  /** The embedded engine runs each step anew. */
  private boolean isCaching() {
    return !engine.embedded();
  }

  @Test
  void aDirectoryBecomesAnImage() throws IOException {
    dockerfile(
        "ARG greeting", "COPY . /here/", "RUN echo $greeting >/etc/greeting", "ENV MOOD=good",
        "CMD [\"cat\", \"/here/motd\"]");
    file("motd", "ahoy\n");
    file("left-out", "x");
    file(".dockerignore", "left-*\n");
    String name = "longshore-" + RUN + "/" + newName() + ":one";
    String other = "longshore-" + RUN + "/" + newName();
    List<BuildStep> seen = new ArrayList<>();
    BuildResult built = buildHere(o -> o.tag(name, other).buildArg("greeting", "hello").steps(seen::add));
    assertEquals(builder, built.builder());
    assertEquals(name, built.image().reference());
    ImageInspect image = built.image().inspect();
    assertEquals(built.imageId(), image.id());
    assertEquals(built.imageId(), docker.images().get(other).inspect().id());
    assertEquals(RUN, image.config().labels().get(LABEL));
    assertEquals(List.of("cat", "/here/motd"), image.config().cmd());
    assertTrue(image.config().env().contains("MOOD=good"), () -> image.config().env().toString());
    assertEquals("hello\n", inImage(built, "/etc/greeting"));
    assertEquals("ahoy\n", inImage(built, "/here/motd"));
    fails(NotFoundException.class, () -> inImage(built, "/here/left-out"));
    assertTrue(built.steps().stream().anyMatch(step -> step.name().contains("COPY . /here/")), built::toString);
    built.steps().forEach(step -> assertEquals(BuildStep.State.COMPLETE, step.state(), step::toString));
    assertTrue(seen.stream().anyMatch(step -> step.state() == BuildStep.State.RUNNING), seen::toString);
    seen.stream().filter(step -> step.state() == BuildStep.State.COMPLETE && step.started() != null).forEach(
        step -> assertFalse(step.completed().isBefore(step.started()), step::toString));

    BuildResult again = buildHere(o -> o.tag(name).buildArg("greeting", "hello"));
    assertEquals(isCaching(),
        again.steps().stream().anyMatch(step -> step.cached() && step.name().contains("RUN")), again::toString);
    BuildResult anew = buildHere(o -> o.noCache().buildArg("greeting", "bye"));
    assertFalse(anew.steps().stream().anyMatch(step -> step.cached() && step.name().contains("RUN")), anew::toString);
    assertEquals(anew.imageId(), anew.image().reference());
    assertEquals("bye\n", inImage(anew, "/etc/greeting"));
  }

  @Test
  void theDockerfileMayBeInAnyPlace() throws IOException {
    file("Dockerfile", "FROM nowhere.invalid/never\n");
    file("docker/one", "FROM " + Programs.IMAGE + "\nCOPY motd /inside\n");
    file("motd", "inside");
    BuildResult inside = buildHere(o -> o.dockerfile(Path.of("docker", "one")));
    assertEquals("inside", inImage(inside, "/inside"));
    file(".dockerignore", "**\n");
    file("docker/one.dockerignore", "other\n");
    assertEquals("inside", inImage(buildHere(o -> o.dockerfile(Path.of("docker", "one"))), "/inside"));
    Files.delete(context.resolve(".dockerignore"));
    Path outside = elsewhere.resolve("outside");
    Files.writeString(outside, "FROM " + Programs.IMAGE + "\nCOPY . /all\n");
    BuildResult fromOutside = buildHere(o -> o.dockerfile(outside));
    assertEquals("inside", inImage(fromOutside, "/all/motd"));
  }

  @Test
  void anArchiveIsAContext() throws IOException {
    InputStream plain = new Tar().file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY motd /\n")
        .file("other", "FROM " + Programs.IMAGE + "\nCOPY motd /other\n").file("motd", "tar").stream();
    byte[] bytes = plain.readAllBytes();
    BuildResult built = build(o -> o.archive(new java.io.ByteArrayInputStream(bytes)));
    assertEquals("tar", inImage(built, "/motd"));
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(bytes);
    }
    BuildResult other = build(
        o -> o.archive(new java.io.ByteArrayInputStream(gzipped.toByteArray())).dockerfile(Path.of("other")));
    assertEquals("tar", inImage(other, "/other"));
  }

  @Test
  void theEngineFetchesARemoteContext() throws IOException {
    if (engine.embedded()) {
      EngineException refused = fails(EngineException.class, () -> build(o -> o.remote("http://127.0.0.1/x.tar")));
      assertTrue(refused.getMessage().contains("the embedded engine does not build with"), refused::getMessage);
      return;
    }
    byte[] tar = new Tar().file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY motd /\n").file("motd", "remote")
        .stream().readAllBytes();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      boolean isText = exchange.getRequestURI().getPath().equals("/Dockerfile");
      byte[] body = isText ? ("FROM " + Programs.IMAGE + "\nRUN echo text >/motd\n").getBytes(StandardCharsets.UTF_8)
          : tar;
      exchange.getResponseHeaders().set("Content-Type", isText ? "text/plain" : "application/x-tar");
      exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
      try (exchange) {
        if (!exchange.getRequestMethod().equals("HEAD")) {
          exchange.getResponseBody().write(body);
        }
      }
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertEquals("remote", inImage(build(o -> o.remote(url + "/context.tar")), "/motd"));
      assertEquals("text\n", inImage(build(o -> o.remote(url + "/Dockerfile")), "/motd"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aStageIsATarget() throws IOException {
    dockerfile("RUN echo first >/etc/stage", "FROM " + Programs.IMAGE + " AS last", "RUN echo last >/etc/stage");
    file("Dockerfile", Files.readString(context.resolve("Dockerfile")).replaceFirst("\n", " AS first\n"));
    assertEquals("first\n", inImage(buildHere(o -> o.target("first")), "/etc/stage"));
    assertEquals("last\n", inImage(buildHere(o -> {}), "/etc/stage"));
    EngineException failed = fails(EngineException.class, () -> buildHere(o -> o.target("never")));
    assertTrue(failed.getMessage().contains("never"), failed::getMessage);
  }

  @Test
  void aStepThatFailsTellsItsCodeAndItsOutput() throws IOException {
    dockerfile("RUN echo fine", "RUN echo out; echo err >&2; exit 7", "RUN echo never");
    List<BuildOutput> printed = new ArrayList<>();
    List<BuildStep> seen = new ArrayList<>();
    BuildFailedException failed = fails(BuildFailedException.class,
        () -> buildHere(o -> o.noCache().output(printed::add).steps(seen::add)));
    assertEquals(OptionalInt.of(7), failed.exitCode(), failed::getMessage);
    assertTrue(failed.step().contains("exit 7"), failed::step);
    assertTrue(failed.output().contains("out\n") && failed.output().contains("err\n"), failed::output);
    assertFalse(failed.output().contains("fine"), failed::output);
    assertFalse(failed.getMessage().contains("err\n"), failed::getMessage);
    assertEquals(OptionalInt.empty(), failed.line());
    String all = printed.stream().map(BuildOutput::text).collect(Collectors.joining());
    assertTrue(all.contains("out\n") && all.contains("fine\n"), all);
    String step = printed.stream().filter(each -> each.text().contains("out\n")).findFirst().orElseThrow().stepId();
    assertTrue(seen.stream().anyMatch(each -> each.id().equals(step) && each.state() == BuildStep.State.FAILED),
        seen::toString);
    // Podman gives its intermediate images the labels, too.
    assertTrue(engine.podman() || mineBuilt().isEmpty(), () -> mineBuilt().toString());
  }

  @Test
  void aProgramThatIsNotThereIsAFailedStep() throws IOException {
    dockerfile("RUN never-there");
    BuildFailedException failed = fails(BuildFailedException.class, () -> buildHere(o -> {}));
    assertEquals(OptionalInt.of(127), failed.exitCode(), failed::getMessage);
    assertTrue(failed.output().contains("never-there: not found"), failed::output);
  }

  @Test
  void errorOutputIsToldApart() throws IOException {
    dockerfile("RUN echo out; echo err >&2");
    List<BuildOutput> printed = new ArrayList<>();
    buildHere(o -> o.noCache().output(printed::add));
    assertTrue(printed.stream().anyMatch(each -> !each.error() && each.text().contains("out")), printed::toString);
    assertTrue(printed.stream().anyMatch(each -> each.error() && each.text().contains("err")), printed::toString);
  }

  @Test
  void outputIsWhole() throws IOException {
    dockerfile("RUN seq 1 20000; printf 'a\\303'; sleep 1; printf '\\251z'");
    StringBuilder text = new StringBuilder();
    buildHere(o -> o.noCache().output(each -> text.append(each.text())));
    String expected = java.util.stream.IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\n")
        .collect(Collectors.joining());
    assertTrue(text.indexOf(expected) >= 0, () -> "lines are missing: " + text.length());
    if (isBuildKit()) {
      assertTrue(text.indexOf("a\u00e9z") >= 0, () -> text.substring(text.length() - 20));
    }
  }

  @Test
  void aWrongDockerfileIsAnErrorWithItsLine() throws IOException {
    dockerfile("", "NONSENSE x");
    EngineException failed = fails(EngineException.class, () -> buildHere(o -> {}));
    assertTrue(failed.getMessage().contains("NONSENSE"), failed::getMessage);
    assertEquals(OptionalInt.of(3), seen(assertInstanceOf(BuildFailedException.class, failed)).line(),
        failed::getMessage);
    file("Dockerfile", "");
    assertTrue(fails(EngineException.class, () -> buildHere(o -> {})).getMessage().length() > 0);
    file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY missing /\n");
    EngineException missing = fails(EngineException.class, () -> buildHere(o -> {}));
    assertTrue(missing.getMessage().contains("missing"), missing::getMessage);
  }

  @Test
  void badNamesAreRefused() throws IOException {
    dockerfile();
    for (String bad : List.of("a//b", "", "BAD", "two words", "a@sha256:" + "0".repeat(64))) {
      fails(IllegalArgumentException.class, () -> buildHere(o -> o.tag(bad)));
    }
    assertEquals(List.of(), mineBuilt());
  }

  @Test
  void whatACommandSaysIsNotTakenForTheBuilder() throws IOException {
    dockerfile("RUN echo Dockerfile:12 context canceled; sh -c 'echo \"exit code: 3\"; echo context canceled; exit 7'");
    BuildFailedException failed = fails(BuildFailedException.class, () -> buildHere(o -> o.noCache()));
    assertEquals(OptionalInt.of(7), failed.exitCode(), failed::getMessage);
    assertEquals(OptionalInt.empty(), failed.line(), failed::getMessage);
    assertTrue(failed.step().contains("echo Dockerfile:12"), failed::getMessage);
    assertTrue(failed.output().contains("exit code: 3\n"), failed::output);
    assertFalse(failed.output().contains("--->"), failed::output);
  }

  @Test
  void anExceptionOfAListenerEndsTheBuild() throws IOException {
    dockerfile("RUN echo x");
    NumberFormatException mine = new NumberFormatException();
    for (boolean ofStep : List.of(true, false)) {
      assertEquals(mine, fails(NumberFormatException.class, () -> buildHere(o -> o.noCache().steps(step -> {
        if (ofStep) {
          throw mine;
        }
      }).output(piece -> {
        if (!ofStep) {
          throw mine;
        }
      }))));
    }
  }

  @Test
  void aBaseImageThatIsNotThereIsNotFound() throws IOException {
    file("Dockerfile", "FROM " + engine.openRegistry() + "/longshore/" + newName() + ":1\nRUN echo x\n");
    fails(NotFoundException.class, () -> buildHere(o -> {}));
  }

  @Test
  void anAddressWithAPasswordIsNotShown() {
    String url = "http://shipper:" + SECRET + "@127.0.0.1:1/app.git";
    List<String> told = new ArrayList<>();
    DockerException failed = fails(DockerException.class,
        () -> build(
            o -> o.remote(url).steps(step -> told.add(step.toString())).output(piece -> told.add(piece.text()))));
    assertFalse((told + failed.toString()).contains(SECRET), () -> "it shows the password");
  }

  @Test
  void anArchiveThatCannotBeReadIsAnError() {
    IOException mine = new IOException("the disk is gone");
    InputStream failing = new InputStream() {
      @Override
      public int read() throws IOException {
        throw mine;
      }
    };
    ArchiveException failed = fails(ArchiveException.class, () -> build(o -> o.archive(failing)));
    assertEquals(mine, failed.getCause());
  }

  @Test
  void aQuietBuildTellsTheImage() throws IOException {
    dockerfile("RUN echo x");
    BuildResult built = buildHere(o -> o.options(more -> more.quiet()));
    assertEquals(built.imageId(), built.image().inspect().id());
  }

  @Test
  void progressCountsTheContextAndTheSteps() throws IOException {
    dockerfile("COPY . /all", "RUN echo x");
    Files.write(context.resolve("big"), new byte[100_000]);
    TransferProgress progress = new TransferProgress();
    List<TransferItem> items = new ArrayList<>();
    buildHere(o -> o.noCache().progress(progress.onItem(items::add)));
    TransferState state = progress.state();
    assertEquals(TransferState.Outcome.SUCCEEDED, state.outcome());
    assertTrue(state.bytes().done() >= 100_000, state::toString);
    assertEquals(state.bytes().done(), state.bytes().total().orElse(-1), state::toString);
    assertEquals(state.items().size(), state.itemsDone(), state::toString);
    assertTrue(items.stream().anyMatch(item -> item.id().contains("RUN echo x")
        && item.phase() == TransferPhase.RUNNING), items::toString);
  }

  @Test
  void theNetworkOfStepsCanBeChosen() throws IOException {
    dockerfile(engine.embedded() ? "RUN ls /" : "RUN ls /sys/class/net");
    StringBuilder printed = new StringBuilder();
    buildHere(o -> o.noCache().network("none").output(each -> printed.append(each.text())));
    assertFalse(printed.toString().contains("eth0"), printed::toString);
  }

  @Test
  void stepsComeFromTheCacheOfAnImage() throws IOException {
    dockerfile("RUN echo x >/x");
    String name = "longshore-" + RUN + "/" + newName();
    buildHere(o -> o.tag(name));
    BuildResult again = buildHere(o -> o.cacheFrom(name));
    assertEquals(isCaching(), again.steps().stream().anyMatch(BuildStep::cached), again::toString);
  }

  @Test
  void cacheMountsAreForBuildKit() throws IOException {
    dockerfile("ARG time", "RUN --mount=type=cache,target=/cache echo $time >>/cache/x; wc -l </cache/x >/count");
    if (isBuildKit()) {
      buildHere(o -> o.buildArg("time", newName()));
      String count = inImage(buildHere(o -> o.buildArg("time", newName())), "/count").strip();
      assertTrue(Integer.parseInt(count) >= 2, count);
    } else {
      EngineException failed = fails(EngineException.class, () -> buildHere(o -> {}));
      assertTrue(failed.getMessage().contains("BuildKit"), failed::getMessage);
    }
  }

  @Test
  void buildKitWarns() throws IOException {
    file("Dockerfile", "FROM " + Programs.IMAGE + " as odd\n");
    BuildResult built = buildHere(o -> {});
    // Neither the classic builder nor the BuildKit of Docker 20.10 looks for such things.
    boolean warns = isBuildKit() && !docker.system().version().version().startsWith("20.");
    assertEquals(warns, built.warnings().stream().anyMatch(text -> text.contains("FromAsCasing")), built::toString);
  }
}
