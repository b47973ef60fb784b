package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.process.Script;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageHistoryItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image: programs, files and defaults.
 *
 * @param id with its {@code sha256:}
 * @param layer the id of its one layer
 * @param size bytes
 * @param facts what was said of it when it was made
 * @param config the defaults for containers
 * @param programs by name
 * @param files which never change
 * @param tags its names, which change under the lock of {@link ImageStore}
 * @param digests its names by digest, the same
 */
public record Image(
    String id,
    String layer,
    long size,
    Facts facts,
    ImageConfig config,
    Map<String, Program> programs,
    FileTree files,
    Set<String> tags,
    Set<String> digests) {
  /**
   * How it was made.
   *
   * @param steps what made it, the newest first
   */
  public record Facts(Instant created, String comment, String author, List<ImageHistoryItem> steps) {
    /** Of an image that one step made. */
    public static Facts of(String comment, String author, String createdBy, List<ImageHistoryItem> before) {
      Instant now = Instant.now();
      List<ImageHistoryItem> steps = new ArrayList<>();
      steps.add(ImageHistoryItem.builder().created(now.getEpochSecond()).createdBy(createdBy).comment(comment).size(0L)
          .build());
      steps.addAll(before);
      return new Facts(now, comment, author, steps);
    }
  }

  private static final String DENIED = "permission denied";

  /** When it was made. */
  public Instant created() {
    return facts.created();
  }

  /** Finds a program by name or by a usual path; null when there is none. */
  private @Nullable Program program(String command) {
    boolean usual = command.matches("/(usr/)?(local/)?s?bin/[^/]+");
    return programs.get(usual ? command.substring(command.lastIndexOf('/') + 1) : command);
  }

  /**
   * Finds a program as {@link #program} does, or what runs a file of that path; says after the given words, as runc
   * does, when there is none in these files.
   *
   * @param directory the working directory; null or empty for the root
   */
  Program require(String command, @Nullable String directory, MountedTree files, String words) {
    Program found = program(command);
    if (found != null) {
      return found;
    }
    boolean denied = false;
    try {
      boolean absolute = command.startsWith("/");
      FileStat stat = files.stat(absolute ? command : Objects.requireNonNullElse(directory, "") + "/" + command, true);
      denied = command.contains("/") && (stat.isFolder() || (stat.mode() & 0111) == 0);
      if (command.contains("/") && !denied) {
        return process -> script((RunningProgram) process);
      }
    } catch (FileError e) {
      // Nothing is there.
    }
    throw EngineError.invalid(words + (denied ? "exec: \"" + command + "\": " + DENIED : notFound(command)));
  }

  private int script(RunningProgram process) throws Exception {
    RunningProgram script = process.called(Script.words(process));
    boolean named = !script.name().equals(process.name());
    Program interpreter = named ? program(script.name()) : null;
    if (interpreter != null) {
      return interpreter.run(script);
    }
    String why = named ? "no such file or directory" : "exec format error";
    process.stderr().print("exec " + process.name() + ": " + why + "\n");
    return 1;
  }

  /** The exit code of a program that could not be started. */
  static int exitCode(EngineError failure) {
    return failure.words().endsWith(DENIED) ? 126 : 127;
  }

  private static String notFound(String command) {
    return command.contains("/")
        ? "exec: \"" + command + "\": stat " + command + ": no such file or directory"
        : "exec: \"" + command + "\": executable file not found in $PATH";
  }
}
