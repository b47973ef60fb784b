package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.image.Image;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving images in archives and loading them. */
class ImageArchivesTest extends ImageTest {
  @TempDir
  Path directory;

  private static Set<String> references(List<Image> images) {
    return images.stream().map(Image::reference).collect(Collectors.toSet());
  }

  @Test
  void whatWasSavedComesBack() throws IOException {
    String reference = newRepository() + ":one";
    Image image = imported(reference);
    String id = image.inspect().id();
    byte[] archive;
    try (InputStream saved = docker.images().save(reference).inputStream()) {
      archive = saved.readAllBytes();
    }
    image.remove();
    assertEquals(Set.of(reference), references(docker.images().load(new ByteArrayInputStream(archive))));
    assertEquals(id, image.inspect().id());
    assertEquals(List.of("/hello"), image.inspect().config().cmd());
    // Again, which changes nothing.
    assertEquals(Set.of(reference), references(docker.images().load(new ByteArrayInputStream(archive))));
  }

  @Test
  void bothWaysShowHowFarTheyHaveCome() throws IOException {
    String reference = newRepository() + ":one";
    imported(reference);
    Path file = directory.resolve("image.tar");
    TransferProgress saving = new TransferProgress();
    docker.images().save(file, s -> s.image(reference).progress(saving));
    assertEquals(TransferState.Outcome.SUCCEEDED, saving.state().outcome());
    assertEquals(Files.size(file), saving.state().bytes().done());
    TransferProgress loading = new TransferProgress();
    docker.images().load(file, l -> l.progress(loading));
    assertEquals(TransferState.Outcome.SUCCEEDED, loading.state().outcome());
    assertEquals(Files.size(file), loading.state().bytes().done());
    assertEquals(Files.size(file), loading.state().bytes().total().orElseThrow());
    TransferProgress nothing = new TransferProgress();
    fails(NotFoundException.class, () -> docker.images().save(s -> s.image(reference + "x").progress(nothing)));
    assertEquals(TransferState.Outcome.FAILED, nothing.state().outcome());
    TransferProgress halfway = new TransferProgress();
    docker.images().save(s -> s.image(reference).progress(halfway)).close();
    assertEquals(TransferState.Outcome.CANCELLED, halfway.state().outcome());
  }

  @Test
  void oneArchiveHoldsMany() {
    String one = newRepository() + ":one";
    String two = newRepository() + ":two";
    imported(one);
    imported(two);
    Path file = directory.resolve("both.tar");
    docker.images().save(file, s -> s.image(one, two));
    docker.images().get(one).remove();
    docker.images().get(two).remove();
    assertEquals(Set.of(one, two), references(docker.images().load(file, o -> {})));
    docker.images().get(one).inspect();
    docker.images().get(two).inspect();
  }

  @Test
  void anImageThatWasSavedByItsIdHasNoNameThen() {
    Image image = imported(newRepository() + ":one");
    String id = image.inspect().id();
    Path file = directory.resolve("id.tar");
    docker.images().save(file, s -> s.image(id));
    docker.images().get(id).remove(o -> o.force());
    assertEquals(Set.of(id), references(docker.images().load(file, o -> {})));
    removed(id);
    assertEquals(List.of(), docker.images().get(id).inspect().repoTags());
  }

  @Test
  void whatIsNotThereIsNotSaved() throws IOException {
    String missing = newRepository() + ":one";
    Path file = directory.resolve("old.tar");
    Files.writeString(file, "old");
    NotFoundException failed = fails(NotFoundException.class, () -> docker.images().save(file, s -> s.image(missing)));
    assertTrue(failed.getMessage().contains(missing), failed::getMessage);
    assertEquals("old", Files.readString(file));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(file), left.toList());
    }
    assertThrows(IllegalArgumentException.class, () -> docker.images().save());
  }

  @Test
  void aFileThatExistsIsReplaced() throws IOException {
    String reference = newRepository() + ":one";
    imported(reference);
    Path file = directory.resolve("image.tar");
    Files.writeString(file, "old");
    docker.images().save(file, s -> s.image(reference));
    assertEquals(Set.of(reference), references(docker.images().load(file, o -> {})));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(file), left.toList());
    }
    assertThrows(ArchiveException.class,
        () -> docker.images().save(directory.resolve("missing").resolve("image.tar"), s -> s.image(reference)));
    assertThrows(ArchiveException.class, () -> docker.images().load(directory.resolve("missing.tar")));
    assertThrows(ArchiveException.class, () -> docker.images().load(directory));
  }

  @Test
  void whatIsNoArchiveIsAFailedLoad() {
    for (byte[] broken : List.of("nonsense".getBytes(), new byte[0], new byte[10240])) {
      DockerException failed = fails(DockerException.class,
          () -> docker.images().load(new ByteArrayInputStream(broken)));
      assertTrue(failed.getMessage().startsWith("load"), failed::getMessage);
    }
  }

  @Test
  void anArchiveThatBreaksOffIsAFailedLoad() throws IOException {
    String reference = newRepository() + ":one";
    imported(reference);
    Path file = directory.resolve("image.tar");
    docker.images().save(file, s -> s.image(reference));
    docker.images().get(reference).remove();
    byte[] whole = Files.readAllBytes(file);
    byte[] half = new byte[whole.length / 2];
    System.arraycopy(whole, 0, half, 0, half.length);
    fails(DockerException.class, () -> docker.images().load(new ByteArrayInputStream(half)));
    assertEquals(Set.of(reference), references(docker.images().load(new ByteArrayInputStream(whole))));
    assertArrayEquals(whole, Files.readAllBytes(file));
  }

  @Test
  void aPlatformThatTheArchiveDoesNotHaveIsTold() {
    String reference = newRepository() + ":one";
    imported(reference);
    Path file = directory.resolve("image.tar");
    docker.images().save(file, s -> s.image(reference));
    if (speaks("1.48")) {
      EngineException failed = fails(EngineException.class, () -> load(file, "linux/s390x"));
      assertTrue(failed.getMessage().contains("s390x"), failed::getMessage);
      fails(EngineException.class, () -> docker.images().save(o -> o.image(reference).platform("linux/s390x")));
    } else {
      fails(UnsupportedException.class, () -> load(file, "linux/s390x"));
    }
  }

  private void load(Path file, String platform) {
    try (InputStream archive = Files.newInputStream(file)) {
      docker.images().load(archive, o -> o.platform(platform));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
