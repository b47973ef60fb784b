package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.image.Image;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of images, on every engine and on the one that keeps them in containerd's store. */
@Tag("contract")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#withStore")
abstract class ImageTest extends EngineTest {
  /** The address of {@link Engines#EMBEDDED}'s registry, which is nowhere else. */
  static final String IN_MEMORY = "registry.example.com:5000";

  private final List<String> made = new ArrayList<>();

  /** A repository of this test's own. */
  String newRepository() {
    return engine.openRegistry() + "/longshore-" + RUN + "/" + newName();
  }

  /** An image like no other. */
  Image imported(String reference) {
    made.add(reference);
    docker.images().importTar(archive(reference), o -> o.reference(reference).change("CMD [\"/hello\"]"));
    return docker.images().get(reference);
  }

  /** The same name is removed after the test. */
  String removed(String reference) {
    made.add(reference);
    return reference;
  }

  static InputStream archive(String content) {
    return new Tar().folder("etc").file("etc/motd", content).stream();
  }

  @AfterEach
  @Timeout(60)
  void removeImages() {
    made.forEach(reference -> removeIfThere(docker, reference));
  }

  static void removeIfThere(DockerClient docker, String reference) {
    docker.images().get(reference).removeIfExists(o -> o.force());
  }
}
