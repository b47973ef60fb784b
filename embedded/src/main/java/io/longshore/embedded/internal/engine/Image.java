package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.Tree;
import io.longshore.generated.engine.model.ImageConfig;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image: programs, files and defaults. Its tags change under the lock of {@link ImageStore}. */
public final class Image {
  private static final String DENIED = "permission denied";

  private final String id;
  private final String layer;
  private final Instant created = Instant.now();
  private final long size;
  private final String comment;
  private final ImageConfig config;
  private final Map<String, Program> programs;
  private final FileTree files;
  final Set<String> tags = new LinkedHashSet<>();

  Image(
      String id,
      String layer,
      long size,
      String comment,
      ImageConfig config,
      Map<String, Program> programs,
      FileTree files) {
    this.id = id;
    this.layer = layer;
    this.size = size;
    this.comment = comment;
    this.config = config;
    this.programs = Map.copyOf(programs);
    this.files = files;
  }

  /** The id, with its {@code sha256:}. */
  public String id() {
    return id;
  }

  /** The id of its one layer. */
  public String layer() {
    return layer;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** Bytes. */
  public long size() {
    return size;
  }

  /** What was said on import. */
  public String comment() {
    return comment;
  }

  /** The defaults for containers. */
  public ImageConfig config() {
    return config;
  }

  /** Finds a program by name or by a usual path; null when there is none. */
  private @Nullable Program program(String command) {
    boolean usual = command.matches("/(usr/)?(local/)?s?bin/[^/]+");
    return programs.get(usual ? command.substring(command.lastIndexOf('/') + 1) : command);
  }

  /**
   * Finds a program as {@link #program} does; says after the given words, as runc does, when there is none in these
   * files.
   */
  Program require(String command, Tree files, String words) {
    Program found = program(command);
    if (found != null) {
      return found;
    }
    boolean denied = false;
    try {
      FileStat stat = files.stat(command, true);
      denied = command.contains("/") && (stat.isFolder() || (stat.mode() & 0111) == 0);
    } catch (FileError e) {
      // Nothing is there.
    }
    throw EngineError.invalid(words + (denied ? "exec: \"" + command + "\": " + DENIED : notFound(command)));
  }

  /** The exit code of a program that could not be started. */
  static int exitCode(EngineError failure) {
    return failure.words().endsWith(DENIED) ? 126 : 127;
  }

  private static String notFound(String command) {
    return command.startsWith("/")
        ? "exec: \"" + command + "\": stat " + command + ": no such file or directory"
        : "exec: \"" + command + "\": executable file not found in $PATH";
  }

  /** The files, which never change. */
  public FileTree files() {
    return files;
  }

  /** The programs by name. */
  public Map<String, Program> programs() {
    return programs;
  }
}
