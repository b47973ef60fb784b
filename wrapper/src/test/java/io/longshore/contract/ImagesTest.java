package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.image.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images: importing, listing, tagging, removing. */
class ImagesTest extends ContractTest {
  private final List<String> made = new ArrayList<>();

  private String newReference() {
    String reference = "longshore-" + RUN + "/" + newName() + ":one";
    made.add(reference);
    return reference;
  }

  @AfterEach
  @Timeout(60)
  void removeImages() {
    for (ImageSummary left : all()) {
      for (String tag : left.repoTags()) {
        if (made.contains(tag)) {
          docker.images().get(tag).remove(options -> options.force());
        }
      }
    }
  }

  private List<ImageSummary> all() {
    return docker.images().list().stream()
        .filter(image -> image.repoTags().stream().anyMatch(name -> name.startsWith("longshore-" + RUN + "/")))
        .toList();
  }

  private Image imported(String reference) {
    return docker.images().importTar(archive(reference), options -> options.reference(reference));
  }

  private static InputStream archive(String content) {
    return new Tar().folder("etc").file("etc/motd", content).stream();
  }

  @Test
  void anImageCanBeMadeOfAnArchive() {
    String reference = newReference();
    Image image = docker.images().importTar(
        archive(reference),
        options -> options.reference(reference).message("packed").change("CMD [\"/hello\"]").change("ENV A=b"));
    assertEquals(reference, image.reference());
    ImageInspect made = image.inspect();
    assertEquals(List.of(reference), made.repoTags());
    assertEquals("packed", made.comment());
    assertEquals(List.of("/hello"), made.config().cmd());
    assertTrue(made.config().env().contains("A=b"), () -> made.config().env().toString());
  }

  @Test
  void anImageWithoutANameIsKnownByItsId() {
    Image image = docker.images().importTar(archive(newName()));
    assertEquals(image.reference(), image.inspect().id());
    List<ImageDeleteItem> removed = image.remove();
    assertTrue(removed.stream().anyMatch(item -> image.reference().equals(item.deleted())), removed::toString);
  }

  @Test
  void whatIsNoArchiveIsAFailedImport() {
    String reference = newReference();
    InputStream nonsense = new ByteArrayInputStream(new byte[] {'n', 'o', 'n', 's', 'e', 'n', 's', 'e'});
    fails(
        DockerException.class,
        () -> docker.images().importTar(nonsense, options -> options.reference(reference)));
    fails(NotFoundException.class, () -> docker.images().get(reference).inspect());
  }

  @Test
  void anArchiveThatCannotBeReadIsAFailureOfTheCaller() {
    InputStream broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the disk is gone");
      }
    };
    DockerException failed = fails(DockerException.class, () -> docker.images().importTar(broken));
    assertTrue(failed.getMessage().contains("the disk is gone"), failed::getMessage);
  }

  @Test
  void imagesAreListedByName() {
    String one = newReference();
    String two = newReference();
    Image image = imported(one);
    imported(two);
    assertEquals(2, all().size());
    List<ImageSummary> found = docker.images().list(options -> options.reference(one));
    assertEquals(1, found.size(), found::toString);
    assertEquals(image.inspect().id(), found.get(0).id());
    assertEquals(List.of(one), found.get(0).repoTags());
    assertTrue(found.get(0).size() >= 0);
  }

  @Test
  void theImageOfTheSuiteIsListed() {
    assertTrue(
        docker.images().list().stream().anyMatch(image -> image.repoTags().contains(Programs.IMAGE)),
        "busybox:local is missing");
  }

  @Test
  void aTagIsOneMoreName() {
    Image image = imported(newReference());
    String other = newReference();
    Image tagged = image.tag(other);
    assertEquals(other, tagged.reference());
    assertEquals(image.inspect().id(), tagged.inspect().id());
    assertEquals(2, image.inspect().repoTags().size());
  }

  @Test
  void removingANameLeavesTheOthers() {
    String one = newReference();
    String two = newReference();
    Image image = imported(one);
    image.tag(two);
    List<ImageDeleteItem> removed = docker.images().get(one).remove();
    assertEquals(List.of(one), removed.stream().map(ImageDeleteItem::untagged).filter(Objects::nonNull).toList());
    assertEquals(List.of(), removed.stream().map(ImageDeleteItem::deleted).filter(Objects::nonNull).toList());
    assertEquals(List.of(two), docker.images().get(two).inspect().repoTags());
  }

  @Test
  void removingTheLastNameDeletesTheImage() {
    String reference = newReference();
    Image image = imported(reference);
    String id = image.inspect().id();
    List<ImageDeleteItem> removed = image.remove();
    assertTrue(removed.stream().anyMatch(item -> reference.equals(item.untagged())), removed::toString);
    assertTrue(removed.stream().anyMatch(item -> id.equals(item.deleted())), removed::toString);
    fails(NotFoundException.class, image::inspect);
    assertFalse(image.removeIfExists());
  }

  @Test
  void aThreadThatWasInterruptedStillRemoves() {
    Image image = imported(newReference());
    Thread.currentThread().interrupt();
    try {
      assertTrue(image.removeIfExists());
    } finally {
      assertTrue(Thread.interrupted());
    }
    fails(NotFoundException.class, image::inspect);
  }

  @Test
  void removingAnImageThatAContainerUsesIsAConflict() {
    String reference = newReference();
    Image image = imported(reference);
    Container user = create(options -> options.image(reference).command("/hello"));
    ConflictException used = fails(ConflictException.class, () -> docker.images().get(reference).remove());
    assertEquals(409, used.status());
    assertTrue(used.engineMessage().contains(user.id().substring(0, 12)), used::getMessage);
    assertEquals(List.of(reference), image.inspect().repoTags());
    user.remove();
  }

  @Test
  void anImageThatIsNotThereIsNotFound() {
    Image nothing = docker.images().get("longshore-" + RUN + "/nothing:one");
    fails(NotFoundException.class, nothing::inspect);
    fails(NotFoundException.class, nothing::remove);
    NotFoundException missing = fails(NotFoundException.class, () -> nothing.tag(newReference()));
    assertEquals(404, missing.status());
    assertTrue(missing.getMessage().contains("nothing"), missing::getMessage);
  }

  @Test
  void aContainerWithoutAnyCommandIsRefused() {
    String reference = newReference();
    imported(reference);
    BadRequestException refused = fails(BadRequestException.class,
        () -> create(options -> options.image(reference).command()));
    assertTrue(refused.engineMessage().toLowerCase(Locale.ROOT).contains("no command specified"), refused::getMessage);
  }
}
