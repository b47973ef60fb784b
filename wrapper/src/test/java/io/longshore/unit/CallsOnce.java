package io.longshore.unit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.DockerException;
import io.longshore.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A program that makes each kind of call once and says so, or says twice the same of what is wrong. */
final class CallsOnce {
  private CallsOnce() {}

  public static void main(String[] args) throws IOException {
    try {
      calls(args[0]);
      System.out.println("every call was made");
    } catch (DockerException first) {
      System.out.println(first);
      try {
        calls(args[0]);
      } catch (DockerException again) {
        System.out.println(first.toString().equals(again.toString()) ? "and again" : again);
      }
    }
  }

  private static void calls(String host) throws IOException {
    try (DockerClient docker = DockerClient.builder().host(host).build()) {
      docker.system().info();
      Container container = docker.containers().run(c -> c.image("busybox:local").command("sleep", "1000"));
      try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
        cat.stdin().write("typed".getBytes(UTF_8));
        cat.closeStdin();
        require("typed".equals(new String(cat.stdout().readAllBytes(), UTF_8)));
        require(cat.waitFor(Duration.ofSeconds(20)) == 0);
        Path there = Files.writeString(Files.createTempFile("calls", ".txt"), "x".repeat(100_000));
        try {
          container.files().copyTo(there, "/copied");
          require(container.files().read("/copied").length == 100_000);
        } finally {
          Files.delete(there);
        }
      } finally {
        container.remove(r -> r.force());
      }
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("another answer than wanted");
    }
  }
}
