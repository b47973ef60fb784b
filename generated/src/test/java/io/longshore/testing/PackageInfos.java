package io.longshore.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The {@code package-info.java} of each package, without which its code counts as not looked at for null. */
public final class PackageInfos {
  private PackageInfos() {}

  /**
   * The packages of a module's main code that have none, or one without {@code @NullMarked}.
   *
   * @param module the module's directory inside the repository
   */
  public static List<String> missing(String module) throws IOException {
    Path sources = Repository.root().resolve(module).resolve("src/main/java");
    List<Path> packages;
    try (Stream<Path> files = Files.walk(sources)) {
      packages = files
          .filter(file -> file.toString().endsWith(".java") && !file.getParent().equals(sources))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
    List<String> missing = new ArrayList<>();
    for (Path each : packages) {
      Path info = each.resolve("package-info.java");
      if (!Files.exists(info) || !Files.readAllLines(info).contains("@NullMarked")) {
        missing.add(sources.relativize(each).toString());
      }
    }
    if (packages.isEmpty()) {
      throw new IllegalStateException("found no packages in " + sources);
    }
    return missing;
  }
}
