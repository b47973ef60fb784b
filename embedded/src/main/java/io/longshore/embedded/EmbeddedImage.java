package io.longshore.embedded;

import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.Skeleton;
import io.longshore.embedded.internal.shell.Shell;
import io.longshore.generated.engine.model.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes an image for {@link EmbeddedEngine.Builder#image}: programs, files and defaults. Not thread-safe. */
public final class EmbeddedImage {
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> env = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> ports = new LinkedHashMap<>();
  private List<String> command = List.of();
  private List<String> entrypoint = List.of();
  private @Nullable String workingDirectory;

  EmbeddedImage() {}

  /**
   * Adds a program.
   *
   * @param name the name in commands, without a path; it is also found under /bin, /usr/bin and similar directories
   * @param program the program
   * @return this
   */
  public EmbeddedImage program(String name, Program program) {
    programs.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(program, "program"));
    return this;
  }

  /**
   * Adds the programs of {@code busybox}: {@code sh} and those that scripts use most. They behave as
   * busybox does, or refuse with a message: the shell exits with code 2 at syntax that it does not support.
   *
   * @return this
   */
  public EmbeddedImage toolbox() {
    Shell.programs().forEach(programs::putIfAbsent);
    return this;
  }

  /**
   * Adds a file, with mode 644, and the directories above it. Every image has a few files from the start; a file at the
   * path of one of them replaces it.
   *
   * @param path an absolute path
   * @param content its bytes, which are copied
   * @return this
   * @throws IllegalArgumentException if the path is not absolute, ends with a slash or contains {@code ..}
   */
  public EmbeddedImage file(String path, byte[] content) {
    if (!path.startsWith("/") || path.endsWith("/") || List.of(path.split("/")).contains("..")) {
      throw new IllegalArgumentException("a file of an image needs an absolute path, not \"" + path + "\"");
    }
    files.put(path, content.clone());
    return this;
  }

  /**
   * Adds a text file as {@link #file(String, byte[])} does.
   *
   * @param path an absolute path
   * @param content its text, which becomes UTF-8
   * @return this
   * @throws IllegalArgumentException if the path is not absolute, ends with a slash or contains {@code ..}
   */
  public EmbeddedImage file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sets the default command.
   *
   * @param words the program and its arguments
   * @return this
   */
  public EmbeddedImage command(String... words) {
    command = List.of(words);
    return this;
  }

  /**
   * Sets the entry point.
   *
   * @param words the program and its first arguments
   * @return this
   */
  public EmbeddedImage entrypoint(String... words) {
    entrypoint = List.of(words);
    return this;
  }

  /**
   * Adds a default environment variable.
   *
   * @param entry {@code NAME=value}
   * @return this
   */
  public EmbeddedImage env(String entry) {
    env.add(Objects.requireNonNull(entry, "entry"));
    return this;
  }

  /**
   * Adds a label.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public EmbeddedImage label(String name, String value) {
    labels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Adds a port that its containers expose.
   *
   * @param port such as {@code 80/tcp}
   * @return this
   */
  public EmbeddedImage expose(String port) {
    ports.put(Objects.requireNonNull(port, "port"), Map.of());
    return this;
  }

  /**
   * Sets the default working directory.
   *
   * @param path an absolute path
   * @return this
   */
  public EmbeddedImage workingDirectory(String path) {
    workingDirectory = Objects.requireNonNull(path, "path");
    return this;
  }

  Map<String, Program> programs() {
    return programs;
  }

  FileTree files() {
    return Skeleton.image(Shell.programs().keySet(), programs.keySet(), files);
  }

  ImageConfig config() {
    return ImageConfig.builder()
        .env(env.isEmpty() ? null : env)
        .cmd(command.isEmpty() ? null : command)
        .entrypoint(entrypoint.isEmpty() ? null : entrypoint)
        .labels(labels.isEmpty() ? null : labels)
        .exposedPorts(ports.isEmpty() ? null : ports)
        .workingDir(workingDirectory == null ? "" : workingDirectory)
        .user("")
        .build();
  }
}
