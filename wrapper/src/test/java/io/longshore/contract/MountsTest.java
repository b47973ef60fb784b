package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.ArchiveException;
import io.longshore.error.BadRequestException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.FilesystemChange;
import io.longshore.generated.engine.model.MountPoint;
import io.longshore.generated.engine.model.MountType;
import io.longshore.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes and directories of the host in containers. */
class MountsTest extends ContractTest {
  @TempDir
  Path host;

  @AfterEach
  void removeVolumes() {
    mine().forEach(left -> docker.containers().get(left.id()).removeIfExists(o -> o.force().volumes()));
    docker.volumes().list(o -> o.label(LABEL, RUN)).forEach(left -> docker.volumes().get(left.name()).remove());
  }

  private Volume volume() {
    return docker.volumes().create(v -> v.name(newName()).label(LABEL, RUN));
  }

  private static Consumer<CreateOptions.Builder> binds(String... binds) {
    return o -> o.hostConfig(h -> h.binds(List.of(binds)));
  }

  private Container shell(Consumer<CreateOptions.Builder> options) {
    return run(options.andThen(o -> o.command(Programs.forever())));
  }

  private static String said(Container container, String script) {
    var result = container.exec("sh", "-c", script);
    return (result.stdout() + result.stderr()).strip();
  }

  private static Map<String, MountPoint> mounts(Container container) {
    return container.inspect().mounts().stream()
        .collect(Collectors.toMap(mount -> Objects.requireNonNull(mount.destination()), mount -> mount));
  }

  @Test
  void aVolumeIsSharedWhileItsContainersRun() {
    Volume volume = volume();
    Container one = shell(binds(volume.name() + ":/one"));
    Container two = shell(binds(volume.name() + ":/two"));
    assertEquals("",
        said(one, "mkdir /one/deep; echo cargo > /one/deep/hold; ln -s deep/hold /one/link; chmod 600 /one/deep/hold"));
    assertEquals("cargo", said(two, "cat /two/link"));
    assertEquals("600 0", said(two, "stat -c '%a %u' /two/deep/hold"));
    assertEquals("", said(two, "mv /two/deep /two/other"));
    assertEquals("hold", said(one, "ls /one/other"));
    assertEquals("volume " + volume.name() + " local true", seen(mounts(one).get("/one")));
  }

  private static String seen(MountPoint mount) {
    return mount.type() + " " + mount.name() + " " + mount.driver() + " " + mount.readWrite();
  }

  @Test
  void anEmptyVolumeBeginsWithWhatTheImageHasThere() {
    Volume copied = volume();
    Volume empty = volume();
    Container container = shell(binds(copied.name() + ":/etc", empty.name() + ":/tmp:nocopy"));
    assertTrue(said(container, "cat /etc/passwd").startsWith("root:"));
    assertEquals("755", said(container, "stat -c %a /tmp"));
    assertEquals("", said(container, "ls -A /tmp"));
    assertEquals("", said(container, "echo mine > /etc/own; rm /etc/group"));
    Container later = shell(binds(copied.name() + ":/etc"));
    assertEquals("mine", said(later, "cat /etc/own"));
    assertFalse(said(later, "ls /etc").contains("group"));
  }

  @Test
  void volumesOfAnotherContainerAreMountedToo() {
    Volume volume = volume();
    Container first = shell(
        binds(volume.name() + ":/data").andThen(o -> o.customize(c -> c.volumes(Map.of("/own", Map.of())))));
    assertEquals("", said(first, "echo 1 > /data/n; echo 2 > /own/n"));
    Container second = shell(o -> o.hostConfig(h -> h.volumesFrom(List.of(first.id()))));
    assertEquals("1 2", said(second, "echo $(cat /data/n /own/n)"));
    Container reader = shell(o -> o.hostConfig(h -> h.volumesFrom(List.of(first.id() + ":ro"))));
    assertTrue(said(reader, "echo 3 > /own/n").contains("Read-only file system"));
    assertEquals(false, mounts(reader).get("/own").readWrite());
    assertEquals(mounts(first).get("/own").name(), mounts(second).get("/own").name());
    String own = mounts(first).get("/own").name();
    first.remove(o -> o.force().volumes());
    assertEquals("2", said(second, "cat /own/n"));
    second.remove(o -> o.force().volumes());
    reader.remove(o -> o.force().volumes());
    fails(NotFoundException.class, () -> docker.volumes().get(own).inspect());
    volume.inspect();
  }

