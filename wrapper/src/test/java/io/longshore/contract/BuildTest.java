package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.build.BuildOptions;
import io.longshore.build.BuildResult;
import io.longshore.build.BuilderKind;
import io.longshore.generated.runtime.ApiVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/** A test of builds with real engines. The base image is busybox, whose shell runs the steps. */
@Tag("contract")
abstract class BuildTest extends EngineTest {
  private static final ApiVersion FIRST_BUILDKIT = ApiVersion.parse("1.38");

  private static final String OF_TEST = "longshore.build-test";

  @Parameter(1)
  BuilderKind builder;

  @TempDir
  Path context;

  private final String test = UUID.randomUUID().toString();

  static Stream<Arguments> withBuilders() {
    Optional<ApiVersion> older = Settings.ofThisRun().api();
    Stream<EngineUnderTest> engines = older.isEmpty() ? Stream.concat(Engines.embedded(), Engines.pulling())
        : Engines.real().map(engine -> engine.over(older.get()));
    return engines.flatMap(engine -> builders(engine)
        .filter(builder -> builder == BuilderKind.CLASSIC || older.isEmpty() || !FIRST_BUILDKIT.isAfter(older.get()))
        .map(builder -> Arguments.of(engine, builder)));
  }

  private static Stream<BuilderKind> builders(EngineUnderTest engine) {
    return engine.podman() || engine.embedded() ? Stream.of(BuilderKind.CLASSIC)
        : Stream.of(BuilderKind.CLASSIC, BuilderKind.BUILDKIT);
  }

  boolean isBuildKit() {
    return builder == BuilderKind.BUILDKIT;
  }

  /** Writes the Dockerfile, which begins with the base image. */
  void dockerfile(String... lines) throws IOException {
    file("Dockerfile", "FROM " + Programs.IMAGE + "\n" + String.join("\n", lines) + "\n");
  }

  void file(String name, String content) throws IOException {
    Path file = context.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  BuildResult build(Consumer<BuildOptions> options) {
    return build(docker, options);
  }

  BuildResult build(DockerClient client, Consumer<BuildOptions> options) {
    return client.builds().build(o -> options.accept(o.builder(builder).label(LABEL, RUN).label(OF_TEST, test)));
  }

  /** From the directory of the test. */
  BuildResult buildHere(Consumer<BuildOptions> options) {
    return build(o -> options.accept(o.directory(context)));
  }

  /** What a file of the image holds. */
  String inImage(BuildResult built, String path) {
    byte[] content = docker.containers().create(with(o -> o.image(built.imageId()))).files().read(path);
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Of this test: an engine may finish the build of another one after its connection was cut. */
  List<String> mineBuilt() {
    return docker.images().list(o -> o.label(OF_TEST, test)).stream().map(image -> image.id()).toList();
  }

  @AfterEach
  @Timeout(60)
  void removeBuilt() {
    removeContainers();
    docker.images().list(o -> o.label(LABEL, RUN)).forEach(image -> ImageTest.removeIfThere(docker, image.id()));
  }
}
