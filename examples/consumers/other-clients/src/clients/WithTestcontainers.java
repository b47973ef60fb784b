package clients;

import static clients.OtherClients.check;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** What a test with Testcontainers does. */
final class WithTestcontainers {
  private WithTestcontainers() {}

  public static void main(String[] args) throws Exception {
    String serve = "echo ready; while true; do echo ahoy | nc -l -p 8080; done";
    try (Network network = Network.newNetwork();
        GenericContainer<?> server = new GenericContainer<>("busybox:local")
            .withNetwork(network).withNetworkAliases("db").withExposedPorts(8080).withEnv("TIER", "back")
            .withCopyToContainer(Transferable.of("cargo"), "/srv/hold")
            .withCommand("sh", "-c", serve).waitingFor(Wait.forLogMessage(".*ready.*", 1));
        GenericContainer<?> client = new GenericContainer<>("busybox:local")
            .withNetwork(network).withCommand("sleep", "1000")) {
      server.start();
      client.start();
      check(server.isRunning(), server.getContainerInfo().getState());
      check(heard(server.getHost(), server.getMappedPort(8080)).equals("ahoy"), server.getHost());
      check(client.execInContainer("sh", "-c", "nc -w 5 db 8080 </dev/null").getStdout().strip().equals("ahoy"), "the alias");
      ExecResult result = server.execInContainer("sh", "-c", "cat /srv/hold; echo $TIER >&2; exit 3");
      check(result.getStdout().equals("cargo") && result.getStderr().equals("back\n") && result.getExitCode() == 3, result);
      check(server.copyFileFromContainer("/srv/hold", in -> new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .equals("cargo"), "the file");
      check(server.getLogs().startsWith("ready\n"), server.getLogs());
    }
    ToStringConsumer output = new ToStringConsumer();
    try (GenericContainer<?> port = new GenericContainer<>("busybox:local")
        .withExposedPorts(8080).withCommand("sh", "-c", serve).withLogConsumer(output)) {
      // Waits until the port is open, seen from inside and from outside.
      port.start();
      port.stop();
      check(output.toUtf8String().contains("ready"), output.toUtf8String());
    }
  }

  private static String heard(String host, int port) throws Exception {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(10_000);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
