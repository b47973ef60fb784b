package io.longshore.registry;

import io.longshore.internal.config.Environment;
import io.longshore.unit.ProgramFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A directory with a config.json, and credential helpers that are in PATH. */
public final class DockerHome {
  private final Path directory;
  private final Path asked;
  private final Map<String, String> variables = new HashMap<>();

  /** In an empty directory. */
  public DockerHome(Path directory) {
    this.directory = directory;
    asked = directory.resolve("asked");
  }

  public DockerHome config(String json) {
    try {
      Files.writeString(directory.resolve("config.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What {@code docker login} writes without a helper. */
  public DockerHome login(String registry, String username, String password) {
    return config("{\"auths\":{\"" + registry + "\":{\"auth\":\"" + base64(username + ":" + password) + "\"}}}");
  }

  /**
   * A helper that notes what it was asked.
   *
   * @param script what it then does, for a shell; {@code $HOME} is this directory
   */
  public DockerHome helper(String name, String script) {
    Path program = directory.resolve("bin").resolve("docker-credential-" + name);
    String text = "#!/bin/sh\n{ printf '%s ' '" + name
        + "' \"$@\"; printf '<'; cat; printf '>\\n'; } >>\"$HOME/asked\"\n"
        + script + "\n";
    ProgramFile.write(program, text);
    return this;
  }

  /** A helper that has these credentials for every registry. */
  public DockerHome helper(String name, String username, String secret) {
    return helper(name, answer(username, secret));
  }

  /** The command that prints credentials as helpers do. */
  public static String answer(String username, String secret) {
    return "printf '%s' '{\"ServerURL\":\"x\",\"Username\":\"" + username + "\",\"Secret\":\"" + secret + "\"}'";
  }

  /** What the helpers were asked since they were written. */
  public List<String> asked() {
    try {
      return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a variable of the environment, which clients see that get their credentials afterwards. */
  public DockerHome variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  public String path() {
    return directory.resolve("bin") + ":" + System.getenv("PATH");
  }

  public Environment environment() {
    Map<String, String> variables = new HashMap<>(this.variables);
    variables.putAll(Map.of("DOCKER_CONFIG", directory.toString(), "HOME", directory.toString(), "PATH", path()));
    return new Environment(variables, directory, null, "Linux");
  }

  /** What a client of a process with this environment uses. */
  public RegistryCredentials credentials() {
    return new DockerConfigCredentials(environment(), null);
  }

  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
