package io.longshore.internal.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that discovery reads from the process, so that a test can build its own. The only
 * place that calls {@code System.getenv}.
 *
 * @param home the home directory, null if the process has none
 * @param userId the user id, null if it is unknown (Windows, macOS)
 */
public record Environment(
    Map<String, String> variables, @Nullable Path home, @Nullable Long userId, String osName) {

  public Environment {
    variables = Map.copyOf(Objects.requireNonNull(variables, "variables"));
    Objects.requireNonNull(osName, "osName");
  }

  /** This process's environment. */
  public static Environment system() {
    Map<String, String> env = System.getenv();
    String os = System.getProperty("os.name", "");
    return new Environment(env, systemHome(env, os), systemUserId(), os);
  }

  /** The variable's value; empty counts as unset, as everywhere in the docker CLI. */
  public Optional<String> get(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The variable's value as a path. */
  Optional<Path> path(String name) {
    return get(name)
        .map(
            value -> {
              try {
                return Path.of(value);
              } catch (InvalidPathException e) {
                throw new ConfigException(name + " is not a valid path: " + Text.quote(value));
              }
            });
  }

  /** A program of this name, in the directories of PATH and never in the working directory. */
  public Optional<Path> program(String name) {
    String file = isWindows() && !name.endsWith(".exe") ? name + ".exe" : name;
    for (String directory : pathVariable().split(File.pathSeparator)) {
      try {
        Path program = Path.of(directory, file);
        if (program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(program);
        }
      } catch (InvalidPathException e) {
        // Shells pass over it too.
      }
    }
    return Optional.empty();
  }

  private String pathVariable() {
    // Windows writes it in any case.
    return variables.entrySet().stream()
        .filter(each -> isWindows() ? each.getKey().equalsIgnoreCase("PATH") : each.getKey().equals("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  boolean isWindows() {
    return osName.startsWith("Windows");
  }

  boolean isMac() {
    return osName.startsWith("Mac");
  }

  /** Names only: the values of a process's environment often are secrets. */
  @Override
  public String toString() {
    return "Environment[home="
        + home
        + ", userId="
        + userId
        + ", osName="
        + osName
        + ", "
        + variables.size()
        + " variables]";
  }

  private static @Nullable Path systemHome(Map<String, String> env, String os) {
    // The CLI follows HOME; user.home comes from the password file and can differ (sudo, CI).
    String home = env.get(os.startsWith("Windows") ? "USERPROFILE" : "HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home");
    }
    // The JDK says "?" for a user that the password file does not know.
    if (home == null || home.isEmpty() || home.equals("?")) {
      return null;
    }
    try {
      return Path.of(home);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Long systemUserId() {
    try {
      // Java offers no getuid; on Linux the owner of /proc/self is the process's user.
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
