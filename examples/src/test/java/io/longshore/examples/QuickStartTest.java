package io.longshore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.examples.Java.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
  @TempDir
  Path folder;

  @Test
  void runsOnAMachineWithoutAnEngine() throws Exception {
    Result result = quickStart("unix://" + folder.resolve("no-engine.sock"));
    assertTrue(result.output().contains("no Docker engine found"), result::output);
    assertTrue(result.output().contains("starts the embedded engine"), result::output);
    showsEverything(result);
  }

  /** Without engines the contract tests say what is left out; with CI=true they fail. */
  @Test
  @EnabledIfEnvironmentVariable(named = "LONGSHORE_ENGINES", matches = ".+")
  void runsOnRealEngines() throws Exception {
    for (String host : System.getenv("LONGSHORE_ENGINES").split(",")) {
      Result result = quickStart(host);
      assertTrue(result.output().contains("Found an engine: Docker "), result::output);
      assertTrue(result.output().contains("An embedded one has:"), result::output);
      showsEverything(result);
    }
  }

  private static void showsEverything(Result result) {
    for (String expected : List.of("wrote to STDOUT: hello", "wrote to STDERR: oops", "exit code 0, output root",
        "its state is running", "stopped with exit code",
        "made the network quickstart-front", "/var/run/docker/netns/", "its backends are [dbdbdbdbdbdb]", "Done;")) {
      assertTrue(result.output().contains(expected), () -> expected + " is missing in:\n" + result.output());
    }
    assertEquals(0, result.exitCode(), result::output);
  }

  private Result quickStart(String host) throws Exception {
    return Java.run(host, folder, List.of("-cp", System.getProperty("java.class.path"), QuickStart.class.getName()));
  }
}
