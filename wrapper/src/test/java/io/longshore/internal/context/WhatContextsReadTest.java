package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program that has no right to read a directory sends the context that the directory is left out of. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class WhatContextsReadTest {
  @TempDir
  Path context;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch");
    for (String name : List.of("closed", "a/cache", "open")) {
      Files.writeString(Files.createDirectories(context.resolve(name)).resolve("file"), "content");
    }
  }

  private String sent(String ignore, String memory, Path... unreadable) throws IOException, InterruptedException {
    Files.writeString(context.resolve(IgnoreFile.NAME), ignore);
    for (Path each : unreadable) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
    }
    try {
      return run(memory);
    } finally {
      for (Path each : unreadable) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  private String run(String memory) throws IOException, InterruptedException {
    // Root reads everything unless it gives up its capabilities.
    List<String> command = new ArrayList<>(
        ContextTree.root() ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : List.of());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), memory, "-cp",
            System.getProperty("java.class.path"), ContextProgram.class.getName(), context.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void ignoredDirectoriesAreNeverOpened() throws IOException, InterruptedException {
    assertOpensNoneOf("closed\n**/cache\n");
  }

  @Test
  void norDoExceptionsForOtherPlacesOpenThem() throws IOException, InterruptedException {
    assertOpensNoneOf("!closed/file\n*\n!open\n!**/file\n!clos*/file\n");
  }

  private void assertOpensNoneOf(String ignore) throws IOException, InterruptedException {
    assertEquals(
        String.valueOf("FROM scratch".length() + "content".length() + ignore.length()),
        sent(ignore, "-Xmx64m", context.resolve("closed"), context.resolve("a/cache")));
  }

  @Test
  void anExceptionInADirectoryOpensIt() throws IOException, InterruptedException {
    String message = sent("closed\n!closed/file\n", "-Xmx64m", context.resolve("closed"));
    assertEquals("'" + context.toRealPath().resolve("closed") + "' cannot be read: permission denied", message);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException, InterruptedException {
    String message = sent("", "-Xmx64m", context.resolve("open/file"));
    assertEquals("'" + context.toRealPath().resolve("open/file") + "' cannot be read: permission denied", message);
  }

  @Test
  void aLargeContextNeedsLittleMemory() throws IOException, InterruptedException {
    ContextTree.run(List.of("truncate", "-s", "512M", "--", context.resolve("large").toString()));
    String sent = sent("a\nclosed\nopen\n", "-Xmx24m");
    assertTrue(sent.matches("\\d+"), sent);
    assertEquals(512L * 1024 * 1024 + "FROM scratch".length() + "a\nclosed\nopen\n".length(), Long.parseLong(sent));
  }
}
