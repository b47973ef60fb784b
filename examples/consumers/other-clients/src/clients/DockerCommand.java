package clients;

import static clients.OtherClients.check;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a user does with the docker command, which must be installed. */
final class DockerCommand {
  private DockerCommand() {}

  public static void main(String[] args) throws Exception {
    same("ahoy\n", docker("run", "--rm", "busybox:local", "echo", "ahoy"));
    docker("network", "create", "--subnet", "10.20.0.0/24", "front");
    docker("volume", "create", "hold");
    docker("run", "-d", "--name", "web", "--network", "front", "--network-alias", "db", "-e", "TIER=front", "-p",
        "127.0.0.1::8080", "busybox:local", "sh", "-c", "echo ready; while true; do echo ahoy | nc -l -p 8080; done");
    same("web\n", docker("ps", "--format", "{{.Names}}"));
    String[] port = docker("port", "web", "8080").strip().split(":");
    try (Socket socket = new Socket(port[0], Integer.parseInt(port[1]))) {
      socket.setSoTimeout(10_000);
      socket.shutdownOutput();
      check(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).equals("ahoy\n"), "the port");
    }
    same("ahoy\n", docker("run", "--rm", "--network", "front", "busybox:local", "nc", "-w", "5", "db", "8080"));
    same("front\n", docker("exec", "web", "sh", "-c", "echo $TIER"));
    check(docker("logs", "web").startsWith("ready\n"), "logs");
    same("web\n", docker("network", "inspect", "-f", "{{range .Containers}}{{.Name}}{{end}}", "front"));
    same("bridge\n", docker("network", "inspect", "-f", "{{.Driver}}", "bridge"));
    docker("network", "disconnect", "front", "web");
    docker("network", "connect", "--ip", "10.20.0.9", "front", "web");
    same("10.20.0.9\n", docker("inspect", "-f", "{{.NetworkSettings.Networks.front.IPAddress}}", "web"));
    Path file = Files.createTempFile("longshore", ".txt");
    try {
      Files.writeString(file, "cargo");
      docker("cp", file.toString(), "web:/srv.txt");
      same("cargo", docker("exec", "web", "cat", "/srv.txt"));
    } finally {
      Files.delete(file);
    }
    proxies();
    docker("stats", "--no-stream", "web");
    docker("top", "web");
    docker("rename", "web", "web2");
    docker("pause", "web2");
    docker("unpause", "web2");
    docker("restart", "-t", "0", "web2");
    docker("stop", "-t", "0", "web2");
    same("web2\n", docker("ps", "-a", "--filter", "status=exited", "--format", "{{.Names}}"));
    docker("rm", "web2");
    check(docker("network", "prune", "-f").contains("front"), "network prune");
    docker("volume", "rm", "hold");
    docker("container", "prune", "-f");
    docker("images");
    docker("info");
    docker("version");
  }

  /** The command itself adds them, and its own {@code -e} comes first. */
  private static void proxies() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("longshore");
    Path config = directory.resolve("config.json");
    try {
      Files.writeString(config, "{\"proxies\":{\"default\":{\"httpProxy\":\"http://proxy.example:3128\"}}}");
      same("http://proxy.example:3128 own\n", docker("--config", directory.toString(), "run", "--rm", "-e",
          "http_proxy=own", "busybox:local", "sh", "-c", "echo $HTTP_PROXY $http_proxy"));
    } finally {
      Files.delete(config);
      Files.delete(directory);
    }
  }

  private static void same(String wanted, String seen) {
    check(wanted.equals(seen), seen + " instead of " + wanted);
  }

  private static String docker(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    File output = File.createTempFile("longshore", ".out");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(output.toPath());
      check(ended && process.exitValue() == 0, String.join(" ", command) + ": " + said);
      return said;
    } finally {
      Files.delete(output.toPath());
    }
  }
}
