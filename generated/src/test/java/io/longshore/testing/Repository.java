package io.longshore.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is, wherever the tests were started from. */
public final class Repository {
  private Repository() {}

  /**
   * The folder that holds {@code spec} and the modules.
   *
   * @return an absolute path
   */
  public static Path root() {
    // Started inside a module, Maven names the module's folder; the repository is then above it.
    Path start = Path.of(System.getProperty("longshore.root", "")).toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("spec/engine.yaml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no spec/engine.yaml in or above " + start + "; set -Dlongshore.root");
  }
}
