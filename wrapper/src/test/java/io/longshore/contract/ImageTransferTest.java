package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.image.Image;
import io.longshore.image.PullPolicy;
import io.longshore.image.PushedImage;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pushing to a registry and pulling from it. */
class ImageTransferTest extends ImageTest {
  @Test
  void whatWasPushedComesBackByNameAndByDigest() {
    String reference = newRepository() + ":one";
    Image image = imported(reference);
    String id = image.inspect().id();
    List<ImageProgress> steps = new ArrayList<>();
    TransferProgress progress = new TransferProgress();
    PushedImage pushed = image.push(o -> o.steps(steps::add).progress(progress));
    assertEquals(reference, pushed.reference());
    assertTrue(pushed.digest().matches("sha256:[0-9a-f]{64}"), pushed::toString);
    assertTrue(pushed.size() > 0, pushed::toString);
    assertTrue(!steps.isEmpty());
    assertEquals(TransferState.Outcome.SUCCEEDED, progress.state().outcome());
    image.remove();
    fails(NotFoundException.class, image::inspect);
    assertEquals(reference, docker.images().pull(reference).reference());
    assertEquals(id, image.inspect().id());
    image.remove();
    Image byDigest = docker.images().pull(removed(reference.replace(":one", "@" + pushed.digest())));
    assertEquals(id, byDigest.inspect().id());
    assertTrue(byDigest.inspect().repoDigests().contains(byDigest.reference()),
        () -> byDigest.inspect().repoDigests().toString());
  }

  @Test
  void anImageForAnotherPlatformIsNotPulledInSilence() {
    String reference = newRepository() + ":one";
    imported(reference).push();
    String own = docker.images().get(reference).inspect().architecture();
    docker.images().pull(p -> p.reference(reference).platform("linux/" + own));
    docker.images().get(reference).remove();
    EngineException other = fails(EngineException.class,
        () -> docker.images().pull(p -> p.reference(reference).platform("linux/s390x")));
    assertTrue(other.getMessage().contains("s390x"), other::getMessage);
  }

  @Test
  void aContainerShowsThePullThatItNeeds() {
    String reference = newRepository() + ":one";
    Image image = imported(reference);
    image.push();
    image.remove();
    TransferProgress needed = new TransferProgress();
    TransferProgress notNeeded = new TransferProgress();
    for (TransferProgress progress : List.of(needed, notNeeded)) {
      forceRemove(create(o -> o.image(reference).pull(PullPolicy.MISSING).pullProgress(progress)));
    }
    assertEquals(TransferState.Outcome.SUCCEEDED, needed.state().outcome());
    assertEquals(TransferState.Outcome.NOT_STARTED, notNeeded.state().outcome());
  }

  @Test
  void aNameWithoutATagIsTheLatest() {
    String repository = newRepository();
    Image image = imported(repository);
    assertEquals(repository + ":latest", image.push().reference());
  }

  @Test
  void allTagsArePushedAndPulledOnlyWhenAskedFor() {
    String repository = newRepository();
    Image one = imported(repository + ":one");
    one.tag(removed(repository + ":two"));
    assertEquals(Set.of(repository + ":one", repository + ":two"),
        one.pushAllTags(o -> {}).stream().map(PushedImage::reference).collect(Collectors.toSet()));
    docker.images().get(repository + ":one").remove();
    docker.images().get(repository + ":two").remove();
    docker.images().pull(repository + ":one");
    assertEquals(Set.of(repository + ":one"), tags(repository));
    List<Image> all = docker.images().pullAllTags(o -> o.reference(repository));
    assertEquals(Set.of(repository + ":one", repository + ":two"),
        all.stream().map(Image::reference).collect(Collectors.toSet()));
    assertEquals(Set.of(repository + ":one", repository + ":two"), tags(repository));
  }

  private Set<String> tags(String repository) {
    return docker.images().list(o -> o.reference(repository)).stream().flatMap(image -> image.repoTags().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aPushOfWhatIsNotThereIsNotFound() {
    String repository = newRepository();
    NotFoundException nothing = fails(NotFoundException.class,
        () -> docker.images().get(repository + ":one").push());
    assertTrue(nothing.getMessage().contains(repository), nothing::getMessage);
    imported(repository + ":one");
    fails(NotFoundException.class, () -> docker.images().get(repository + ":two").push());
  }

  @Test
  void aPullOfWhatTheRegistryDoesNotHaveIsNotFound() {
    String reference = newRepository() + ":one";
    NotFoundException nothing = fails(NotFoundException.class, () -> docker.images().pull(reference));
    assertTrue(nothing.getMessage().contains(reference), nothing::getMessage);
    imported(reference).push();
    fails(NotFoundException.class, () -> docker.images().pull(reference.replace(":one", ":two")));
    fails(NotFoundException.class,
        () -> docker.images().pull(reference.replace(":one", "@sha256:" + "0".repeat(64))));
  }

  @Test
  void aRegistryThatIsDownIsAnError() {
    String reference = "127.0.0.1:1/longshore-" + RUN + "/" + newName() + ":one";
    Image image = imported(reference);
    for (EngineException failed : List.of(fails(EngineException.class, image::push),
        fails(EngineException.class, () -> docker.images().pull(reference)))) {
      assertTrue(failed.getMessage().contains("connection refused"), failed::getMessage);
    }
  }

  @Test
  void whoWatchesCanEndIt() {
    String reference = newRepository() + ":one";
    Image image = imported(reference);
    IllegalStateException enough = new IllegalStateException("enough");
    assertSame(enough, assertThrows(IllegalStateException.class, () -> image.push(o -> o.steps(step -> {
      throw enough;
    }))));
    assertEquals(reference, image.push().reference());
  }

  @Test
  void anIdIsNotPushed() {
    String id = docker.images().get(Programs.IMAGE).inspect().id();
    for (String text : List.of(id, id.substring("sha256:".length()), "alpine@sha256:" + "0".repeat(64))) {
      assertThrows(IllegalArgumentException.class, () -> docker.images().get(text).push());
    }
  }
}
