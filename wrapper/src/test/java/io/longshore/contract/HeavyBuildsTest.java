package io.longshore.contract;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds of a size that memory cannot hold; they take minutes and gigabytes of disk. */
@Tag("heavy")
@Timeout(900)
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("real")
class HeavyBuildsTest extends ClosedDirectoryTest {
  private static final int SENT = 1024;
  private static final int IGNORED = 5 * 1024;

  @Test
  void aGibibyteBesideFiveThatAreIgnoredIsSentWithAHeapOf64Megabytes() throws IOException, InterruptedException {
    file(".dockerignore", CLOSED + "\n");
    fill(SENT, IGNORED);
    long start = System.nanoTime();
    List<String> said = built();
    System.out.println(engine + ", " + builder + ": " + SENT + " MiB with -Xmx64m in "
        + (System.nanoTime() - start) / 1_000_000 + " ms, " + said.get(1));
    assertSize(SENT, said.get(0));
  }
}
