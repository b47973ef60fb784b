package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.longshore.testing.GoldenFile;
import io.longshore.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The templates applied to golden/spec.yaml: a change of a template, or of the generator, shows as a difference. */
class TemplatesMakeTheCommittedCodeTest {
  private static final Path GENERATED = Repository.root()
      .resolve("generated/target/generated-test-sources/golden/golden");
  private static final Path EXPECTED = Repository.root().resolve("codegen-templates/golden/expected");

  @Test
  void everyFileIsAsCommitted() throws IOException {
    TreeSet<String> generated = files(GENERATED, ".java");
    assertFalse(generated.isEmpty(), "nothing was generated into " + GENERATED);
    for (String name : generated) {
      GoldenFile.check(EXPECTED.resolve(name + ".java.txt"), Files.readString(GENERATED.resolve(name + ".java")));
    }
    TreeSet<String> committed = files(EXPECTED, ".java.txt");
    if (GoldenFile.updating()) {
      committed.removeAll(generated);
      for (String name : committed) {
        Files.delete(EXPECTED.resolve(name + ".java.txt"));
      }
    } else {
      assertEquals(generated, committed, "files in " + EXPECTED + " that are made no more; -Dupdate.golden=true");
    }
  }

  private static TreeSet<String> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      return files
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(end))
          .map(name -> name.substring(0, name.length() - end.length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
