package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.longshore.container.Container;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageHistoryItem;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImagePruneResponse;
import io.longshore.generated.engine.model.ImageSearchResult;
import io.longshore.image.Image;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Images of containers, what made an image, and removing those that nothing uses. */
class ImageMakingTest extends ImageTest {
  @Test
  void aCommitKeepsFilesAndSettings() {
    String reference = removed(newRepository() + ":one");
    Container container = runToEnd(Programs.shell("echo ahoy > /greeting"));
    Image image = docker.images().commit(container.id(), c -> c.reference(reference).comment("with a greeting")
        .author("Ada").change("CMD [\"cat\", \"/greeting\"]").change("ENV COLOR=blue").change("LABEL tier=web"));
    ImageInspect made = docker.images().get(reference).inspect();
    assertEquals(reference, image.reference());
    assertEquals("with a greeting", made.comment());
    assertEquals("Ada", made.author());
    assertEquals(List.of("cat", "/greeting"), made.config().cmd());
    assertTrue(made.config().env().contains("COLOR=blue"), () -> made.config().env().toString());
    assertEquals("web", made.config().labels().get("tier"));
    assertEquals("", made.config().labels().get("io.longshore.create"));
    // The container's own settings stay.
    assertEquals(RUN, made.config().labels().get(LABEL));
    Container copy = docker.containers().run(o -> o.image(reference).label(LABEL, RUN));
    assertEquals(0, awaitWord(copy, "ahoy").waitFor(Poll.SOON));
  }

  @Test
  void settingsOfACommitReplaceThoseOfTheContainer() {
    Container container = create(o -> o.env("COLOR", "red"));
    Image image = docker.images().commit(container.id(), c -> c.withoutPause()
        .config(s -> s.cmd(List.of("true")).label("tier", "db").workingDir("/tmp")));
    removed(image.reference());
    ImageInspect made = image.inspect();
    assertEquals(List.of("true"), made.config().cmd());
    assertEquals("db", made.config().labels().get("tier"));
    assertEquals("/tmp", made.config().workingDir());
    assertEquals(List.of(), made.repoTags());
  }

  /** An entry point that comes without a command takes the one that there was, as in a Dockerfile. */
  @Test
  void changesAreReadAsADockerfile() {
    Container container = create(o -> o.command("true").env("COLOR", "red"));
    Image image = docker.images().commit(container.id(), c -> c.change("ENTRYPOINT [\"echo\"]")
        .change("ENV TINT=${COLOR}dish SHADE='deep blue'").change("EXPOSE 80-81").change("ONBUILD RUN true"));
    removed(image.reference());
    ImageConfig config = image.inspect().config();
    assertEquals(List.of("echo"), config.entrypoint());
    assertEquals(List.of(), config.cmd());
    assertTrue(config.env().containsAll(List.of("COLOR=red", "TINT=reddish", "SHADE=deep blue")), config::toString);
    assertEquals(Set.of("80/tcp", "81/tcp"), config.exposedPorts().keySet());
    assertEquals(List.of("RUN true"), config.onBuild());
  }

  @Test
  void eachCommitMakesAnImage() {
    Container container = create(o -> {});
    Image one = docker.images().commit(container.id(), c -> c.change("LABEL n=1"));
    Image two = docker.images().commit(container.id(), c -> c.change("LABEL n=2"));
    removed(one.reference());
    removed(two.reference());
    assertNotEquals(one.reference(), two.reference());
  }

  @Test
  void whatCannotBeCommittedIsRefused() {
    assertThrows(NotFoundException.class, () -> docker.images().commit(newName(), c -> {}));
    Container container = create(o -> {});
    DockerException refused = fails(DockerException.class,
        () -> docker.images().commit(container.id(), c -> c.change("RUN echo")));
    assertTrue(refused.getMessage().startsWith("commit of "), refused::getMessage);
    assertThrows(IllegalArgumentException.class,
        () -> docker.images().commit(container.id(), c -> c.reference("Upper:one")));
  }

  @Test
  void theHistoryHasTheNewestFirst() {
    String reference = removed(newRepository() + ":one");
    Container container = runToEnd(Programs.shell("echo ahoy > /greeting"));
    docker.images().commit(container.id(), c -> c.reference(reference).comment("with a greeting"));
    List<ImageHistoryItem> steps = docker.images().get(reference).history();
    assertTrue(steps.size() >= 2, steps::toString);
    assertEquals("with a greeting", steps.get(0).comment());
    assertTrue(steps.get(0).tags().contains(reference), steps::toString);
    assertTrue(steps.get(0).createdBy().contains("/greeting"), steps::toString);
    assertTrue(Math.abs(Instant.now().getEpochSecond() - steps.get(0).created()) < 600, steps::toString);
    fails(NotFoundException.class, () -> docker.images().get(newRepository() + ":one").history());
  }

