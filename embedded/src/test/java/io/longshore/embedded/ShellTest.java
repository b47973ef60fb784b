package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell and the toolbox do as busybox does, or refuse; nothing is ignored. The scripts are in the resources. */
@Timeout(120)
class ShellTest extends EngineTest {
  /** How a script ended. */
  record End(int code, String out, String err) {
    String shown() {
      return code + " " + out.replace("\n", "⏎");
    }
  }

  @TempDir
  Path folder;
  private int runs;

  private static List<String> scripts(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ShellTest.class.getResourceAsStream("/shell/" + name))) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n%%\n")).toList();
    }
  }

  private static String[] command(String script) {
    boolean options = script.startsWith("#-");
    String first = options ? script.substring(1, script.indexOf('\n')) : "-c";
    String rest = options ? script.substring(script.indexOf('\n') + 1) : script;
    return Stream.of("sh", first, first.contains("c") ? "" : "-c", rest).filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }

  /** Runs it in an empty directory of its own in a container of the embedded engine. */
  private End embedded(String script) throws IOException {
    String directory = "/runs/" + ++runs;
    exec("/", "mkdir", "-p", directory);
    return exec(directory, command(script));
  }

  private End exec(String directory, String... command) throws IOException {
    String more = "\"AttachStdout\":true,\"AttachStderr\":true,\"Env\":[\"HOME=/root\"],\"WorkingDir\":\"" + directory
        + "\"";
    String id = call("POST", "/v1.51/containers/box/exec",
        config(more, command).replace("\n", "\\n").replace("\t", "\\t")).field("Id");
    StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + id + "/start", "{}", "Connection: Upgrade\r\nUpgrade: tcp\r\n");
      assertEquals(101, client.readHead().status());
      String frames = client.readToEnd();
      for (int at = 0; at < frames.length();) {
        int size = frames.charAt(at + 4) << 24 | frames.charAt(at + 5) << 16 | frames.charAt(at + 6) << 8
            | frames.charAt(at + 7);
        texts[frames.charAt(at) - 1].append(frames, at + 8, at + 8 + size);
        at += 8 + size;
      }
    }
    int code = Integer.parseInt(call("GET", "/v1.51/exec/" + id + "/json").field("ExitCode"));
    return new End(code, texts[0].toString(), texts[1].toString());
  }

  /** Runs it with the busybox of this machine, in an empty directory of its own. */
  private End busybox(String script) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(folder.resolve("run" + ++runs));
    String[] command = command(script);
    command[0] = folder.resolve("bin/sh").toString();
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", folder.resolve("bin").toString(), "HOME", "/root"));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS), script);
    return new End(process.exitValue(), out.replace(folder.resolve("bin") + "/", "/bin/"), "");
  }

  private void installBusybox() throws IOException, InterruptedException {
    Path binary = Path.of("/bin/busybox");
    assumeTrue(
        Files.isExecutable(binary) || "true".equals(System.getenv("CI")),
        "no /bin/busybox to compare with: install busybox-static");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    assertEquals(0, new ProcessBuilder(binary.toString(), "--install", "-s", bin.toString()).start().waitFor());
  }

  /** JUnit warns of each link that leads out of its folder. */
  @AfterEach
  void removeLinks() throws IOException {
    if (Files.isDirectory(folder.resolve("bin"))) {
      try (Stream<Path> links = Files.list(folder.resolve("bin"))) {
        for (Path link : links.toList()) {
          Files.delete(link);
        }
      }
    }
  }

  @Test
  void everyScriptPrintsAndEndsAsWithBusybox() throws Exception {
    installBusybox();
    run("box", "", "sleep", "1000");
    List<String> wrong = new ArrayList<>();
    for (String script : scripts("scripts.txt")) {
      End expected = busybox(script);
      End found = embedded(script);
      if (!expected.shown().equals(found.shown())) {
        wrong.add(script + "\n    busybox:  " + expected.shown() + "\n    embedded: " + found.shown() + "\n    says: "
            + found.err);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyProgramOfBusyboxIsThereOrRefused() throws Exception {
    installBusybox();
    run("box", "", "sleep", "1000");
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> links = Files.list(folder.resolve("bin"))) {
      for (String name : links.map(link -> link.getFileName().toString()).sorted().toList()) {
        End found = exec("/", "sh", "-c", "command -v '" + name + "' || echo none");
        boolean refused = found.code == 2
            && found.err.contains("the embedded engine's shell does not have the program " + name);
        if (!refused && (found.code != 0 || found.out.contains("none"))) {
          wrong.add(name + ": " + found.shown());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatAProgramDoesNotHaveEndsItWithExitCode2AndWordsWithoutAShellToo() throws IOException {
    run("box", "", "sleep", "1000");
    End found = exec("/", "date", "+%F");
    assertEquals("2 ", found.shown());
    assertEquals("date: the embedded engine's shell does not have date +%F\n", found.err);
  }

  @Test
  void whatTheShellDoesNotHaveEndsTheScriptWithExitCode2AndWords() throws IOException {
    run("box", "", "sleep", "1000");
    List<String> wrong = new ArrayList<>();
    for (String script : scripts("refused.txt")) {
      End found = embedded(script);
      if (found.code != 2 || !found.out.isEmpty()
          || !found.err.contains("the embedded engine's shell does not have ")) {
        wrong.add(script + "\n    embedded: " + found.shown() + "\n    says: " + found.err);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }
}
