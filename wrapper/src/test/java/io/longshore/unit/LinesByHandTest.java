package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.testing.Repository;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an operation costs by hand: the lines of those classes of a resource that make its calls, Javadoc included,
 * without blank lines and imports. What the spec can say is generated, so a simple operation takes a few lines.
 */
class LinesByHandTest {
  private static final int SIMPLE = 30;

  /** By the name of the resource's package. More than {@link #SIMPLE} where a reason stands behind it. */
  private static final Map<String, Integer> BUDGETS = Map.of(
      "container", SIMPLE,
      // One operation, ImageCreate, pulls and imports.
      "image", 37,
      "network", SIMPLE,
      "system", SIMPLE,
      "volume", SIMPLE);

  @Test
  void noResourceIsOverItsBudget() throws IOException {
    Map<String, Integer> over = new TreeMap<>();
    for (Map.Entry<String, Integer> budget : BUDGETS.entrySet()) {
      int perOperation = lines(budget.getKey()) / operations(budget.getKey());
      if (perOperation > budget.getValue()) {
        over.put(budget.getKey(), perOperation);
      }
    }
    assertEquals(Map.of(), over, "lines by hand for each operation");
  }

  private static int operations(String resource) {
    String api = Character.toUpperCase(resource.charAt(0)) + resource.substring(1) + "Api";
    try {
      Class<?> operations = Class.forName(ContainerApi.class.getPackageName() + "." + api);
      return (int) Arrays.stream(operations.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers())).count();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(resource + " is not the name of a tag", e);
    }
  }

  private static int lines(String resource) throws IOException {
    int lines = 0;
    try (Stream<Path> files = Files.list(Repository.root().resolve("wrapper/src/main/java/io/longshore/" + resource))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        if (text.contains("executor.forCall(")) {
          lines += (int) text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ")).count();
        }
      }
    }
    assertTrue(lines > 0, resource);
    return lines;
  }
}
