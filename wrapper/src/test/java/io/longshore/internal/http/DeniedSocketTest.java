package io.longshore.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has Docker, and may not use it, is told so, and does not get Podman without a word. */
@Timeout(60)
class DeniedSocketTest {
  @TempDir
  Path folder;

  @Test
  void podmanIsNotTakenWhereDockersSocketIsDenied() throws Exception {
    Path socket = folder.resolve("docker.sock");
    try (ScriptedEngine podman = new ScriptedEngine()) {
      assertEquals("found 1.51\n", found(socket, podman.host()), "nothing is there");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
      }
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("r--r--r--"));
      String[] said = found(socket, podman.host()).split("\n");
      assertEquals(3, said.length, () -> String.join("\n", said));
      assertTrue(said[0].startsWith("no Docker engine that this user may use; ") && said[0].contains("DOCKER_HOST"),
          said[0]);
      assertTrue(said[1].contains("(default socket): no permission to use " + socket), said[1]);
      assertTrue(said[2].contains("(rootless socket): " + socket + ".other does not exist"), said[2]);
      assertEquals(1, podman.pings());
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      assertEquals("found 1.51\n", found(socket, podman.host()),
          "nobody listens there, which is known only to those who may connect");
    }
  }

  /** In a JVM of its own; root has to give up its right to use every socket. */
  private static String found(Path socket, String podman) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), DeniedSocketMain.class.getName(), socket.toString(), podman));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    return said;
  }
}
