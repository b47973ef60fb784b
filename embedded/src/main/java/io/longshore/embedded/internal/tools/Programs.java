package io.longshore.embedded.internal.tools;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.process.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How programs are found and run by others. */
public final class Programs {
  /** What busybox has and the toolbox does not: a script must not take it for a system without it. */
  private static final Set<String> MISSING = missing();

  private Programs() {}

  private static Set<String> missing() {
    try (InputStream names = Objects.requireNonNull(Programs.class.getResourceAsStream("programs-of-busybox.txt"))) {
      return Set.of(new String(names.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program by its name or by a usual path; null if there is none, refused if only busybox has it. */
  public static @Nullable Program find(RunningProgram process, String command) {
    boolean usual = command.matches("/(usr/)?(local/)?s?bin/[^/]+");
    String name = usual ? command.substring(command.lastIndexOf('/') + 1) : command;
    Program program = process.programs().get(name);
    if (program == null && MISSING.contains(name)) {
      throw new Refused("the program " + name);
    }
    return program;
  }

  /** Runs the program that a process is named after; a missing one is reported in the caller's name. */
  public static int run(RunningProgram process, String caller) throws Exception {
    String command = process.name();
    Program program = find(process, command);
    if (program != null) {
      return program.run(process);
    }
    FileStat stat = null;
    try {
      stat = command.contains("/") ? process.files().stat(command, true) : null;
    } catch (FileError e) {
      // Nothing is there.
    }
    if (stat != null && !stat.isFolder() && (stat.mode() & 0111) != 0) {
      RunningProgram script = process.called(Script.words(process));
      if (script.name().equals(command)) {
        throw new Refused("files as programs, unless their first line names one: run sh " + command);
      }
      Program interpreter = find(script, script.name());
      if (interpreter != null) {
        return interpreter.run(script);
      }
      stat = null;
    }
    process.stderr().print(caller + ": " + command + ": " + (stat == null ? "not found" : "Permission denied") + "\n");
    return stat == null ? 127 : 126;
  }
}
