package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.image.Image;
import io.longshore.unit.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers of images whose connection to the engine breaks at every quarter and just before the end: none of them
 * counts as done, none hangs or leaves a connection or a file, and the same again succeeds.
 */
class CutTransfersTest extends ImageTest {
  private static final int CONTENT = 1024 * 1024;

  @TempDir
  Path local;

  private CuttingProxy way;
  private DockerClient client;
  private long socketsBefore;

  @BeforeEach
  @Timeout(60)
  void openAClientOverTheProxy() {
    way = CuttingProxy.before(engine);
    docker.system().ping();
    socketsBefore = sockets();
    client = engine.client().get().host("tcp://" + way.address()).build();
    client.system().ping();
  }

  @AfterEach
  @Timeout(60)
  void closeBoth() {
    client.close();
    way.close();
  }

  /** Of a transfer that was whole. The last one leaves out only the end. */
  private static long[] quarters(long whole) {
    return LongStream.of(1, 2, 3, 4).map(quarter -> whole * quarter / 4 - quarter / 4).toArray();
  }

  /** What the call has to fail with; all that it used ends with it. */
  private void cut(Runnable call) {
    DockerException failure;
    try (Background<Void> running = Background.run(call)) {
      Throwable told = running.failure();
      assertTrue(told instanceof StreamException || told instanceof ConnectionException,
          () -> "not an error of a connection: " + told);
      failure = seen((DockerException) told);
    }
    assertEquals(1, way.met(), () -> "it was not cut: " + failure);
    way.pass();
    Poll.until(() -> sockets() + " sockets are open, before it were " + socketsBefore, Poll.SOON,
        () -> sockets() <= socketsBefore);
  }

  private static long sockets() {
    return OpenFiles.targets().stream().filter(target -> target.startsWith("socket:")).count();
  }

  /** An image with content of its own that takes more than one packet. */
  private Image noise(String reference) {
    byte[] content = new byte[CONTENT];
    new Random().nextBytes(content);
    docker.images().importTar(new Tar().file("noise", 0644, content).stream(), o -> o.reference(removed(reference)));
    return docker.images().get(reference);
  }

  @Test
  void aPullIsNeverTakenForDone() {
    String reference = newRepository() + ":one";
    Image image = noise(reference);
    String id = image.inspect().id();
    image.push();
    image.remove();
    way.pass();
    client.images().pull(reference);
    for (long quarter : quarters(way.answered())) {
      removeIfThere(docker, reference);
      way.cutAnswer(quarter);
      cut(() -> client.images().pull(reference));
    }
    removeIfThere(docker, reference);
    client.images().pull(reference);
    assertEquals(id, image.inspect().id());
  }

  @Test
  void aPushIsNeverTakenForDone() {
    way.pass();
    client.images().get(noise(newRepository() + ":one").reference()).push();
    for (long quarter : quarters(way.answered())) {
      Image image = client.images().get(noise(newRepository() + ":one").reference());
      way.cutAnswer(quarter);
      cut(image::push);
      String digest = image.push().digest();
      image.remove();
      client.images().pull(removed(image.reference().replace(":one", "@" + digest)));
    }
  }

  @Test
  void anArchiveIsNeverTakenForWhole() throws IOException {
    String reference = noise(newRepository() + ":one").reference();
    Path file = local.resolve("image.tar");
    way.pass();
    client.images().save(file, o -> o.image(reference));
    byte[] before = Files.readAllBytes(file);
    assertTrue(way.answered() > CONTENT, () -> way.answered() + " bytes");
    for (long quarter : quarters(way.answered())) {
      way.cutAnswer(quarter);
      cut(() -> client.images().save(file, o -> o.image(reference)));
      try (Stream<Path> files = Files.list(local)) {
        assertEquals(List.of(file), files.toList());
      }
      assertEquals(before.length, Files.size(file));
    }
    client.images().save(file, o -> o.image(reference));
    assertEquals(List.of(reference), client.images().load(file, o -> {}).stream().map(Image::reference).toList());
  }

  @Test
  void aLoadThatIsCutIsNotDone() {
    Image image = noise(newRepository() + ":one");
    String id = image.inspect().id();
    Path file = local.resolve("image.tar");
    docker.images().save(file, o -> o.image(image.reference()));
    image.remove();
    way.pass();
    client.images().load(file, o -> {});
    long answered = way.answered();
    for (long quarter : quarters(way.asked())) {
      removeIfThere(docker, image.reference());
      way.cutRequest(quarter);
      cut(() -> client.images().load(file, o -> {}));
      assertFalse(docker.images().list().stream().anyMatch(each -> each.id().equals(id)), "half an image is there");
    }
    for (long quarter : quarters(answered)) {
      way.cutAnswer(quarter);
      cut(() -> client.images().load(file, o -> {}));
    }
    client.images().load(file, o -> {});
    assertEquals(id, image.inspect().id());
  }
}
