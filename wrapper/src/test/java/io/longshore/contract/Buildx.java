package io.longshore.contract;

import io.longshore.build.BuildOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The docker command of this run that has the plugin buildx, with a configuration of its own. */
final class Buildx {
  private final Path program;
  private final Path configuration;

  private Buildx(Path program, Path configuration) {
    this.program = program;
    this.configuration = configuration;
  }

  /**
   * Finds it, beside the newer engine.
   *
   * @param directory for its configuration
   */
  static Buildx in(Path directory) {
    String path = Settings.ofThisRun().required(Settings.NEWER_PATH);
    for (String each : path.split(":")) {
      Path program = Path.of(each, "docker");
      Path plugins = Path.of(each).resolveSibling("libexec/docker/cli-plugins");
      if (Files.isExecutable(program) && Files.isExecutable(plugins.resolve("docker-buildx"))) {
        try {
          Files.writeString(Files.createDirectories(directory).resolve("config.json"),
              "{\"cliPluginsExtraDirs\":[\"" + plugins + "\"]}");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return new Buildx(program, directory);
      }
    }
    throw new AssertionError("there are real engines, and no docker command with buildx in " + path);
  }

  /** The same in Java, for a program that the test compiles. */
  String source() {
    return ".buildx(x -> x.program(Path.of(\"" + program + "\")).environment(\"DOCKER_CONFIG\", \"" + configuration
        + "\"))";
  }

  Consumer<BuildOptions> options() {
    return b -> b.buildx(x -> x.program(program).environment("DOCKER_CONFIG", configuration.toString()));
  }

  /** The processes that have a word in their command lines; their programs and words. */
  static List<String> processes(String word) {
    return ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse(""))
        .filter(each -> each.contains(word)).toList();
  }
}
