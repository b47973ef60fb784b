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
    mentionsNone("build|engine|files|network|process|shell|tools", "http|api|experimental");
    mentionsNone("engine|files|network|process|shell|tools", "build");
  }

  @Test
  void theShellAndItsToolsKnowNothingOfTheEngine() throws IOException, URISyntaxException {
    mentionsNone("files|process|shell|tools", "engine|network");
    mentionsNone("tools", "shell");
  }

  private static void mentionsNone(String packages, String others) throws IOException, URISyntaxException {
    Pattern forbidden = Pattern.compile("io/longshore/embedded/internal/(" + others + ")/\\w+");
    TreeSet<String> read = new TreeSet<>();
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : classFiles()) {
      String name = classes().relativize(file).toString().replace(File.separatorChar, '/');
      Matcher user = Pattern.compile("io/longshore/embedded/internal/(" + packages + ")/.*").matcher(name);
      if (user.matches()) {
        read.add(user.group(1));
        Matcher found = forbidden.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
          wrong.add(name + " mentions " + found.group());
        }
      }
    }
    assertEquals(new TreeSet<>(List.of(packages.split("\\|"))), read, "packages with classes");
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
