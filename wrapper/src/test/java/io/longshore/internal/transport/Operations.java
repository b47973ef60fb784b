package io.longshore.internal.transport;

import io.longshore.DockerClient;
import io.longshore.RawRequest;
import io.longshore.build.Builds;
import io.longshore.container.Container;
import io.longshore.container.Containers;
import io.longshore.experimental.Endpoint;
import io.longshore.experimental.Endpoints;
import io.longshore.experimental.ExperimentalNetwork;
import io.longshore.experimental.ExperimentalNetworks;
import io.longshore.experimental.Service;
import io.longshore.experimental.Services;
import io.longshore.file.ContainerFiles;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.image.Image;
import io.longshore.image.Images;
import io.longshore.network.Network;
import io.longshore.network.Networks;
import io.longshore.registry.Registries;
import io.longshore.registry.RegistryAuth;
import io.longshore.session.Session;
import io.longshore.stream.ByteStream;
import io.longshore.stream.DockerStream;
import io.longshore.system.DockerSystem;
import io.longshore.volume.Volume;
import io.longshore.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every operation of the public API that talks to an engine, called as a program would: streams are read, sessions
 * waited for. The table is compared with the classes, so that an operation that is added is added here too.
 */
final class Operations {
  private static final Duration PATIENCE = Duration.ofMillis(1200);

  /** Everything whose methods talk to an engine. */
  private static final List<Class<?>> TALKING = List.of(
      DockerSystem.class, Containers.class, Container.class, ContainerFiles.class, Session.class, Images.class,
      Image.class, Volumes.class, Volume.class, Networks.class, Network.class, Registries.class, Builds.class,
      RawRequest.class,
      ExperimentalNetworks.class, ExperimentalNetwork.class, Endpoints.class, Endpoint.class, Services.class,
      Service.class);

  /** Methods that ask nothing, and those of sessions that are asked of in the table's others. */
  private static final Set<String> QUIET = Set.of(
      "equals", "hashCode", "toString", "id", "get", "files", "reference", "endpoints", "network", "containerId",
      "name", "query", "header", "body", "jsonBody", "stdin", "closeStdin",
      "stdout", "stderr", "output", "end", "close");

  private Operations() {}

  interface Call {
    void on(DockerClient docker) throws IOException;
  }