  @Test
  void whatIsBorrowedMustBeThere() {
    fails(BadRequestException.class, () -> create(o -> o.hostConfig(h -> h.volumesFrom(List.of(newName())))));
    fails(BadRequestException.class, () -> create(o -> o.hostConfig(h -> h.volumesFrom(List.of("x:sideways")))));
  }

  @Test
  void volumesWithoutANameGoWithTheirContainerIfAsked() {
    Consumer<CreateOptions.Builder> own = o -> o.customize(c -> c.volumes(Map.of("/own", Map.of())));
    Container kept = create(own);
    Container removed = create(own);
    String keptVolume = mounts(kept).get("/own").name();
    String removedVolume = mounts(removed).get("/own").name();
    kept.remove();
    removed.remove(o -> o.volumes());
    docker.volumes().get(keptVolume).remove();
    fails(NotFoundException.class, () -> docker.volumes().get(removedVolume).inspect());
    Container ended = run(own.andThen(o -> o.autoRemove().command("true")));
    Poll.until(() -> "never: it is gone", Poll.SOON, () -> mine().stream().noneMatch(c -> c.id().equals(ended.id())));
  }

  @Test
  void aDirectoryOfTheHostIsReadAndWrittenThrough() throws IOException {
    Files.writeString(host.resolve("from"), "ashore");
    Files.setPosixFilePermissions(host.resolve("from"), PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(host.resolve("link"), Path.of("from"));
    Container container = shell(binds(host + ":/srv"));
    assertEquals("ashore", said(container, "cat /srv/link"));
    assertEquals("640", said(container, "stat -c %a /srv/from"));
    assertEquals("", said(container,
        "cd /srv; mkdir -p d/e; echo aboard > d/e/f; ln -s e/f d/l; chmod 604 d/e/f; echo more >> from"));
    assertEquals("aboard\n", Files.readString(host.resolve("d/e/f")));
    assertEquals("e/f", Files.readSymbolicLink(host.resolve("d/l")).toString());
    assertEquals("rw----r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(host.resolve("d/e/f"))));
    assertEquals("ashoremore\n", Files.readString(host.resolve("from")));
    assertEquals("", said(container, "cd /srv; mv d/e/f moved; rm -r d; truncate -s 3 from"));
    assertFalse(Files.exists(host.resolve("d"), LinkOption.NOFOLLOW_LINKS));
    assertEquals("aboard\n", Files.readString(host.resolve("moved")));
    assertEquals("ash", Files.readString(host.resolve("from")));
    MountPoint shown = mounts(container).get("/srv");
    assertEquals(List.of(MountType.BIND, host.toString(), true),
        List.of(shown.type(), shown.source(), shown.readWrite()));
  }

  /** A link on the host leads where it leads in the container. */
  @Test
  void noLinkLeadsOutOfTheContainer() throws IOException {
    Path outside = Files.createDirectory(host.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "hidden");
    Path inside = Files.createDirectory(host.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("absolute"), outside.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("relative"), Path.of("../outside/secret"));
    Files.createSymbolicLink(inside.resolve("directory"), Path.of("../outside"));
    Files.createSymbolicLink(inside.resolve("names"), Path.of("../etc/hostname"));
    Container container = shell(binds(inside + ":/srv").andThen(o -> o.hostname("quay")));
    for (String name : List.of("absolute", "relative", "directory/secret", "../outside/secret")) {
      assertTrue(said(container, "cat /srv/" + name).contains("No such file"), name);
      fails(EngineException.class, () -> container.files().read("/srv/" + name));
    }
    assertEquals("quay", said(container, "cat /srv/names"));
    said(container, "echo x > /srv/relative; echo x > /srv/directory/new; rm -rf /srv/directory/");
    assertEquals("hidden", Files.readString(outside.resolve("secret")));
    assertFalse(Files.exists(outside.resolve("new")));
  }

  @Test
  void aFileOfTheHostCanBeMountedAlone() throws IOException {
    Path file = Files.writeString(host.resolve("setting"), "on\n");
    Container container = shell(binds(file + ":/etc/setting", file + ":/etc/group:ro"));
    assertEquals("on on", said(container, "echo $(cat /etc/setting /etc/group)"));
    assertEquals("", said(container, "echo off > /etc/setting"));
    assertEquals("off\n", Files.readString(file));
    assertTrue(said(container, "echo x > /etc/group").contains("Read-only file system"));
    assertTrue(said(container, "rm /etc/setting").contains("Device or resource busy"));
  }

  @Test
  void whatIsReadOnlyStaysAsItIs() throws IOException {
    Files.writeString(host.resolve("f"), "x");
    Container container = shell(
        o -> o.mount(m -> m.type(MountType.BIND).source(host.toString()).target("/srv").readOnly(true)));
    for (String change : List.of("echo y > /srv/f", "rm /srv/f", "mkdir /srv/d", "ln -s a /srv/l", "chmod 700 /srv/f",
        "touch /srv/new", "mv /srv/f /srv/g")) {
      assertTrue(said(container, change).contains("Read-only file system"), change);
    }
    fails(ArchiveException.class, () -> container.files().write("/srv/f", new byte[1]));
    assertEquals("x", Files.readString(host.resolve("f")));
    Container rootless = shell(o -> o.hostConfig(h -> h.readonlyRootfs(true)).tmpfs("/scratch"));
    assertTrue(said(rootless, "echo x > /new").contains("Read-only file system"));
    assertEquals("x", said(rootless, "echo x > /scratch/new; cat /scratch/new"));
  }

  @Test
  void mountPointsStayInTheirPlace() {
    Volume volume = volume();
    Container container = shell(binds(volume.name() + ":/data").andThen(o -> o.tmpfs("/scratch")));
    assertEquals("", said(container, "echo x > /data/f"));
    assertTrue(said(container, "rmdir /data").contains("Device or resource busy"));
    assertTrue(said(container, "mv /scratch /other").contains("Device or resource busy"));
    assertTrue(said(container, "ln /data/f /other").contains("Invalid cross-device link"));
    assertEquals("x", said(container, "mv /data/f /scratch/g; cat /scratch/g"));
    assertEquals("", said(container, "ls -A /data"));
  }

  @Test
  void memoryIsEmptyAgainInEachRun() {
    Container container = shell(o -> o.tmpfs("/scratch"));
    assertEquals("x", said(container, "echo x > /scratch/f; cat /scratch/f"));
    assertEquals("1777", said(container, "stat -c %a /scratch"));
    container.restart();
    assertEquals("", said(container, "ls -A /scratch"));
  }

  @Test
  void aMissingSourceIsCreatedForBindsAndRefusedForMounts() {
    Path missing = host.resolve("a/b");
    BadRequestException refused = fails(BadRequestException.class,
        () -> create(o -> o.mount(m -> m.type(MountType.BIND).source(missing.toString()).target("/srv"))));
    assertEquals("invalid mount config for type \"bind\": bind source path does not exist: " + missing,
        refused.engineMessage());
    assertFalse(Files.exists(missing));
    Container container = shell(binds(missing + ":/srv"));
    assertEquals("", said(container, "echo x > /srv/f"));
    assertTrue(Files.exists(missing.resolve("f")));
  }

  @Test
  void aDirectoryIsNotMountedOnAFile() {
    EngineException refused = fails(EngineException.class, () -> run(binds(host + ":/etc/passwd")));
    assertTrue(refused.engineMessage().contains("not a directory"), refused::getMessage);
  }

  @Test
  void copiesReachWhatIsMounted() throws IOException {
    Volume volume = volume();
    Container container = create(binds(volume.name() + ":/data", host + ":/srv", volume.name() + ":/shown:ro"));
    container.files().write("/data/f", "kept".getBytes(UTF_8));
    container.files().write("/srv/f", "ashore".getBytes(UTF_8));
    assertEquals("ashore", Files.readString(host.resolve("f")));
    ArchiveException refused = fails(ArchiveException.class, () -> container.files().write("/shown/g", new byte[1]));
    assertTrue(refused.getMessage().contains("mounted volume is marked read-only"), refused::getMessage);
    assertArrayEquals("kept".getBytes(UTF_8), container.files().read("/shown/f"));
    Path copies = Files.createDirectory(host.resolve("copies"));
    container.files().copyFrom("/data", copies);
    assertEquals("kept", Files.readString(copies.resolve("data/f")));
    container.start();
    assertEquals("keptashore", said(container, "cat /data/f /srv/f"));
    List<String> changes = container.changes().stream().map(FilesystemChange::path).toList();
    assertFalse(changes.contains("/data/f") || changes.contains("/srv/f"), changes::toString);
  }

  @Test
  void containersAreListedByTheirVolumes() {
    Volume volume = volume();
    Container user = create(binds(volume.name() + ":/data"));
    create(o -> {});
    for (String text : List.of(volume.name(), "/data")) {
      assertEquals(List.of(user.id()),
          docker.containers().list(o -> o.all().label(LABEL, RUN).filter("volume", text)).stream().map(c -> c.id())
              .toList());
    }
  }
}
