package io.longshore.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program in a JVM of its own, where the environment can be chosen. */
final class Java {
  private static final long SECONDS = 120;

  private Java() {}

  record Result(int exitCode, String output) {}

  static Result run(String dockerHost, Path emptyFolder, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_"));
    builder.environment().put("DOCKER_CONFIG", emptyFolder.toString());
    builder.environment().put("DOCKER_HOST", dockerHost);
    Process process = builder.start();
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + SECONDS + " s: " + output.get());
    }
    return new Result(process.exitValue(), output.get());
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
