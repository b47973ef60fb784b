package io.longshore.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that is asked line by line, and ends with its input. */
final class Child implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  static Child start(List<String> options, Class<?> main, String... arguments) {
    return start(options, System.getProperty("java.class.path"), main, arguments);
  }

  static Child start(List<String> options, String classPath, Class<?> main, String... arguments) {
    try {
      Process process = new ProcessBuilder(command(options, classPath, main, arguments))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      return new Child(main.getSimpleName() + " " + String.join(" ", arguments), process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(List<String> options, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Its next line. */
  String line() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " has ended too early");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ask(String question) {
    try {
      in.write(question);
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw new IllegalStateException(name + " does not listen any more", e);
    }
    return line();
  }

  /** Waits until it ends, which it does when nobody asks any more. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended already; its exit code tells how.
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(name + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Ends everything that this process has started, and what those have. */
  static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
