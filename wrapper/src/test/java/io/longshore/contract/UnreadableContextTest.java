package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a build does with a directory that it cannot open. {@link HeavyBuildsTest} has the same with gigabytes. */
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("embeddedAndReal")
class UnreadableContextTest extends ClosedDirectoryTest {
  private static final int SENT = 20;

  @BeforeEach
  void make() throws IOException {
    fill(SENT, SENT);
  }

  @Test
  void anIgnoredDirectoryIsNeverOpened() throws IOException, InterruptedException {
    file(".dockerignore", CLOSED + "\n");
    assertSize(SENT, built().get(0));
  }

  @Test
  void anyOtherEndsTheBuild() throws IOException, InterruptedException {
    assertEquals(
        "'" + context.toRealPath().resolve(CLOSED) + "' cannot be read: permission denied", built().get(0));
    assertEquals(List.of(), mineBuilt());
  }
}
