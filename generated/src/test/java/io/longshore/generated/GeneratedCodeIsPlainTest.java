package io.longshore.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No reflection, no stock infrastructure, and methods that HotSpot compiles. */
class GeneratedCodeIsPlainTest {
  private static final Path TARGET = Repository.root().resolve("generated/target");

  /** HotSpot interprets larger methods for ever (-XX:-DontCompileHugeMethods). */
  private static final int HOTSPOT_LIMIT = 8000;

  @Test
  void importsNothingButJavaTheRuntimeAndAnnotations() throws IOException {
    Pattern allowed = Pattern.compile(
        "(java|io\\.longshore\\.generated|io\\.swagger\\.v3\\.oas\\.annotations|"
            + "org\\.jspecify\\.annotations)\\..*");
    // A name with its package that stands in the code instead of an import.
    Pattern qualified = Pattern.compile("(?<![\\w.\"/])((?:com|org|io|okhttp3|okio|javax|"
        + "jakarta|java|sun)\\.[a-z]\\w*\\.[\\w.]+)");
    List<String> wrong = new ArrayList<>();
    List<Path> sources = sources();
    for (Path source : sources) {
      for (String line : Files.readAllLines(source)) {
        String code = line.strip();
        if (code.startsWith("*") || code.startsWith("/") || code.startsWith("package ")) {
          continue;
        }
        Matcher name = qualified.matcher(code.replaceAll("\"[^\"]*\"", "\"\""));
        while (name.find()) {
          if (!allowed.matcher(name.group(1)).matches()
              || name.group(1).startsWith("java.lang.reflect")
              || name.group(1).startsWith("java.lang.invoke")) {
            wrong.add(source.getFileName() + ": " + code);
          }
        }
        if (code.matches(".*\\b(getClass|forName|getDeclared\\w+|newInstance)\\(.*")) {
          wrong.add(source.getFileName() + ": " + code);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(sources.size() > 100, "only " + sources.size() + " files were looked at");
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String document : List.of("engine", "experimental")) {
      try (Stream<Path> files = Files.walk(TARGET.resolve("generated-sources").resolve(document))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  @Test
  void everyMethodOfAnAdapterIsSmallEnoughToBeCompiled() throws IOException {
    // A case of a switch has a number after the colon, an instruction a word.
    TreeMap<Integer, String> sizes = new TreeMap<>();
    String name = "";
    Matcher instruction = Pattern.compile(" *(\\d+): [a-z]\\w*( .*)?").matcher("");
    for (String line : javap().split("\n")) {
      if (line.endsWith(";") && line.startsWith("  ")) {
        name = line.strip();
      } else if (instruction.reset(line).matches()) {
        sizes.put(Integer.valueOf(instruction.group(1)), name);
      }
    }
    assertTrue(sizes.size() > 100 && sizes.lastKey() > 500, "javap's output was not understood: " + sizes);
    // The offset of the last instruction, which itself is short.
    assertTrue(sizes.lastKey() < HOTSPOT_LIMIT - 8, () -> sizes.lastEntry().toString());
  }

  private static String javap() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
    try (Stream<Path> files = Files.walk(TARGET.resolve("classes"))) {
      arguments.addAll(
          files.map(Path::toString)
              .filter(file -> file.endsWith("$Adapter.class"))
              .sorted().collect(Collectors.toList()));
    }
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    int status = ToolProvider.findFirst("javap")
        .orElseThrow()
        .run(new PrintWriter(out), new PrintWriter(errors), arguments.toArray(String[]::new));
    assertEquals(0, status, errors::toString);
    return out.toString();
  }
}
