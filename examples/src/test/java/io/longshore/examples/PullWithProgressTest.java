package io.longshore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.embedded.EmbeddedEngine;
import io.longshore.examples.Java.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullWithProgressTest {
  @TempDir
  Path folder;

  /** The output is a pipe here. */
  @Test
  void aPlainLineSaysTheEnd() throws Exception {
    try (EmbeddedEngine engine = EmbeddedEngine.start()) {
      Result result = pull(engine.host(), "busybox:latest");
      assertEquals(0, result.exitCode(), result::output);
      assertTrue(result.output().matches("busybox:latest: done in \\d+\\.\\d s, \\d+ layers?.*\\R"), result::output);
    }
  }

  @Test
  void aFailureIsTheLastWord() throws Exception {
    try (EmbeddedEngine engine = EmbeddedEngine.start()) {
      Result result = pull(engine.host(), "nothing:1");
      assertEquals(1, result.exitCode(), result::output);
      assertTrue(result.output().contains("nothing:1: failed after "), result::output);
      assertFalse(result.output().contains("\u001b"), result::output);
    }
  }

  private Result pull(String host, String reference) throws Exception {
    return Java.run(host, folder,
        List.of("-cp", System.getProperty("java.class.path"), PullWithProgress.class.getName(), reference));
  }
}
