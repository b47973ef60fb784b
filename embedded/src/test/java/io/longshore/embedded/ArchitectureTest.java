package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.ApiDump;
import io.longshore.testing.GoldenFile;
import io.longshore.testing.PackageInfos;
import io.longshore.testing.Repository;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler does not know of this module. */
class ArchitectureTest {
  @Test
  void everyPackageIsNullMarked() throws IOException {
    assertEquals(List.of(), PackageInfos.missing("embedded"));
  }

  /** What a container is and does has nothing to do with how requests arrive and how answers look. */
  @Test
  void whatIsBelowTheApisKnowsNothingOfHttp() throws IOException, URISyntaxException {
    Pattern forbidden = Pattern.compile("io/longshore/embedded/internal/(http|api|experimental)/\\w+");
    TreeSet<String> wrong = new TreeSet<>();
    int read = 0;
    for (Path file : classFiles()) {
      String name = classes().relativize(file).toString().replace(File.separatorChar, '/');
      if (name.matches("io/longshore/embedded/internal/(engine|files|toolbox)/.*")) {
        read++;
        Matcher found = forbidden.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
          wrong.add(name + " mentions " + found.group());
        }
      }
    }
    assertTrue(read > 50, "read " + read + " classes only");
    assertEquals(new TreeSet<>(), wrong);
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(EmbeddedEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> classFiles() throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.walk(classes())) {
      return all.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  /** A change of what users compile against shows in review as a change of api.txt. */
  @Test
  void apiTxtIsCurrent() throws URISyntaxException {
    String dump = ApiDump.of(classes(), "io.longshore.embedded"::equals);
    assertTrue(dump.contains("io.longshore.embedded.EmbeddedEngine: final class"), "the dump has lost classes");
    GoldenFile.check(Repository.root().resolve("embedded/api.txt"), dump);
  }
}
