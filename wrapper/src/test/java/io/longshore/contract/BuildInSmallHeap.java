package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.build.BuildResult;
import io.longshore.build.BuilderKind;
import io.longshore.error.ArchiveException;
import io.longshore.internal.context.ContextTree;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of its own that builds from a directory with little memory, and without the right to read what its
 * permissions deny, which root has otherwise. It prints the image's id or why it cannot read the directory, and then
 * the most memory that it ever had.
 */
final class BuildInSmallHeap {
  private BuildInSmallHeap() {}

  /** Takes the engine's address, the builder, the directory and a label for the image. */
  public static void main(String[] arguments) throws IOException {
    try (DockerClient docker = DockerClient.builder().host(arguments[0]).credentials(RegistryCredentials.none())
        .build()) {
      BuildResult built = docker.builds().build(b -> b.builder(BuilderKind.valueOf(arguments[1]))
          .directory(Path.of(arguments[2])).label(EngineTest.LABEL, arguments[3]).progress(new TransferProgress()));
      System.out.println(built.imageId());
    } catch (ArchiveException e) {
      System.out.println(e.getMessage());
    }
    Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
        .forEach(System.out::println);
  }

  /**
   * Runs it, and tells what it has printed.
   *
   * @param output a file for what it prints
   */
  static List<String> run(EngineUnderTest engine, BuilderKind builder, Path context, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        ContextTree.root() ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : List.of());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
            System.getProperty("java.class.path"), BuildInSmallHeap.class.getName(), engine.host(), builder.name(),
            context.toString(), EngineTest.RUN));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      boolean ended = process.waitFor(10, TimeUnit.MINUTES);
      String said = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError((ended ? "failed: " : "did not end: ") + said);
      }
      return said.lines().toList();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
