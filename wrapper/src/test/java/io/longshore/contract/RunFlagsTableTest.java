package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.Containers;
import io.longshore.container.CreateOptions;
import io.longshore.session.AttachOptions;
import io.longshore.testing.Repository;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every flag of docker run is read, or refused by name, and documented. No engine is needed to see that. */
class RunFlagsTableTest {
  private static final Pattern METHOD = Pattern.compile("`(?:\\w+\\.)?(\\w+)\\(");
  private static final Pattern ROW = Pattern.compile("^\\| `(--[a-z0-9-]+)", Pattern.MULTILINE);

  @TempDir
  Path directory;

  private Map<String, String> values;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name : List.of("env", "labels", "seccomp.json")) {
      Files.writeString(directory.resolve(name), "");
    }
    values = Map.of("FILES", directory.toString());
  }

  private List<String> commandLine(RunFlagsTable.Line line) {
    List<String> words = new ArrayList<>(List.of("docker", "run"));
    words.addAll(line.words(values));
    words.add("busybox");
    return words;
  }

  @Test
  void everyLineIsReadOrRefusedByName() {
    for (RunFlagsTable.Line line : RunFlagsTable.lines()) {
      List<String> words = commandLine(line);
      if (Set.of(RunFlagsTable.Kind.REFUSED_BY_PARSE, RunFlagsTable.Kind.REFUSED_BY_BOTH).contains(line.kind())) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> CreateOptions.parse(words), line::text);
        assertTrue(refused.getMessage().startsWith(line.flag() + ": "), refused::getMessage);
      } else {
        assertDoesNotThrow(() -> CreateOptions.parse(words), line::text);
      }
    }
  }

  @Test
  void thePageHasEveryFlagInItsTable() throws IOException {
    String page = Files.readString(Repository.root().resolve("docs/docker-run.md"));
    List<String> rows = ROW.matcher(page).results().map((MatchResult row) -> row.group(1)).toList();
    assertEquals(rows.size(), rows.stream().distinct().count(), () -> "flags with two rows: " + rows);
    assertEquals(RunFlagsTable.flags(), rows.stream().collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyMethodOfThePageExists() throws IOException {
    Set<String> methods = Stream.of(CreateOptions.Builder.class, Container.class, Containers.class, AttachOptions.class)
        .flatMap(type -> Arrays.stream(type.getMethods())).map(Method::getName).collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String row : Files.readAllLines(Repository.root().resolve("docs/docker-run.md"))) {
      Matcher method = METHOD.matcher(row.startsWith("| `--") ? row.split("\\|")[2] : "");
      while (method.find()) {
        found++;
        if (!methods.contains(method.group(1))) {
          missing.add(row);
        }
      }
    }
    assertTrue(found > 90, "found " + found);
    assertEquals(List.of(), missing);
  }
}
