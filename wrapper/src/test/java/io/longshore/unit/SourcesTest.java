package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every source file keeps to, in all modules. */
class SourcesTest {
  private static final int LONGEST = 500;
  private static final int WIDEST = 120;
  private static final List<String> MODULES = List.of("benchmarks", "buildkit", "codegen", "embedded", "examples",
      "generated", "wrapper");

  @Test
  void noFileNeedsATour() throws IOException {
    Map<String, Long> longer = new TreeMap<>();
    for (String module : MODULES) {
      for (Path file : sources(module, "src")) {
        try (Stream<String> lines = Files.lines(file)) {
          long count = lines.count();
          if (count > LONGEST) {
            longer.put(Repository.root().relativize(file).toString(), count);
          }
        }
      }
    }
    assertEquals(Map.of(), longer, "files of more than " + LONGEST + " lines");
  }

  /** Code is wrapped by the formatter, which leaves comments alone. */
  @Test
  void noCommentIsWiderThanTheEditorSays() throws IOException {
    List<String> wide = new ArrayList<>();
    for (String module : MODULES) {
      for (Path file : sources(module, "src")) {
        for (String line : Files.readAllLines(file)) {
          if (line.length() > WIDEST && line.strip().matches("(/?\\*|//).*")) {
            wide.add(Repository.root().relativize(file) + ": " + line.strip());
          }
        }
      }
    }
    assertEquals(List.of(), wide);
  }

  /** Two would be told apart by their packages alone, which nobody sees where they are used. */
  @Test
  void noTwoClassesOfOneNameInAModule() throws IOException {
    for (String module : MODULES) {
      Map<String, List<Path>> named = sources(module, "src/main/java").stream()
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
      named.values().removeIf(files -> files.size() == 1);
      assertEquals(Map.of(), named, module);
    }
  }

  private static List<Path> sources(String module, String folder) throws IOException {
    Path root = Repository.root().resolve(module).resolve(folder);
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertTrue(!found.isEmpty(), () -> "nothing in " + root);
      return found;
    }
  }
}