  /**
   * An operation.
   *
   * @param name class and method, and what tells several of a method apart
   * @param target how the path begins of the request that is its own, behind the version; those before it are answered
   *     well
   */
  record Operation(String name, String target, Call call) {
    String method() {
      return name.split(" ")[0];
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Container web(DockerClient docker) {
    return docker.containers().get("web");
  }

  private static ContainerFiles files(DockerClient docker) {
    return web(docker).files();
  }

  private static Endpoints endpoints(DockerClient docker) {
    return docker.experimental().networks().get("n").endpoints();
  }

  private static void readOne(DockerStream<?> stream) {
    try (stream) {
      stream.iterator().hasNext();
    }
  }

  private static void skip(ByteStream stream) throws IOException {
    try (stream) {
      stream.inputStream().read();
    }
  }

  /** That it is gone already is a good end, and the next removal says so. */
  private static void removed(Container container) {
    if (!container.removeIfExists()) {
      container.remove();
    }
  }

  private static void removed(Network network) {
    if (!network.removeIfExists()) {
      network.remove();
    }
  }

  private static void removed(Image image) {
    if (!image.removeIfExists()) {
      image.remove();
    }
  }

  private static void removed(Volume volume) {
    if (!volume.removeIfExists()) {
      volume.remove();
    }
  }

  private static void finish(Session session) {
    try (session) {
      session.waitFor();
    }
  }

  private static Path local(String name) {
    try {
      Path folder = Files.createTempDirectory("longshore-operations");
      Path file = folder.resolve(name);
      // What is registered last is deleted first.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return Files.writeString(file, "content");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    system(all);
    registries(all);
    containers(all);
    container(all);
    sessions(all);
    files(all);
    images(all);
    builds(all);
    volumes(all);
    networks(all);
    raw(all);
    experimental(all);
    return all;
  }

  private static void registries(List<Operation> all) {
    all.add(new Operation("Registries.login", "/auth", d -> d.registries().login(RegistryAuth.password("me", "hush"))));
    all.add(new Operation("Registries.inspect", "/distribution/i/json", d -> d.registries().inspect("i")));
  }

  private static void system(List<Operation> all) {
    all.add(new Operation("DockerSystem.ping", "/_ping", d -> d.system().ping()));
    all.add(new Operation("DockerSystem.version", "/version", d -> d.system().version()));
    all.add(new Operation("DockerSystem.info", "/info", d -> d.system().info()));
    all.add(new Operation("DockerSystem.dataUsage", "/system/df", d -> d.system().dataUsage()));
    all.add(new Operation("DockerSystem.events", "/events", d -> readOne(d.system().events())));
    all.add(
        new Operation("DockerSystem.followEvents", "/events",
            d -> readOne(d.system().followEvents(e -> e.patience(PATIENCE)))));
  }

  private static void containers(List<Operation> all) {
    all.add(new Operation("Containers.create", "/containers/create", d -> d.containers().create(c -> c.image("i"))));
    all.add(new Operation("Containers.run", "/containers/create", d -> d.containers().run(c -> c.image("i"))));
    all.add(
        new Operation("Containers.run start", "/containers/c0ffee/start", d -> d.containers().run(c -> c.image("i"))));
    all.add(new Operation("Containers.runAttached", "/containers/create",
        d -> finish(d.containers().runAttached(c -> c.image("i")))));
    all.add(
        new Operation(
            "Containers.runAttached attach", "/containers/c0ffee/attach",
            d -> finish(d.containers().runAttached(c -> c.image("i")))));
    all.add(new Operation("Containers.list", "/containers/json", d -> d.containers().list()));
    all.add(new Operation("Containers.list sizes", "/containers/json", d -> d.containers().list(l -> l.size())));
    all.add(new Operation("Containers.prune", "/containers/prune", d -> d.containers().prune()));
  }

  private static void container(List<Operation> all) {
    all.add(new Operation("Container.inspect", "/containers/web/json", d -> web(d).inspect()));
    all.add(new Operation("Container.start", "/containers/web/start", d -> web(d).start()));
    all.add(new Operation("Container.stop", "/containers/web/stop", d -> web(d).stop()));
    all.add(new Operation("Container.stop grace", "/containers/web/stop", d -> web(d).stop(Duration.ofSeconds(1))));
    all.add(new Operation("Container.restart", "/containers/web/restart", d -> web(d).restart()));
    all.add(new Operation("Container.kill", "/containers/web/kill", d -> web(d).kill()));
    all.add(new Operation("Container.pause", "/containers/web/pause", d -> web(d).pause()));
    all.add(new Operation("Container.unpause", "/containers/web/unpause", d -> web(d).unpause()));
    all.add(new Operation("Container.rename", "/containers/web/rename", d -> web(d).rename("x")));
    all.add(new Operation("Container.remove", "/containers/web", d -> web(d).remove()));
    all.add(new Operation("Container.removeIfExists", "/containers/web", d -> removed(web(d))));
    all.add(new Operation("Container.waitFor", "/containers/web/wait", d -> web(d).waitFor()));
    all.add(new Operation("Container.waitUntilHealthy", "/containers/web/json",
        d -> web(d).waitUntilHealthy(PATIENCE)));
    all.add(new Operation("Container.openWait", "/containers/web/wait",
        d -> web(d).openWait(WaitCondition.NEXT_EXIT).await()));
    all.add(new Operation("Container.top", "/containers/web/top", d -> web(d).top()));
    all.add(new Operation("Container.stats", "/containers/web/stats", d -> readOne(web(d).stats())));
    all.add(new Operation("Container.statsOnce", "/containers/web/stats", d -> web(d).statsOnce()));
    all.add(new Operation("Container.statsWithoutCpu", "/containers/web/stats", d -> web(d).statsWithoutCpu()));
    all.add(new Operation("Container.update", "/containers/web/update", d -> web(d).update(u -> u.memory(1 << 30))));
    all.add(new Operation("Container.hostPort", "/containers/web/json", d -> web(d).hostPort(80)));
    all.add(new Operation("Container.logs", "/containers/web/logs", d -> readOne(web(d).logs())));
    all.add(
        new Operation("Container.logs followed", "/containers/web/logs", d -> readOne(web(d).logs(l -> l.follow()))));
    all.add(
        new Operation("Container.followLogs", "/containers/web/logs",
            d -> readOne(web(d).followLogs(l -> l.patience(PATIENCE)))));
    all.add(new Operation("Container.resize", "/containers/web/resize", d -> web(d).resize(80, 24)));
    all.add(new Operation("Container.export", "/containers/web/export", d -> readOne(web(d).export())));
    all.add(new Operation("Container.changes", "/containers/web/changes", d -> web(d).changes()));
  }

  private static void volumes(List<Operation> all) {
    all.add(new Operation("Volumes.create", "/volumes/create", d -> d.volumes().create("v")));
    all.add(new Operation("Volumes.list", "/volumes", d -> d.volumes().list()));
    all.add(new Operation("Volumes.prune", "/volumes/prune", d -> d.volumes().prune()));
    all.add(new Operation("Volume.inspect", "/volumes/v", d -> d.volumes().get("v").inspect()));
    all.add(new Operation("Volume.update", "/volumes/v", d -> d.volumes().get("v").update(spec -> spec)));
    all.add(new Operation("Volume.remove", "/volumes/v", d -> d.volumes().get("v").remove()));
    all.add(new Operation("Volume.removeIfExists", "/volumes/v", d -> removed(d.volumes().get("v"))));
  }

  private static void networks(List<Operation> all) {
    all.add(new Operation("Networks.create", "/networks/create", d -> d.networks().create("n")));
    all.add(new Operation("Networks.list", "/networks", d -> d.networks().list()));
    all.add(new Operation("Networks.prune", "/networks/prune", d -> d.networks().prune()));
    all.add(new Operation("Network.inspect", "/networks/n", d -> d.networks().get("n").inspect()));
    all.add(new Operation("Network.connect", "/networks/n/connect", d -> d.networks().get("n").connect("web")));
    all.add(new Operation("Network.connect inspect", "/networks/n", d -> d.networks().get("n").connect("web")));
    all.add(
        new Operation("Network.disconnect", "/networks/n/disconnect", d -> d.networks().get("n").disconnect("web")));
    all.add(new Operation("Network.remove", "/networks/n", d -> d.networks().get("n").remove()));
    all.add(new Operation("Network.removeIfExists", "/networks/n", d -> removed(d.networks().get("n"))));
  }

  private static void raw(List<Operation> all) {
    all.add(new Operation("RawRequest.send", "/tasks", d -> d.request("DELETE", "/tasks").send()));
    all.add(new Operation("RawRequest.json", "/tasks", d -> d.request("GET", "/tasks").json()));
    all.add(new Operation("RawRequest.text", "/tasks", d -> d.request("GET", "/tasks").text()));
    all.add(new Operation("RawRequest.stream", "/tasks", d -> skip(d.request("GET", "/tasks").stream())));
  }

  private static void sessions(List<Operation> all) {
    all.add(new Operation("Container.exec", "/containers/web/exec", d -> web(d).exec("true")));
    all.add(new Operation("Container.exec start", "/exec/e4ec/start", d -> web(d).exec("true")));
    all.add(new Operation("Container.exec fed", "/exec/e4ec/start",
        d -> web(d).exec(e -> e.command("cat").stdin(new byte[1]))));
    all.add(new Operation("Container.openExec", "/containers/web/exec",
        d -> finish(web(d).openExec(e -> e.command("sh")))));
    all.add(new Operation("Container.openExec start", "/exec/e4ec/start",
        d -> finish(web(d).openExec(e -> e.command("sh")))));
    all.add(new Operation("Container.attach", "/containers/web/json", d -> finish(web(d).attach())));
    all.add(new Operation("Container.attach wait", "/containers/web/wait", d -> finish(web(d).attach())));
    all.add(new Operation("Container.attach attach", "/containers/web/attach", d -> finish(web(d).attach())));
    all.add(
        new Operation(
            "Session.resize",
            "/exec/e4ec/resize",
            d -> {
              try (Session session = web(d).openExec(e -> e.command("sh").tty(80, 24))) {
                session.resize(100, 30);
              }
            }));
    all.add(new Operation("Session.waitFor", "/exec/e4ec/json", d -> finish(web(d).openExec(e -> e.command("sh")))));
    all.add(
        new Operation(
            "Session.collect",
            "/exec/e4ec/json",
            d -> {
              try (Session session = web(d).openExec(e -> e.command("sh"))) {
                session.collect(Duration.ofSeconds(10));
              }
            }));
  }

  private static void files(List<Operation> all) {
    String archive = "/containers/web/archive";
    all.add(new Operation("ContainerFiles.stat", archive, d -> files(d).stat("/a")));
    all.add(new Operation("ContainerFiles.copyTo", archive, d -> files(d).copyTo(local("a"), "/tmp/a")));
    all.add(new Operation("ContainerFiles.copyFrom", archive, d -> files(d).copyFrom("/a", local("a"))));
    all.add(new Operation("ContainerFiles.write", archive, d -> files(d).write("/tmp/a", new byte[10])));
    all.add(new Operation("ContainerFiles.read", archive, d -> files(d).read("/a")));
    all.add(new Operation("ContainerFiles.open", archive, d -> readOne(files(d).open("/a"))));
    all.add(new Operation("ContainerFiles.archive", archive, d -> readOne(files(d).archive("/a"))));
    all.add(new Operation("ContainerFiles.extract", archive,
        d -> files(d).extract("/tmp", new ByteArrayInputStream(new byte[1024]))));
  }

  private static void images(List<Operation> all) {
    all.add(new Operation("Images.pull", "/images/create", d -> d.images().pull("i")));
    all.add(new Operation("Images.importTar", "/images/create",
        d -> d.images().importTar(new ByteArrayInputStream(new byte[1024]))));
    all.add(new Operation("Images.pullAllTags", "/images/create",
        d -> d.images().pullAllTags(p -> p.reference("i"))));
    all.add(new Operation("Images.commit", "/commit", d -> d.images().commit("c", c -> {})));
    all.add(new Operation("Images.save", "/images/get", d -> d.images().save("i").transferTo(
        OutputStream.nullOutputStream())));
    all.add(new Operation("Images.load", "/images/load",
        d -> d.images().load(new ByteArrayInputStream(new byte[1024]))));
    all.add(new Operation("Images.search", "/images/search", d -> d.images().search("i")));
    all.add(new Operation("Images.prune", "/images/prune", d -> d.images().prune()));
    all.add(new Operation("Images.list", "/images/json", d -> d.images().list()));
    all.add(new Operation("Image.inspect", "/images/i/json", d -> d.images().get("i").inspect()));
    all.add(new Operation("Image.tag", "/images/i/tag", d -> d.images().get("i").tag("j")));
    all.add(new Operation("Image.push", "/images/i/push", d -> d.images().get("i").push()));
    all.add(new Operation("Image.pushAllTags", "/images/i/push", d -> d.images().get("i").pushAllTags(p -> {})));
    all.add(new Operation("Image.history", "/images/i/history", d -> d.images().get("i").history()));
    all.add(new Operation("Image.attestations", "/images/i/attestations",
        d -> d.images().get("i").attestations(a -> {})));
    all.add(new Operation("Image.remove", "/images/i", d -> d.images().get("i").remove()));
    all.add(new Operation("Image.removeIfExists", "/images/i", d -> removed(d.images().get("i"))));
  }

  private static void builds(List<Operation> all) {
    all.add(new Operation("Builds.build", "/build",
        d -> d.builds().build(b -> b.directory(local("Dockerfile").getParent()))));
    all.add(new Operation("Builds.build archive", "/build",
        d -> d.builds().build(b -> b.archive(new ByteArrayInputStream(new byte[1024])))));
    all.add(new Operation("Builds.build remote", "/build",
        d -> d.builds().build(b -> b.remote("https://example.com/app.git"))));
    all.add(new Operation("Builds.build ping", "/_ping",
        d -> d.builds().build(b -> b.archive(new ByteArrayInputStream(new byte[1024])))));
    all.add(new Operation("Builds.cache", "/system/df", d -> d.builds().cache()));
    all.add(new Operation("Builds.prune", "/build/prune", d -> d.builds().prune()));
  }

  private static void experimental(List<Operation> all) {
    all.add(new Operation("ExperimentalNetworks.list", "/networks", d -> d.experimental().networks().list()));
    all.add(new Operation("ExperimentalNetworks.findByName", "/networks",
        d -> d.experimental().networks().findByName("n")));
    all.add(new Operation("ExperimentalNetworks.findByPartialId", "/networks",
        d -> d.experimental().networks().findByPartialId("ab")));
    all.add(new Operation("ExperimentalNetworks.create", "/networks", d -> d.experimental().networks().create("n")));
    all.add(new Operation("ExperimentalNetwork.inspect", "/networks/n",
        d -> d.experimental().networks().get("n").inspect()));
    all.add(
        new Operation("ExperimentalNetwork.remove", "/networks/n", d -> d.experimental().networks().get("n").remove()));
    all.add(new Operation("Endpoints.list", "/networks/n/endpoints", d -> endpoints(d).list()));
    all.add(new Operation("Endpoints.findByName", "/networks/n/endpoints", d -> endpoints(d).findByName("e")));
    all.add(
        new Operation("Endpoints.findByPartialId", "/networks/n/endpoints", d -> endpoints(d).findByPartialId("ab")));
    all.add(new Operation("Endpoints.create", "/networks/n/endpoints", d -> endpoints(d).create("e")));
    all.add(new Operation("Endpoint.inspect", "/networks/n/endpoints/e", d -> endpoints(d).get("e").inspect()));
    all.add(new Operation("Endpoint.remove", "/networks/n/endpoints/e", d -> endpoints(d).get("e").remove()));
    all.add(new Operation("Endpoint.join", "/networks/n/endpoints/e", d -> endpoints(d).get("e").join("c")));
    all.add(new Operation("Endpoint.leave", "/networks/n/endpoints/e", d -> endpoints(d).get("e").leave("c")));
    all.add(new Operation("Services.list", "/services", d -> d.experimental().services().list()));
    all.add(new Operation("Services.findByName", "/services", d -> d.experimental().services().findByName("s")));
    all.add(
        new Operation("Services.findByPartialId", "/services", d -> d.experimental().services().findByPartialId("ab")));
    all.add(new Operation("Services.findByNetwork", "/services", d -> d.experimental().services().findByNetwork("n")));
    all.add(new Operation("Services.publish", "/services", d -> d.experimental().services().publish("s.n")));
    all.add(new Operation("Service.inspect", "/services/s", d -> d.experimental().services().get("s").inspect()));
    all.add(new Operation("Service.unpublish", "/services/s", d -> d.experimental().services().get("s").unpublish()));
    all.add(new Operation("Service.backends", "/services/s", d -> d.experimental().services().get("s").backends()));
    all.add(new Operation("Service.attach", "/services/s", d -> d.experimental().services().get("s").attach("c")));
    all.add(new Operation("Service.detach", "/services/s", d -> d.experimental().services().get("s").detach("c")));
  }

  /** What the classes have, by the names of the table. */
  static Set<String> ofTheClasses() {
    Set<String> names = new TreeSet<>();
    for (Class<?> type : TALKING) {
      Stream.<Class<?>>iterate(type, each -> each != null && each != Object.class, Class::getSuperclass)
          .flatMap(each -> Stream.of(each.getDeclaredMethods()))
          .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
          .map(Method::getName)
          .filter(name -> !QUIET.contains(name))
          .forEach(name -> names.add(type.getSimpleName() + "." + name));
    }
    return names;
  }
}
