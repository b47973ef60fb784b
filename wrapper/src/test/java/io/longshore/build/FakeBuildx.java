package io.longshore.build;

import io.longshore.unit.ProgramFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A program that a test plays the docker command with: it notes what it was given, and does what the test says. */
final class FakeBuildx {
  static final String ID = "sha256:" + "a".repeat(64);

  private final Path directory;
  private final Path program;

  FakeBuildx(Path directory) {
    this.directory = directory;
    program = directory.resolve("docker");
  }

  /**
   * Writes it.
   *
   * @param version what it does for {@code docker buildx version}, for a shell
   * @param build what it does for a build; {@code $DIR} is the test's directory and {@code $META} the metadata file
   */
  FakeBuildx does(String version, String build) {
    String text = "#!/bin/sh\nDIR='" + directory + "'\n"
        + "if [ \"$2\" = version ]; then\n" + version + "\nexit\nfi\n"
        + "printf '%s\\n' \"$@\" >\"$DIR/words\"; env >\"$DIR/env\"\n"
        + "for word; do case $word in --metadata-file=*) META=${word#*=} ;; esac; done\n"
        + build + "\n";
    ProgramFile.write(program, text);
    return this;
  }

  /** One with a version that fits. */
  FakeBuildx builds(String build) {
    return does("echo 'github.com/docker/buildx v0.29.1 abc'", build);
  }

  /** The command that says that the image was made. */
  static String made() {
    return "printf '{\"containerimage.digest\":\"" + ID + "\"}' >\"$META\"";
  }

  Consumer<BuildOptions> options() {
    return b -> b.directory(directory).buildx(this::itself);
  }

  /** With a builder of its own: no engine of these tests has BuildKit. */
  void itself(BuildxOptions options) {
    options.program(program).builderName("mine");
  }

  Path program() {
    return program;
  }

  /** The words of the last build. */
  List<String> words() {
    return lines("words");
  }

  /** The variables of the last build. */
  List<String> variables() {
    return lines("env");
  }

  List<String> lines(String file) {
    try {
      return Files.exists(directory.resolve(file)) ? Files.readAllLines(directory.resolve(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