  @Test
  void aPruneRemovesWhatHasNoName() {
    Container container = create(o -> {});
    String mark = newName();
    Image named = docker.images().commit(container.id(),
        c -> c.reference(removed(newRepository() + ":one")).change("LABEL longshore.prune=" + mark));
    String id = named.inspect().id();
    Image nameless = docker.images().commit(container.id(),
        c -> c.change("LABEL longshore.prune=" + mark).change("LABEL n=2"));
    container.remove();
    ImagePruneResponse removed = docker.images().prune(o -> o.label("longshore.prune", mark));
    assertTrue(deleted(removed).contains(nameless.reference()), removed::toString);
    assertFalse(deleted(removed).contains(id), removed::toString);
    fails(NotFoundException.class, nameless::inspect);
    named.inspect();
    ImagePruneResponse all = docker.images().prune(o -> o.dangling(false).label("longshore.prune", mark));
    assertTrue(deleted(all).contains(id), all::toString);
    fails(NotFoundException.class, named::inspect);
    assertEquals(List.of(), deleted(docker.images().prune(o -> o.label("longshore.prune", mark))));
  }

  private static List<String> deleted(ImagePruneResponse removed) {
    return removed.imagesDeleted().stream().map(ImageDeleteItem::deleted).filter(Objects::nonNull).toList();
  }

  @Test
  void whatAContainerUsesIsNotPruned() {
    Container container = create(o -> {});
    String mark = newName();
    Image image = docker.images().commit(container.id(),
        c -> c.reference(removed(newRepository() + ":one")).change("LABEL longshore.prune=" + mark));
    String id = image.inspect().id();
    Container user = docker.containers().create(with(o -> o.image(image.reference())));
    assertEquals(List.of(),
        deleted(docker.images().prune(o -> o.dangling(false).label("longshore.prune", mark))));
    user.remove();
    assertTrue(deleted(docker.images().prune(o -> o.dangling(false).label("longshore.prune", mark)))
        .contains(id));
  }

  @Test
  void aSearchAsksTheRegistry() throws IOException {
    if (engine.embedded()) {
      DockerException refused = fails(DockerException.class, () -> docker.images().search("app"));
      assertTrue(refused.getMessage().contains("the embedded engine does not serve"), refused::getMessage);
      return;
    }
    List<String> asked = new ArrayList<>();
    HttpServer index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    index.createContext("/", exchange -> {
      boolean ping = exchange.getRequestURI().getPath().endsWith("_ping");
      if (!ping) {
        asked.add(exchange.getRequestURI().getQuery());
      }
      byte[] body = (ping ? "{\"standalone\":true}"
          : "{\"num_results\":1,\"results\":[{\"name\":\"team/app\",\"description\":\"An app\",\"star_count\":7,"
              + "\"is_official\":false,\"is_automated\":false}]}")
          .getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    index.start();
    try {
      String term = "127.0.0.1:" + index.getAddress().getPort() + "/app";
      List<ImageSearchResult> found = docker.images().search(term, o -> o.limit(3));
      assertEquals(1, found.size(), found::toString);
      assertEquals(7, found.get(0).starCount());
      assertTrue(found.get(0).name().endsWith("team/app"), found::toString);
      assertTrue(asked.get(0).contains("q=app"), asked::toString);
      assertTrue(asked.get(0).contains("n=3"), asked::toString);
      assertEquals(List.of(), docker.images().search(term, o -> o.stars(8)));
    } finally {
      index.stop(0);
    }
    assertThrows(IllegalArgumentException.class, () -> docker.images().search(" "));
    assertThrows(IllegalArgumentException.class, () -> docker.images().search("app", o -> o.limit(0)));
  }

  @Test
  void attestationsNeedANewEngine() {
    Image image = docker.images().get(Programs.IMAGE);
    if (speaks("1.55")) {
      // Only the containerd image store keeps them; another one says so.
      DockerException refused = fails(DockerException.class, () -> image.attestations(o -> o.statement()));
      assertTrue(refused.getMessage().contains("attestations of "), refused::getMessage);
    } else {
      UnsupportedException refused = fails(UnsupportedException.class, () -> image.attestations(o -> {}));
      assertTrue(refused.getMessage().contains("1.55"), refused::getMessage);
    }
  }
}
