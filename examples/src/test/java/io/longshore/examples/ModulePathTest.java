package io.longshore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.examples.Java.Result;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of examples/consumers as a module: every dependency is found by its name as a module, and opens what it
 * has to.
 */
class ModulePathTest {
  @TempDir
  Path folder;

  @Test
  void everyCallOnTheModulePath() throws Exception {
    Path consumers = Path.of(System.getProperty("longshore.root")).resolve("examples/consumers");
    Path compiled = folder.resolve("consumers");
    String libraries = Stream
        .of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches("(junit|opentest4j|apiguardian|surefire).*"))
        .collect(Collectors.joining(File.pathSeparator));

    int failed = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--release=17",
            "-d",
            compiled.toString(),
            "--module-path",
            libraries,
            consumers.resolve("modules/src/module-info.java").toString(),
            consumers.resolve("src/consumers/Calls.java").toString());
    assertEquals(0, failed, "the program does not compile on the module path " + libraries);

    List<String> program = List.of("--module-path", compiled + File.pathSeparator + libraries, "--module",
        "consumers/consumers.Calls", "host=", "fails=");
    Result result = Java.run("unix://" + folder.resolve("no-engine.sock"), folder, program);
    assertTrue(result.output().contains("every call was made"), result::output);
    assertEquals(0, result.exitCode());
  }
}
