package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.file.ContainerFiles;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a path in a container is told as that, for every operation on files and in every state. */
class OddPathsTest extends ContractTest {
  private static final String LONG = "n".repeat(256);

  @TempDir
  Path local;

  private Container container;
  private ContainerFiles files;

  private void begin() {
    container = run(Programs.forever());
    files = container.files();
    files.write("/tmp/file", new byte[1]);
    assertEquals(0, container.exec("sh", "-c", "cd /tmp; ln -s a b; ln -s b a").exitCode());
  }

  private Map<String, Executable> operations(String path) throws IOException {
    Path file = Files.writeString(local.resolve("note"), "x");
    Map<String, Executable> all = new LinkedHashMap<>();
    all.put("stat", () -> files.stat(path));
    all.put("write", () -> files.write(path, new byte[1]));
    all.put("read", () -> files.read(path));
    all.put("archive", () -> files.archive(path).close());
    all.put("extract", () -> files.extract(path, new Tar().file("note", "x").stream()));
    all.put("copyTo", () -> container.files().copyTo(file, path));
    all.put("copyFrom", () -> container.files().copyFrom(path, local.resolve("out")));
    return all;
  }

  private void assertTold(String path, String words) throws IOException {
    operations(path)
        .forEach(
            (name, operation) -> {
              ArchiveException told = fails(ArchiveException.class, operation);
              assertTrue(told.getMessage().contains(words), () -> name + ": " + told.getMessage());
              EngineException answer = assertInstanceOf(EngineException.class, told.getCause(), name);
              assertFalse(answer.engineMessage().contains("no reason"), () -> name + ": " + answer.getMessage());
            });
  }

  @Test
  void linksThatGoInCircles() throws IOException {
    begin();
    assertTold("/tmp/a", "go in circles");
    assertTold("/tmp/b/below", "go in circles");
  }

  @Test
  void pathsBelowAFile() throws IOException {
    begin();
    assertTold("/tmp/file/below", "not a directory");
  }

  @Test
  void namesThatAreTooLong() throws IOException {
    Assumptions.assumeFalse(engine.embedded(), "its file system takes names of any length");
    begin();
    assertTold("/tmp/" + LONG, "too long");
  }

  @Test
  void anArchiveIntoAFile() throws IOException {
    begin();
    ArchiveException told = fails(ArchiveException.class,
        () -> files.extract("/tmp/file", new Tar().file("note", "x").stream()));
    assertTrue(told.getMessage().contains("not a directory"), told::getMessage);
  }

  @Test
  void whatIsNotThere() throws IOException {
    begin();
    operations("/none/below")
        .forEach(
            (name, operation) -> {
              NotFoundException told = fails(NotFoundException.class, operation);
              assertTrue(told.engineMessage().contains("/none"), () -> name + ": " + told.getMessage());
            });
  }

  @Test
  void aContainerThatIsNotThere() throws IOException {
    begin();
    files.stat("/tmp");
    forceRemove(container);
    for (ContainerFiles gone : new ContainerFiles[] {files, docker.containers().get(container.id()).files()}) {
      files = gone;
      operations("/tmp/file")
          .forEach(
              (name, operation) -> {
                NotFoundException told = fails(NotFoundException.class, operation);
                assertTrue(told.engineMessage().contains("No such container"), () -> name + ": " + told.getMessage());
              });
    }
  }

  @Test
  void filesAreReachedWhileAContainerIsPausedOrStopped() throws IOException {
    begin();
    container.pause();
    reaches();
    container.unpause();
    container.kill();
    reaches();
  }

  private void reaches() throws IOException {
    files.write("/tmp/file", new byte[] {7});
    assertEquals(7, files.read("/tmp/file")[0]);
    assertTrue(files.stat("/tmp/file").isFile());
    try (ByteStream archive = files.archive("/tmp/file")) {
      assertTrue(archive.transferTo(OutputStream.nullOutputStream()) > 512);
    }
  }

  @Test
  void aReadOnlyRootIsTold() {
    container = create(o -> o.hostConfig(h -> h.readonlyRootfs(true)));
    DockerException told = assertThrows(DockerException.class, () -> container.files().write("/tmp/file", new byte[1]));
    assertInstanceOf(ArchiveException.class, told);
    assertTrue(told.getMessage().contains("read-only"), told::getMessage);
  }
}
