package io.longshore.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiDumpTest {
  @Test
  void showsWhatOthersCanCallAndNothingElse() throws URISyntaxException {
    Path classes = Path.of(ApiDumpTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String dump = ApiDump.of(classes, "io.longshore.testing"::equals)
        .lines()
        .dropWhile(line -> !line.contains("ApiDumpSample"))
        .takeWhile(line -> line.startsWith(" ") || line.contains("ApiDumpSample"))
        .collect(Collectors.joining("\n", "", "\n"));
    assertEquals(
        """
            io.longshore.testing.ApiDumpSample: final class
            io.longshore.testing.ApiDumpSample.Circle: final class implements ApiDumpSample.Shape
              new()
            io.longshore.testing.ApiDumpSample.Pair: record(String left, @Nullable java.util.Map.Entry<String, Long> right)
              @Nullable java.util.Map.Entry<String, Long> right()
              String left()
              final String toString()
              final boolean equals(Object)
              final int hashCode()
              new(String, @Nullable java.util.Map.Entry<String, Long>)
            io.longshore.testing.ApiDumpSample.Sample<T extends Comparable<? super T>>: abstract class implements AutoCloseable
              <E extends Exception> void raise(Class<E>, java.util.List<?>) throws E
              @Nullable java.util.List<@Nullable T> find(java.util.Map<String, ? extends @Nullable Number>, String...) throws java.io.IOException
              abstract void close()
              protected final int[] numbers
              protected new()
              static final @Nullable String NAME
            io.longshore.testing.ApiDumpSample.Shape: sealed interface permits ApiDumpSample.Circle
              default void draw()
            io.longshore.testing.ApiDumpSample.Size: enum
              enum LARGE
              enum SMALL
              static ApiDumpSample.Size valueOf(String)
              static ApiDumpSample.Size[] values()
            """,
        dump);
  }
}
