package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.ConfigurationException;
import io.longshore.error.DeadlineException;
import io.longshore.error.EngineNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses at which no engine is: each failure says which address, and what is wrong there. */
@Timeout(60)
class NoEngineTest {
  private Path folder;
  private Path socket;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "lsne");
    socket = folder.resolve("docker.sock");
  }

  @AfterEach
  void removeFolder() throws IOException {
    Files.deleteIfExists(socket);
    Files.delete(folder);
  }

  private static void assertNotFound(String host, String reason) {
    try (DockerClient docker = DockerClient.builder().host(host).build()) {
      EngineNotFoundException failure = assertThrows(EngineNotFoundException.class, () -> docker.system().ping());
      assertEquals(1, failure.attempts().size());
      assertEquals(host, failure.attempts().get(0).host());
      assertTrue(failure.getMessage().contains(host), failure::getMessage);
      assertTrue(failure.attempts().get(0).reason().contains(reason), failure::getMessage);
    }
  }

  @Test
  void nothingIsAtThePath() {
    assertNotFound("unix://" + socket, "does not exist");
  }

  @Test
  void nobodyListensAtTheSocket() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket), "the socket went with its server");
    assertNotFound("unix://" + socket, "no engine listens on it");
  }

  @Test
  void aFileIsNoSocket() throws IOException {
    Files.writeString(socket, "no socket");
    assertNotFound("unix://" + socket, "not a socket");
  }

  @Test
  void aFolderIsNoSocket() throws IOException {
    Files.createDirectory(socket);
    assertNotFound("unix://" + socket, "not a socket");
  }

  @Test
  void nobodyListensAtThePort() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertNotFound("tcp://127.0.0.1:" + port, "refused");
  }

  @Test
  void aServerThatNeverAnswersMissesTheDeadline() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Timeouts impatient = Timeouts.defaults().withAnswer(Duration.ofMillis(300));
      try (DockerClient docker = DockerClient.builder().host("unix://" + socket).timeouts(impatient).build()) {
        DeadlineException late = assertThrows(DeadlineException.class, () -> docker.system().ping());
        assertTrue(late.getMessage().contains("300 ms"), late::getMessage);
      }
    }
  }

  @Test
  void anAddressThatIsNoneIsRefusedAtOnce() {
    for (String host : new String[] {"", "tcp://host:port", "ftp://host:1", "unix:// a\n"}) {
      ConfigurationException failure = assertThrows(ConfigurationException.class,
          () -> DockerClient.builder().host(host).build(), host);
      assertTrue(!failure.getMessage().isBlank(), "no reason for " + host);
    }
  }
}
