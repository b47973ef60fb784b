package io.longshore.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The docker command of this run, the newest that there is, with a configuration of its own. */
final class DockerCommand {
  private final Path program;
  private final String host;
  private final Path directory;

  private DockerCommand(Path program, String host, Path directory) {
    this.program = program;
    this.host = host;
    this.directory = directory;
  }

  /** What it said, and how it ended. */
  record Result(int exitCode, String stdout, String stderr) {}

  /**
   * Finds it.
   *
   * @param host the engine that it talks to
   * @param directory for its configuration and its output
   */
  static DockerCommand of(String host, Path directory) {
    String path = Settings.ofThisRun().get(Settings.NEWER_PATH).orElse("") + ":" + System.getenv("PATH");
    for (String each : path.split(":")) {
      Path program = Path.of(each, "docker");
      if (!each.isEmpty() && Files.isExecutable(program)) {
        return new DockerCommand(program, host, directory);
      }
    }
    throw new AssertionError("there are real engines, and no docker command in " + path);
  }

  Result run(List<String> arguments) {
    return run(arguments, Map.of());
  }

  Result run(List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Path stdout = directory.resolve("stdout");
    Path stderr = directory.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_"));
    builder.environment().putAll(Map.of("DOCKER_HOST", host, "DOCKER_CONFIG", directory.resolve("config").toString()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the docker command did not end: " + arguments);
      }
      return new Result(
          process.exitValue(), Files.readString(stdout, StandardCharsets.UTF_8).strip(),
          Files.readString(stderr, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
