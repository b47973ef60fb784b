package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.ArchiveException;
import io.longshore.file.ContainerFiles;
import io.longshore.generated.engine.model.MountType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files do not vanish in mounts that only the processes of a container have. */
class MemoryMountsTest extends ContractTest {
  @TempDir
  Path local;

  private Container container;
  private ContainerFiles files;

  private void begin(boolean running) {
    container = running ? run(o -> o.tmpfs("/scratch")) : create(o -> o.tmpfs("/scratch"));
    files = container.files();
  }

  private Path file(String name) throws IOException {
    Path file = local.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private Map<String, Executable> operations(String folder) throws IOException {
    Path file = file("note");
    Map<String, Executable> all = new LinkedHashMap<>();
    all.put("stat", () -> files.stat(folder + "/note"));
    all.put("write", () -> files.write(folder + "/note", new byte[1]));
    all.put("read", () -> files.read(folder + "/note"));
    all.put("open", () -> files.open(folder + "/note"));
    all.put("archive", () -> files.archive(folder + "/note"));
    all.put("archive of it", () -> files.archive(folder + "/"));
    all.put("extract", () -> files.extract(folder, new Tar().file("note", "x").stream()));
    all.put("copyTo", () -> container.files().copyTo(file, folder + "/note"));
    all.put("copyTo it", () -> container.files().copyTo(file, folder));
    all.put("copyFrom", () -> container.files().copyFrom(folder + "/note", local));
    all.put("copyFrom it", () -> container.files().copyFrom(folder + "/.", local));
    return all;
  }

  private void assertRefused(String folder) throws IOException {
    operations(folder)
        .forEach(
            (name, operation) -> {
              ArchiveException refused = fails(ArchiveException.class, operation);
              assertTrue(refused.getMessage().contains("exec("),
                  () -> name + " " + folder + ": " + refused.getMessage());
            });
  }

  @Test
  void everyOperationOnOneIsRefused() throws IOException {
    begin(true);
    assertRefused("/scratch");
    assertRefused("/dev/shm");
    fails(ArchiveException.class, () -> files.write("/proc/note", new byte[1]));
    fails(ArchiveException.class, () -> files.stat("/sys"));
    assertEquals("", container.exec("ls", "/scratch").stdout());
  }

  @Test
  void soIsWhatALinkLeadsToOne() throws IOException {
    begin(true);
    String links = "ln -s /scratch /tmp/link; ln -s /tmp/link /tmp/again; ln -s /scratch/note /tmp/note; mkdir /tmp/d; ln -s ../link /tmp/d/deep";
    assertEquals(0, container.exec("sh", "-c", links).exitCode());
    assertRefused("/tmp/link");
    assertRefused("/tmp/again");
    assertRefused("/tmp/d/deep");
    fails(ArchiveException.class, () -> files.write("/tmp/d/deep/sub/note", new byte[1]));
    fails(ArchiveException.class, () -> files.write("/tmp/note", new byte[1]));
    fails(ArchiveException.class, () -> files.read("/tmp/note"));
    assertEquals("/scratch/note", files.stat("/tmp/note").linkTarget());
  }

  @Test
  void soItIsBeforeTheContainerRuns() throws IOException {
    begin(false);
    assertRefused("/scratch");
  }

  @Test
  void aTreeThatWouldPutSomethingIntoOneIsRefusedAsAWhole() throws IOException {
    begin(true);
    file("tree/scratch/note");
    file("tree/etc/other");
    ArchiveException refused = fails(ArchiveException.class,
        () -> container.files().copyTo(local.resolve("tree/."), "/"));
    assertTrue(refused.getMessage().contains("/scratch"), refused::getMessage);
    assertTrue(container.exec("cat", "/etc/other").exitCode() != 0, "a part was copied");
    Files.delete(local.resolve("tree/scratch/note"));
    container.files().copyTo(local.resolve("tree/."), "/");
    assertArrayEquals("x".getBytes(UTF_8), files.read("/etc/other"));
  }

  @Test
  void aCopyThatWouldGetTheNameOfOneIsRefused() throws IOException {
    begin(true);
    file("scratch/note");
    file("file/scratch");
    Path empty = Files.createDirectories(local.resolve("empty/scratch"));
    for (String source : List.of("scratch", "file/scratch")) {
      ArchiveException refused = fails(ArchiveException.class,
          () -> container.files().copyTo(local.resolve(source), "/"));
      assertTrue(refused.getMessage().contains("/scratch") && refused.getMessage().contains("exec("),
          refused::getMessage);
    }
    assertEquals("", container.exec("ls", "/scratch").stdout());
    container.files().copyTo(empty, "/");
  }

  @Test
  void soItIsThroughALinkOnTheWay() throws IOException {
    container = run(o -> o.tmpfs("/srv/deep/scratch"));
    assertEquals(0, container.exec("sh", "-c", "mkdir -p /srv/deep/scratch && ln -s /srv /tmp/link").exitCode());
    file("scratch/note");
    for (String source : List.of("scratch", ".")) {
      ArchiveException refused = fails(ArchiveException.class,
          () -> container.files().copyTo(local.resolve(source), "/tmp/link/deep"));
      assertTrue(refused.getMessage().contains("/srv/deep/scratch"), refused::getMessage);
    }
    assertEquals("", container.exec("ls", "/srv/deep/scratch").stdout());
  }

  @Test
  void linksAreLookedAtWhereAVolumeTakesThePlaceOfWhatIsUsuallyInMemory() throws IOException {
    container = run(o -> o.mount(m -> m.type(MountType.VOLUME).target("/dev/shm")).tmpfs("/scratch"));
    files = container.files();
    assertEquals(0, container.exec("sh", "-c", "ln -s /scratch /tmp/link").exitCode());
    assertRefused("/tmp/link");
    assertEquals("", container.exec("ls", "/scratch").stdout());
  }

  @Test
  void execIsTheWay() throws IOException {
    Assumptions.assumeFalse(engine.embedded(), "it has no tar");
    begin(true);
    byte[] tar = new Tar().file("note", "in memory").stream().readAllBytes();
    assertEquals(0, container.exec(e -> e.command("tar", "-x", "-C", "/scratch").stdin(tar)).exitCode());
    assertEquals("in memory", container.exec("cat", "/scratch/note").stdout());
  }

  @Test
  void volumesAreReached() {
    container = run(o -> o.mount(m -> m.type(MountType.VOLUME).target("/vol")));
    files = container.files();
    files.write("/vol/note", "kept".getBytes(UTF_8));
    assertEquals("kept", container.exec("cat", "/vol/note").stdout());
  }
}
