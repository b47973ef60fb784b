package io.longshore.build;

import io.longshore.error.UnsupportedException;
import io.longshore.internal.config.Environment;
import io.longshore.internal.config.Text;
import io.longshore.internal.http.EngineVariables;
import io.longshore.internal.process.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The docker command, with its plugin buildx. */
final class BuildxProgram {
  private static final String INSTALL = "; install the docker command and its plugin buildx (Docker's packages"
      + " docker-ce-cli and docker-buildx-plugin, Debian's docker-cli and docker-buildx), or build with"
      + " builder(BUILDKIT)";

  private static final Pattern VERSION = Pattern.compile("docker/buildx v?(\\d{1,6})\\.(\\d{1,6})\\.");

  /** The first that has the trace as JSON. */
  private static final int FIRST_MINOR = 13;

  private static final int LONGEST = 64 * 1024;

  private final String what;
  private final Path file;
  private final Map<String, String> variables;

  private BuildxProgram(String what, Path file, Map<String, String> variables) {
    this.what = what;
    this.file = file;
    this.variables = variables;
  }

  /**
   * Finds it.
   *
   * @param engine the variables that say which engine
   * @param what the call, for messages
   */
  static BuildxProgram of(BuildxOptions own, Map<String, String> engine, Environment environment, String what) {
    Path file = own.program != null ? own.program
        : environment.program("docker").orElseThrow(
            () -> new UnsupportedException(what + ": there is no docker command in PATH" + INSTALL, null));
    Map<String, String> variables = new HashMap<>(environment.variables());
    variables.keySet().removeAll(EngineVariables.NAMES);
    // It asks the engine for it after the build, and nothing here reads it.
    variables.put("BUILDX_METADATA_PROVENANCE", "disabled");
    variables.putAll(own.variables);
    variables.putAll(engine);
    return new BuildxProgram(what, file, variables);
  }

  /** A copy of its environment. */
  Map<String, String> variables() {
    return new HashMap<>(variables);
  }

  String file() {
    return file.toString();
  }

  /** Refuses a docker command without buildx, or with one that is too old. */
  void requireBuildx(Runnable check) throws InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exitCode;
    try (ChildProcess child = ChildProcess.start(List.of(file(), "buildx", "version"), variables, null)) {
      exitCode = child.read(
          (buffer, count) -> said.write(buffer, 0, Math.min(count, Math.max(0, LONGEST - said.size()))), check::run);
    } catch (IOException e) {
      throw new UnsupportedException(what + ": " + file + " cannot be run: " + e.getMessage() + INSTALL, e);
    }
    String words = said.toString(StandardCharsets.UTF_8).strip();
    if (exitCode != 0) {
      throw new UnsupportedException(
          what + ": " + file + " has no plugin buildx: 'docker buildx version' ended with exit code " + exitCode
              + (words.isEmpty() ? "" : " and said " + Text.quote(words.lines().findFirst().orElse(""))) + INSTALL,
          null);
    }
    Matcher version = VERSION.matcher(words);
    if (!version.find()) {
      throw new UnsupportedException(
          what + ": " + file + " has another buildx than Docker's: it says "
              + Text.quote(words.lines().findFirst().orElse("")) + INSTALL,
          null);
    }
    // Builds of its developers are version 0.0.0.
    if (version.group(1).equals("0") && !version.group(2).equals("0")
        && Integer.parseInt(version.group(2)) < FIRST_MINOR) {
      throw new UnsupportedException(
          what + ": the plugin buildx of " + file + " is version 0." + version.group(2) + "; it takes 0." + FIRST_MINOR
              + " or newer" + INSTALL,
          null);
    }
  }
}
