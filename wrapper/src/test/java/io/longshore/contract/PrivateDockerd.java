package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine's dockerd, or the newer one of this run, started for one test with everything in a folder of its own.
 * Closing kills whatever belongs to the folder, containers included, and takes away its mounts, control groups and
 * files.
 */
final class PrivateDockerd implements BreakableEngine {
  private static final List<String> APPLETS = List.of("sh", "sleep", "echo", "true", "seq", "cat");
  private static final String MACHINES = System.getenv("PATH");

  private final Path folder;
  private final String zone;
  private final int port;
  private final String path;
  private Process dockerd;

  private PrivateDockerd(Path folder, String zone, int port, String path) throws IOException {
    this.folder = folder;
    this.zone = zone;
    this.port = port;
    this.path = path;
    dockerd = launch();
  }

  /** One whose containers run on when it is killed, and are its own again when it is started again. */
  static PrivateDockerd startWithLiveRestore() {
    return start("{\"live-restore\": true}");
  }

  static PrivateDockerd start() {
    return start("{}");
  }

  /** One that has a time zone of its own. */
  static PrivateDockerd startInTimeZone(String zone) {
    return start("{}", zone, 0, MACHINES);
  }

  /** The newer engine of this run. */
  static PrivateDockerd startNewer() {
    return start("{}", "UTC", 0, newer());
  }

  /** The newer engine of this run, which listens on tcp too; that takes it some seconds longer to start. */
  static PrivateDockerd startNewerWithTcp() {
    return start("{}", "UTC", freePort(), newer());
  }

  private static String newer() {
    return Settings.ofThisRun().get(Settings.NEWER_PATH).orElseThrow() + ":" + MACHINES;
  }

  /** One that listens on tcp too, which takes it a second longer to start. */
  static PrivateDockerd startWithTcp() {
    return start("{}", "UTC", freePort(), MACHINES);
  }

  /** Free now, and to be taken at once. */
  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrivateDockerd start(String settings) {
    return start(settings, "UTC", 0, MACHINES);
  }

  private static PrivateDockerd start(String settings, String zone, int port, String path) {
    PrivateDockerd engine = null;
    try {
      // Not in java.io.tmpdir: the path of a socket may have about 100 bytes.
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "lspd");
      Files.writeString(folder.resolve("daemon.json"), settings);
      engine = new PrivateDockerd(folder, zone, port, path);
      engine.awaitAnswer();
      engine.importBusybox();
      return engine;
    } catch (IOException e) {
      closeIfAny(engine);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      closeIfAny(engine);
      throw e;
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(
        List.of(
            // Itself found by it too: a Java program looks for others on the path that it was started with.
            "env", "PATH=" + path, "dockerd", "--data-root", folder + "/data", "--exec-root", folder + "/exec", "-p",
            folder + "/pid",
            "-H", "unix://" + folder + "/docker.sock", "--config-file", folder + "/daemon.json", "--bridge=none",
            "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"));
    if (port != 0) {
      command.addAll(List.of("-H", "tcp://127.0.0.1:" + port));
    }
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().put("TZ", zone);
    Process started = builder.start();
    started.getOutputStream().close();
    return started;
  }

  /** After {@link #kill}: the same engine again, with what it had. */
  void startAgain() {
    try {
      // Its containerd went with it; where nobody buries the dead, dockerd takes the number in this file for one that
      // lives.
      Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
      dockerd = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  private static void closeIfAny(PrivateDockerd engine) {
    if (engine != null) {
      engine.close();
    }
  }

  private void awaitAnswer() {
    Poll.until(() -> "dockerd does not answer: " + log(), Duration.ofSeconds(60),
        () -> !dockerd.isAlive() || answers());
    if (!dockerd.isAlive()) {
      throw new AssertionError("dockerd ended: " + log());
    }
  }

  private boolean answers() {
    try (DockerClient docker = client().build()) {
      docker.system().ping();
      return true;
    } catch (DockerException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private void importBusybox() throws IOException {
    Tar tar = new Tar().folder("bin").folder("proc").folder("sys").folder("dev").folder("tmp");
    tar.file("bin/busybox", 0755, Files.readAllBytes(Path.of("/bin/busybox")));
    APPLETS.forEach(applet -> tar.link("bin/" + applet, "busybox"));
    try (DockerClient docker = client().build();
        InputStream stream = tar.stream()) {
      docker.images().importTar(stream, options -> options.reference(Programs.IMAGE));
    }
  }

  @Override
  public String host() {
    return "unix://" + folder + "/docker.sock";
  }

  /** A client that speaks tcp with one that listens there. */
  DockerClient.Builder tcpClient() {
    return DockerClient.builder().host("tcp://127.0.0.1:" + port);
  }

  @Override
  public void kill() {
    dockerd.destroyForcibly();
    join(dockerd.toHandle());
  }

  @Override
  public void stop() {
    dockerd.destroy();
    join(dockerd.toHandle());
  }

  @Override
  public void freeze() {
    signal("-STOP");
    // A signal is sent in no time, and obeyed a little later.
    Poll.until("dockerd stands still", () -> isStopped(dockerd.pid()));
  }

  @Override
  public void thaw() {
    signal("-CONT");
  }

  private static boolean isStopped(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // One of its threads ended meanwhile.
    }
  }

  private void signal(String signal) {
    run("kill", signal, String.valueOf(dockerd.pid()));
  }

  @Override
  public void close() {
    kill();
    Set<ProcessHandle> left = processes();
    left.forEach(ProcessHandle::destroyForcibly);
    left.forEach(PrivateDockerd::join);
    try {
      unmount();
      removeControlGroups();
      deleteFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(ProcessHandle process) {
    Poll.until("process " + process.pid() + " ends", () -> !isRunning(process));
  }

  /** A process that nobody has waited for yet has ended all the same. */
  private static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"),
          StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** containerd and its shims, which have the folder in their command lines, and what runs below them. */
  private Set<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> commandLine(process).contains(folder + "/"))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .collect(Collectors.toSet());
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It ended meanwhile.
    }
  }

  private void unmount() throws IOException {
    // Deepest first.
    Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .map(line -> line.split(" ")[4])
        .filter(mount -> mount.startsWith(folder + "/"))
        .sorted(Comparator.comparing(String::length).reversed())
        .forEach(mount -> run("umount", "-l", mount));
  }

  /** The engine would have removed those of its containers, /sys/fs/cgroup/(controller/)docker/(id). */
  private void removeControlGroups() throws IOException {
    Path containers = folder.resolve("data/containers");
    if (!Files.isDirectory(containers)) {
      return;
    }
    try (Stream<Path> ids = Files.list(containers);
        Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      List<Path> parents = Stream.concat(Stream.of(Path.of("/sys/fs/cgroup")), controllers.filter(Files::isDirectory))
          .toList();
      for (Path id : ids.toList()) {
        for (Path parent : parents) {
          Files.deleteIfExists(parent.resolve("docker").resolve(id.getFileName()));
        }
      }
    }
  }

  private void deleteFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
