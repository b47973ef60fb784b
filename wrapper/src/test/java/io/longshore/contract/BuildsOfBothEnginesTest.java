package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.build.BuildOptions;
import io.longshore.build.BuildResult;
import io.longshore.build.BuilderKind;
import io.longshore.container.Container;
import io.longshore.error.BuildFailedException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same Dockerfiles make the same images on Docker's classic builder and on the embedded engine. Podman's builder is
 * another one.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("classic")
class BuildsOfBothEnginesTest extends EngineTest {
  private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  @TempDir
  Path context;

  static Stream<EngineUnderTest> classic() {
    return Engines.all().filter(engine -> !engine.podman());
  }

  private void file(String name, String content) throws IOException {
    Path file = context.resolve(name);
    for (Path parent = file.getParent(); !parent.equals(context); parent = parent.getParent()) {
      Files.createDirectories(parent);
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private void dockerfile(String... lines) throws IOException {
    file("Dockerfile", "FROM " + Programs.IMAGE + "\n" + String.join("\n", lines) + "\n");
  }

  private BuildResult build(Consumer<BuildOptions> options) {
    return docker.builds().build(options.andThen(b -> b.directory(context).builder(BuilderKind.CLASSIC)
        .label(LABEL, RUN).options(o -> o.noCache().alwaysRemoveIntermediate())));
  }

  /** An image in words: its settings, the length of its history, and what is in the directory {@code out}. */
  private String built(Consumer<BuildOptions> options) throws IOException {
    BuildResult built = build(options);
    try {
      ImageInspect image = built.image().inspect();
      return settings(image) + "history " + built.image().history().size() + "\n" + files(built);
    } finally {
      docker.images().get(built.imageId()).removeIfExists(o -> o.force());
    }
  }

  private static String settings(ImageInspect image) {
    ImageConfig config = image.config();
    TreeMap<String, String> labels = new TreeMap<>(config.labels());
    labels.remove(LABEL);
    StringBuilder words = new StringBuilder();
    add(words, "author", image.author());
    add(words, "user", config.user());
    add(words, "ports", new TreeSet<>(config.exposedPorts().keySet()));
    add(words, "env", config.env());
    add(words, "cmd", config.cmd());
    add(words, "entrypoint", config.entrypoint());
    add(words, "health", config.healthcheck() == null ? null
        : config.healthcheck().test() + " " + config.healthcheck().interval());
    add(words, "volumes", new TreeSet<>(config.volumes().keySet()));
    add(words, "directory", config.workingDir());
    add(words, "triggers", config.onBuild());
    add(words, "labels", labels);
    add(words, "signal", config.stopSignal());
    add(words, "shell", config.shell());
    return words.toString();
  }

  private static void add(StringBuilder words, String name, Object value) {
    if (value != null && !Set.of("", "[]", "{}").contains(value.toString())) {
      words.append(name).append(' ').append(value).append('\n');
    }
  }

  private String files(BuildResult built) throws IOException {
    Container container = docker.containers()
        .create(o -> o.image(built.imageId()).command("nothing").label(LABEL, RUN));
    TreeSet<String> lines = new TreeSet<>();
    try (ByteStream archive = container.files().archive("/out");
        TarArchiveInputStream tar = new TarArchiveInputStream(archive.inputStream(), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String end = entry.isSymbolicLink() || entry.isLink() ? " -> " + entry.getLinkName()
            : entry.isFile() ? " " + new String(tar.readAllBytes(), StandardCharsets.UTF_8).strip() : "";
        lines.add(entry.getName() + " " + Integer.toOctalString(entry.getMode() & 07777) + " "
            + entry.getLongUserId() + ":" + entry.getLongGroupId() + end);
      }
    }
    container.remove();
    return String.join("\n", lines) + "\n";
  }

  @Test
  void instructionsThatChangeSettings() throws IOException {
    dockerfile("ARG greeting=hello", "ENV A=$greeting B=\"a b\" C=${Z:-q} \\", "  D='$A'", "ENV old a  b",
        "LABEL a=b \"c d\"='e f'", "MAINTAINER me <x>", "WORKDIR /out/../out", "WORKDIR $A", "EXPOSE 80 90/udp 100-101",
        "USER 1:1", "VOLUME /v1 /v2", "STOPSIGNAL SIGINT", "SHELL [\"/bin/sh\", \"-ec\"]", "CMD echo hi",
        "ENTRYPOINT [\"a\", \"$b\"]", "HEALTHCHECK --interval=5s CMD true", "ONBUILD RUN x");
    assertEquals("""
        author me <x>
        user 1:1
        ports [100/tcp, 101/tcp, 80/tcp, 90/udp]
        env [%s, A=ahoy, B=a b, C=q, D=$A, old=a  b]
        cmd [/bin/sh, -ec, echo hi]
        entrypoint [a, $b]
        health [CMD-SHELL, true] 5000000000
        volumes [/v1, /v2]
        directory /out/ahoy
        triggers [RUN x]
        labels {a=b, c d=e f, of the call=x y}
        signal SIGINT
        shell [/bin/sh, -ec]
        history 19
        out/ 755 0:0
        out/ahoy/ 755 0:0
        """.formatted(PATH), built(b -> b.buildArg("greeting", "ahoy").label("of the call", "x y")));
  }

  @Test
  void filesOfTheContext() throws IOException {
    dockerfile("WORKDIR /out", "COPY a a2 few/", "COPY a .", "COPY dir made", "COPY dir/* flat/",
        "COPY [\"a\", \"b/c\"]",
        "COPY --chown=3:4 dir owned", "COPY dir/link linked", "COPY . all/", "ADD a added", "CMD [\"c\"]");
    file("a", "1");
    file("a2", "2");
    file("dir/one", "3");
    file("dir/sub/two", "4");
    file("ignored", "5");
    file(".dockerignore", "ignored\nDockerfile\n.dockerignore\n");
    Files.createSymbolicLink(context.resolve("dir/link"), Path.of("one"));
    assertEquals("""
        env [%s]
        cmd [c]
        directory /out
        history 13
        out/ 755 0:0
        out/a 640 0:0 1
        out/added 640 0:0 1
        out/all/ 755 0:0
        out/all/a 640 0:0 1
        out/all/a2 640 0:0 2
        out/all/dir/ 755 0:0
        out/all/dir/link 777 0:0 -> one
        out/all/dir/one 640 0:0 3
        out/all/dir/sub/ 755 0:0
        out/all/dir/sub/two 640 0:0 4
        out/b/ 755 0:0
        out/b/c 640 0:0 1
        out/few/ 755 0:0
        out/few/a 640 0:0 1
        out/few/a2 640 0:0 2
        out/flat/ 755 0:0
        out/flat/link 640 0:0 3
        out/flat/one 640 0:0 3
        out/flat/two 640 0:0 4
        out/linked 640 0:0 3
        out/made/ 755 0:0
        out/made/link 777 0:0 -> one
        out/made/one 640 0:0 3
        out/made/sub/ 755 0:0
        out/made/sub/two 640 0:0 4
        out/owned/ 755 3:4
        out/owned/link 777 3:4 -> one
        out/owned/one 640 3:4 3
        out/owned/sub/ 755 3:4
        out/owned/sub/two 640 3:4 4
        """.formatted(PATH), built(b -> {}));
  }

  @Test
  void stagesAndPrograms() throws IOException {
    file("Dockerfile", """
        ARG base=%s
        FROM ${base} AS first
        ARG word=default
        RUN mkdir /out && echo $word >/out/word && chmod 600 /out/word
        RUN ["sh", "-c", "ln -s word /out/link; echo gone >/out/gone"]
        COPY --chown=5:6 a /out/
        FROM first AS second
        RUN rm /out/gone && echo more >>/out/word
        FROM scratch
        COPY --from=1 /out /out/second
        COPY --from=FIRST /out/w* /out/
        COPY --from=%s /etc/group /out/
        ENV X=y
        """.formatted(Programs.IMAGE, Programs.IMAGE));
    file("a", "1");
    String built = built(b -> b.buildArg("word", "given"));
    assertTrue(built.matches("(?s).*\nout/group 644 0:0 root:x:0:.*"), built);
    assertEquals("""
        env [%s, X=y]
        history 5
        out/ 755 0:0
        out/second/ 755 0:0
        out/second/a 640 5:6 1
        out/second/link 777 0:0 -> word
        out/second/word 600 0:0 given
        more
        out/word 600 0:0 given
        """.formatted(PATH), built.replaceAll("out/group [^/]*?\n(?=out/)", ""));
  }

  @Test
  void whatIsWrong() throws IOException {
    dockerfile("RUN echo out; echo err >&2; exit 3");
    BuildFailedException failed = fails(BuildFailedException.class, () -> build(b -> {}));
    assertEquals(OptionalInt.of(3), failed.exitCode());
    assertTrue(failed.output().contains("out\n") && failed.output().contains("err\n"), failed::output);
    for (String[] each : new String[][] {{"COPY nope /", "stat nope: file does not exist"},
        {"COPY --chmod=700 a /", "the --chmod option requires BuildKit"}, {"EXPOSE x", "Invalid containerPort: x"},
        {"ENV x=${y:?none}", "y: none"}, {"COPY --from=7 a /", "index out of bounds"}}) {
      dockerfile(each[0]);
      DockerException wrong = fails(BuildFailedException.class, () -> build(b -> {}));
      assertTrue(wrong.getMessage().contains(each[1]), wrong::getMessage);
    }
    for (String[] each : new String[][] {{"NONSENSE", "unknown instruction: NONSENSE"}, {"ENV a", "ENV must have two"},
        {"COPY a", "COPY requires at least two arguments"}, {"USER", "USER requires exactly one argument"}}) {
      dockerfile(each[0]);
      EngineException wrong = fails(EngineException.class, () -> build(b -> {}));
      assertTrue(wrong.getMessage().contains(each[1]), wrong::getMessage);
    }
  }

  /** The refusal arrives although the context has not been read. */
  @Test
  void theEmbeddedEngineHasNoBuildKit() throws IOException {
    assumeTrue(engine.embedded(), "real engines have BuildKit");
    dockerfile("COPY large /");
    file("large", "x".repeat(8 << 20));
    EngineException refused = fails(EngineException.class, () -> docker.builds()
        .build(b -> b.directory(context).builder(BuilderKind.BUILDKIT)));
    assertTrue(refused.getMessage().contains("the embedded engine has the classic builder only"), refused::getMessage);
    assertEquals(BuilderKind.CLASSIC, build(b -> {}).builder());
  }
}
