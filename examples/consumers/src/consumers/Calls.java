package consumers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.embedded.EmbeddedEngine;
import io.longshore.error.ConfigurationException;
import io.longshore.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a program does with an engine, once: small calls, streams, an upgraded connection, files. Ends with a line that
 * says so.
 */
public final class Calls {
  private Calls() {}

  /**
   * {@code host=} is an engine's address, or nothing for the one inside the JVM; {@code fails=} is what a failure has
   * to say.
   */
  public static void main(String[] args) throws IOException {
    String host = args[0].substring("host=".length());
    String fails = args[1].substring("fails=".length());
    try {
      if (host.isEmpty()) {
        try (EmbeddedEngine engine = EmbeddedEngine.start()) {
          make(engine.host());
        }
      } else {
        make(host);
      }
    } catch (ConfigurationException e) {
      if (fails.isEmpty() || !e.getMessage().contains(fails)) {
        throw e;
      }
      System.out.println("failed as it should: " + e.getMessage());
      return;
    }
    if (!fails.isEmpty()) {
      throw new AssertionError("nothing failed, and this should have been said: " + fails);
    }
    System.out.println("every call was made");
  }

  private static void make(String host) throws IOException {
    try (DockerClient docker = DockerClient.builder().host(host).build()) {
      docker.system().ping();
      Container container =
          docker.containers().create(c -> c.image("busybox:local").command("sh", "-c", "echo out; sleep 1000").network("none"));
      try {
        container.start();
        try (var log = container.logs(l -> l.follow())) {
          expect("out", log.lines().iterator().next().text());
        }
        expect("hello\n", container.exec("echo", "hello").stdout());
        try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
          cat.stdin().write("typed".getBytes(UTF_8));
          cat.closeStdin();
          expect("typed", new String(cat.stdout().readAllBytes(), UTF_8));
          expect("0", String.valueOf(cat.waitFor(Duration.ofSeconds(20))));
        }
        Path there = Files.writeString(Path.of("target", "there.txt"), "x".repeat(100_000));
        Path back = Path.of("target", "back.txt");
        Files.deleteIfExists(back);
        container.files().copyTo(there, "/copied");
        container.files().copyFrom("/copied", back);
        expect(Files.readString(there), Files.readString(back));
      } finally {
        container.remove(r -> r.force());
      }
    }
  }

  private static void expect(String expected, String found) {
    if (!expected.equals(found)) {
      throw new AssertionError("expected '" + expected + "' and found '" + found + "'");
    }
  }
}
