package io.longshore.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.unit.ScriptedEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers cannot fill the memory of the program that asked. */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswersWithoutEndTest {
  @TempDir
  Path folder;

  @Test
  void aSampleIsRefusedWithinAHeapOf64Megabytes() throws Exception {
    refused("a sample", "-XX:+UseSerialGC");
  }

  @Tag("heavy")
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void everyOneIsRefusedWithinAHeapOf64Megabytes(String collector) throws Exception {
    refused("everything", collector);
  }

  private void refused(String which, String collector) throws Exception {
    Path output = folder.resolve("output");
    Process program = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        collector,
        "-cp",
        System.getProperty("java.class.path"),
        SmallHeap.class.getName(),
        which)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    try {
      boolean ended = program.waitFor(6, TimeUnit.MINUTES);
      String said = Files.readString(output);
      assertTrue(ended, said);
      assertEquals(0, program.exitValue(), said);
      List<String> wrong = said.lines().filter(line -> !line.contains(" -> refused: ")).toList();
      assertEquals(List.of(), wrong);
      assertTrue(said.contains("followed events -> refused: all 300 came"), said);
      assertTrue(said.contains("raise maxAnswer"), said);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void theCallerChoosesHowLargeAnAnswerMayBe() {
    String json = "{\"Id\":\"x\",\"Name\":\"" + "n".repeat(100_000) + "\"}";
    try (ScriptedEngine engine = new ScriptedEngine().answers(ScriptedEngine.json(200, json))) {
      try (DockerClient docker = engine.builder().maxAnswer(150_000).build()) {
        DockerException e = assertThrows(DockerException.class, () -> docker.containers().get("web").inspect());
        assertTrue(
            e.getMessage().contains("inspect of web") && e.getMessage().contains("a string of more than 75000")
                && e.getMessage().contains("raise maxAnswer"),
            e.getMessage());
      }
      try (DockerClient docker = engine.builder().maxAnswer(250_000).build()) {
        assertEquals("x", docker.containers().get("web").inspect().id());
      }
      assertThrows(IllegalArgumentException.class, () -> DockerClient.builder().maxAnswer(0));
    }
  }
}
