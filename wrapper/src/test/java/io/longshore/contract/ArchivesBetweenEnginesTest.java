package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one engine has saved, every other loads, and saves so that the first loads it again. */
@Timeout(300)
class ArchivesBetweenEnginesTest extends ImageTest {
  @TempDir
  Path directory;

  @Test
  void archivesGoRound() {
    String reference = newRepository() + ":one";
    docker.images().importTar(archive("ahoy"), o -> o.reference(removed(reference))
        .change("CMD [\"/hello\"]").change("ENV COLOR=blue").change("LABEL tier=web").change("EXPOSE 80/tcp")
        .change("WORKDIR /etc").change("USER 1000"));
    String here = seen(docker, reference);
    Path saved = directory.resolve("saved.tar");
    docker.images().save(saved, s -> s.image(reference));
    List<String> different = new ArrayList<>();
    for (EngineUnderTest other : Engines.withStore().toList()) {
      try (DockerClient there = other.open()) {
        List<Image> loaded = there.images().load(saved, l -> {});
        assertEquals(List.of(reference), loaded.stream().map(Image::reference).toList(), other::toString);
        String found = seen(there, reference);
        Path again = directory.resolve("again.tar");
        there.images().save(again, s -> s.image(reference));
        // Two of them may be one engine, by two ways.
        removeIfThere(there, reference);
        removeIfThere(docker, reference);
        docker.images().load(again, l -> {});
        String back = seen(docker, reference);
        if (!here.equals(found) || !here.equals(back)) {
          different.add(other + "\n  here:  " + here + "\n  there: " + found + "\n  back:  " + back);
        }
      }
    }
    assertEquals("", String.join("\n", different));
  }

  /** What a user sees of an image: its settings, and a file in a container of it. */
  private static String seen(DockerClient docker, String reference) {
    ImageInspect image = docker.images().get(reference).inspect();
    Container container = docker.containers().create(o -> o.image(reference).label(LABEL, RUN));
    try {
      return List.of(image.config().cmd(), new TreeSet<>(image.config().env()), new TreeMap<>(image.config().labels()),
          image.config().exposedPorts().keySet(), String.valueOf(image.config().workingDir()),
          String.valueOf(image.config().user()), image.os() + "/" + image.architecture(),
          new String(container.files().read("/etc/motd"), UTF_8)).toString();
    } finally {
      container.remove();
    }
  }
}
