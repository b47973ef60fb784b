package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of a size that memory cannot hold; they take minutes and gigabytes of disk. */
@Tag("heavy")
@Timeout(900)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#real")
class HeavyImagesTest extends EngineTest {
  @TempDir
  Path local;

  @Test
  void twoGibibytesAreSavedAndLoadedWithAHeapOf64Megabytes() throws Exception {
    String reference = "longshore-" + RUN + "/" + newName() + ":big";
    Container container = run(Programs.shell("dd if=/dev/urandom of=/big bs=1M count=2048"));
    assertEquals(0, container.waitFor());
    String id = docker.images().commit(container.id(), c -> c.reference(reference)).inspect().id();
    container.remove();
    Path output = local.resolve("output");
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
        System.getProperty("java.class.path"), HeavyImagesTest.class.getName(), engine.host(), reference,
        local.resolve("big.tar").toString())
        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(14, TimeUnit.MINUTES), () -> read(output));
      assertEquals(0, process.exitValue(), () -> read(output));
      assertEquals(id, docker.images().get(reference).inspect().id());
    } finally {
      process.destroyForcibly();
      // The child may have removed it and not loaded it again.
      ImageTest.removeIfThere(docker, reference);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** In the JVM with little memory: the engine's address, the image and the archive. */
  public static void main(String[] arguments) {
    Path archive = Path.of(arguments[2]);
    try (DockerClient docker = DockerClient.builder().host(arguments[0]).build()) {
      docker.images().save(archive, s -> s.image(arguments[1]));
      docker.images().get(arguments[1]).remove();
      assertEquals(List.of(arguments[1]),
          docker.images().load(archive, l -> {}).stream().map(Image::reference).toList());
    }
  }
}
