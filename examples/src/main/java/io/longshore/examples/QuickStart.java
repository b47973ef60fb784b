package io.longshore.examples;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.embedded.EmbeddedEngine;
import io.longshore.error.EngineNotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.experimental.Endpoint;
import io.longshore.experimental.Experimental;
import io.longshore.experimental.ExperimentalNetwork;
import io.longshore.experimental.Protocol;
import io.longshore.experimental.Service;
import io.longshore.session.ExecResult;
import io.longshore.stream.LogStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The life of a container, and an experimental network with an endpoint, a service and its backend. It uses the engine
 * that it finds, and starts the embedded one when it finds none.
 */
public final class QuickStart {
  private static final String IMAGE = "busybox:latest";

  private final PrintStream out;

  QuickStart(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs everything.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    new QuickStart(System.out).run();
  }

  void run() {
    try (DockerClient docker = DockerClient.fromEnvironment()) {
      say("Found an engine: Docker " + docker.system().version().version() + ", speaking API " + docker.apiVersion());
      everything(docker);
    } catch (EngineNotFoundException e) {
      say(e.getMessage());
      say("So this starts the embedded engine, which runs Java programs in place of containers.");
      try (EmbeddedEngine engine = EmbeddedEngine.start();
          DockerClient docker = DockerClient.builder().host(engine.host()).build()) {
        everything(docker);
      }
    }
  }

  private void everything(DockerClient docker) {
    container(docker);
    try {
      networking(docker);
    } catch (UnsupportedException e) {
      say("This engine has no experimental networking, as expected of one younger than Docker 1.8. An embedded one has:");
      try (EmbeddedEngine engine = EmbeddedEngine.start();
          DockerClient lab = DockerClient.builder().host(engine.host()).build()) {
        networking(lab);
      }
    }
    say("Done; everything that was made is removed again.");
  }

  private void container(DockerClient docker) {
    say("A container's life");
    Container greeter = docker
        .containers()
        .run(c -> c.image(image(docker)).command("sh", "-c", "echo hello; echo oops >&2; sleep 60"));
    try {
      step("created and started " + shortId(greeter.id()));
      try (LogStream log = greeter.logs(l -> l.follow())) {
        log.lines().limit(2).forEach(line -> step("wrote to " + line.stream() + ": " + line.text()));
      }
      ExecResult who = greeter.exec("id", "-un");
      step("exec id -un: exit code " + who.exitCode() + ", output " + who.stdout().strip());
      ExecResult sorted = greeter.exec(e -> e.command("sort").stdin("c\nb\na\n".getBytes(StandardCharsets.UTF_8)));
      step("sort, fed with c b a: " + sorted.stdout().strip().replace('\n', ' '));
      greeter.files().write("/tmp/note", "from Java".getBytes(StandardCharsets.UTF_8));
      step("wrote a file and read it there: " + greeter.exec("cat", "/tmp/note").stdout());
      step("its state is " + greeter.inspect().state().status());
      greeter.stop(Duration.ofSeconds(1));
      step("stopped with exit code " + greeter.waitFor(Duration.ofSeconds(10)));
    } finally {
      greeter.remove(r -> r.force());
      step("removed");
    }
  }

  /** An image that the engine has already, or else one that run will pull. */
  private static String image(DockerClient docker) {
    return docker.images().list(l -> l.reference("busybox")).stream()
        .flatMap(image -> image.repoTags().stream())
        .findFirst()
        .orElse(IMAGE);
  }

  private void networking(DockerClient docker) {
    Experimental lab = docker.experimental();
    List<?> before = lab.networks().list();
    say("Experimental networking, as Docker 1.8 served it");
    String web = "1f".repeat(32);
    String database = "db".repeat(32);
    ExperimentalNetwork front = lab.networks().create("quickstart-front", n -> n.driver("bridge"));
    step("made the network " + front.inspect().name() + "; there were " + before.size() + " before");
    Endpoint endpoint = front.endpoints().create("quickstart-web", e -> e.expose(Protocol.TCP, 80));
    step("made an endpoint, and a container joined it in " + endpoint.join(web, j -> j.hostname("web")));
    Service service = lab.services().publish("quickstart-db",
        s -> s.network("quickstart-front").expose(Protocol.TCP, 5432));
    service.attach(database);
    step("published a service; its backends are " + service.backends().stream().map(b -> shortId(b.id())).toList());
    service.detach(database);
    service.unpublish();
    endpoint.leave(web);
    endpoint.remove();
    front.remove();
    step("detached, left and removed in this order; the other order is a conflict");
  }

  private void say(String text) {
    out.println();
    out.println(text);
  }

  private void step(String text) {
    out.println("  - " + text);
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }
}
