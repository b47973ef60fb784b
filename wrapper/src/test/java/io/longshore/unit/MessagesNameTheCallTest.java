package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.build.Builds;
import io.longshore.container.Container;
import io.longshore.container.Containers;
import io.longshore.container.CreateOptions;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
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
import io.longshore.image.PullPolicy;
import io.longshore.network.Network;
import io.longshore.network.Networks;
import io.longshore.registry.Registries;
import io.longshore.registry.RegistryAuth;
import io.longshore.stream.ByteStream;
import io.longshore.system.DockerSystem;
import io.longshore.volume.Volume;
import io.longshore.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What fails is named as the program wrote it: its method, and its name of the resource. */
@Timeout(60)
class MessagesNameTheCallTest {
  /** Makes no call, or, as removeIfExists, succeeds where the others fail. */
  private static final Set<String> NO_CALLS = Set.of("removeIfExists", "name", "id", "files", "network", "endpoints",
      "get", "reference", "equals", "hashCode", "toString");

  private static final Duration SHORTLY = Duration.ofSeconds(1);
  private static final String ID = "0123456789ab" + "c".repeat(52);
  private static final String SHOWN = "web (0123456789ab)";

  private final ScriptedEngine engine = new ScriptedEngine().speaks("1.55")
      .answers(ScriptedEngine.json(404, "{\"message\":\"No such thing\"}"));
  private final DockerClient docker = engine.client();
  private final List<Map.Entry<String, Callable<?>>> calls = new ArrayList<>();

  @AfterEach
  void close() {
    docker.close();
    engine.close();
  }

  private void doing(String method, Runnable call) {
    calls.add(
        Map.entry(
            method,
            () -> {
              call.run();
              return null;
            }));
  }

  /** All public methods of a class fail, each in all its forms, naming itself and the resource. */
  private void allNamed(Class<?> type, String name) {
    List<String> methods = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() != Object.class && !method.isSynthetic() && !NO_CALLS.contains(method.getName())) {
        methods.add(method.getName());
      }
    }
    assertEquals(methods.stream().sorted().toList(), calls.stream().map(Map.Entry::getKey).sorted().toList());
    calls.forEach(
        call -> {
          DockerException failure = assertThrows(DockerException.class, call.getValue()::call, call.getKey());
          String message = String.valueOf(failure.getMessage());
          assertTrue(message.startsWith(call.getKey() + (name.isEmpty() ? " " : " of " + name)), message);
        });
    calls.clear();
  }

  @Test
  void ofAContainer() {
    Container web = docker.containers().get("web");
    doing("inspect", web::inspect);
    doing("inspect", () -> web.inspect(i -> i.size()));
    doing("start", web::start);
    doing("start", () -> web.start(s -> {}));
    doing("stop", web::stop);
    doing("stop", () -> web.stop(SHORTLY));
    doing("stop", () -> web.stop(s -> {}));
    doing("restart", web::restart);
    doing("restart", () -> web.restart(r -> {}));
    doing("kill", web::kill);
    doing("kill", () -> web.kill("SIGHUP"));
    doing("pause", web::pause);
    doing("unpause", web::unpause);
    doing("rename", () -> web.rename("other"));
    doing("remove", web::remove);
    doing("remove", () -> web.remove(r -> r.force()));
    doing("waitFor", web::waitFor);
    doing("waitFor", () -> web.waitFor(SHORTLY));
    doing("waitUntilHealthy", () -> web.waitUntilHealthy(SHORTLY));
    doing("waitFor", () -> web.waitFor(WaitCondition.REMOVED, SHORTLY));
    doing("openWait", () -> web.openWait(WaitCondition.REMOVED).close());
    doing("top", web::top);
    doing("stats", () -> web.stats().close());
    doing("statsOnce", web::statsOnce);
    doing("statsWithoutCpu", web::statsWithoutCpu);
    doing("update", () -> web.update(u -> u.memory(5)));
    doing("hostPort", () -> web.hostPort(80));
    doing("hostPort", () -> web.hostPort(80, "udp"));
    doing("logs", () -> web.logs().close());
    doing("logs", () -> web.logs(l -> l.follow()).close());
    doing("followLogs", () -> web.followLogs().iterator().next());
    doing("followLogs", () -> web.followLogs(l -> l.tail(0)).iterator().next());
    doing("exec", () -> web.exec("true"));
    doing("exec", () -> web.exec(e -> e.command("cat").stdin(new byte[1])));
    doing("openExec", () -> web.openExec(e -> e.command("true")).close());
    doing("attach", () -> web.attach().close());
    doing("attach", () -> web.attach(a -> a.logs()).close());
    doing("resize", () -> web.resize(80, 25));
    doing("export", () -> web.export().close());
    doing("changes", web::changes);
    allNamed(Container.class, "web");
  }

  @Test
  void ofFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "a");
    ContainerFiles files = docker.containers().get("web").files();
    InputStream tar = new ByteArrayInputStream(new byte[1024]);
    doing("stat", () -> files.stat("/a"));
    doing("copyTo", () -> files.copyTo(file, "/to"));
    doing("copyTo", () -> files.copyTo(file, "/to", c -> {}));
    doing("copyFrom", () -> files.copyFrom("/from", folder.resolve("b")));
    doing("copyFrom", () -> files.copyFrom("/from", folder.resolve("b"), c -> c.followLinks()));
    doing("write", () -> files.write("/a", new byte[1]));
    doing("write", () -> files.write("/a", new byte[1], w -> {}));
    doing("write", () -> files.write("/a", tar, 1));
    doing("write", () -> files.write("/a", tar, 1, w -> {}));
    doing("read", () -> files.read("/a"));
    doing("read", () -> files.read("/a", 5));
    doing("open", () -> closed(files.open("/a")));
    doing("archive", () -> closed(files.archive("/a")));
    doing("extract", () -> files.extract("/a", tar));
    doing("extract", () -> files.extract("/a", tar, e -> {}));
    allNamed(ContainerFiles.class, "web");
  }

  private static void closed(ByteStream stream) {
    stream.close();
  }

  @Test
  void ofImages() {
    Image image = docker.images().get("busybox:1");
    doing("inspect", image::inspect);
    doing("inspect", () -> image.inspect(i -> {}));
    doing("tag", () -> image.tag("other:1"));
    doing("remove", image::remove);
    doing("remove", () -> image.remove(r -> r.force()));
    doing("push", image::push);
    doing("push", () -> image.push(p -> {}));
    doing("pushAllTags", image::pushAllTags);
    doing("pushAllTags", () -> image.pushAllTags(p -> {}));
    doing("history", image::history);
    doing("history", () -> image.history(h -> {}));
    doing("attestations", () -> image.attestations(a -> {}));
    allNamed(Image.class, "busybox:1");
    Images images = docker.images();
    doing("pullAllTags", () -> images.pullAllTags(p -> p.reference("busybox")));
    doing("commit", () -> images.commit("web"));
    doing("commit", () -> images.commit("web", c -> {}));
    doing("save", () -> closed(images.save("busybox:1")));
    doing("save", () -> closed(images.save(s -> s.image("busybox:1"))));
    doing("save", () -> images.save(Path.of("image.tar"), s -> s.image("busybox:1")));
    doing("load", () -> images.load(new ByteArrayInputStream(new byte[1024])));
    doing("load", () -> images.load(new ByteArrayInputStream(new byte[1024]), l -> {}));
    doing("load", () -> images.load(Path.of("pom.xml")));
    doing("load", () -> images.load(Path.of("pom.xml"), l -> {}));
    doing("search", () -> images.search("app"));
    doing("search", () -> images.search("app", s -> {}));
    doing("prune", images::prune);
    doing("prune", () -> images.prune(p -> {}));
    doing("pull", () -> docker.images().pull("busybox:1"));
    doing("pull", () -> docker.images().pull("busybox:1", step -> {}));
    doing("pull", () -> docker.images().pull(p -> p.reference("busybox:1")));
    doing("importTar", () -> docker.images().importTar(new ByteArrayInputStream(new byte[1024])));
    doing("importTar", () -> docker.images().importTar(new ByteArrayInputStream(new byte[1024]), i -> {}));
    doing("list", docker.images()::list);
    doing("list", () -> docker.images().list(l -> {}));
    allNamed(Images.class, "");
  }

  @Test
  void ofCollectionsAndTheSystem() {
    Containers containers = docker.containers();
    CreateOptions options = CreateOptions.of(c -> c.image("i").pull(PullPolicy.NEVER));
    doing("create", () -> containers.create(c -> c.image("i").name("web")));
    doing("create", () -> containers.create(options));
    doing("list", containers::list);
    doing("list", () -> containers.list(l -> {}));
    doing("prune", containers::prune);
    doing("prune", () -> containers.prune(p -> {}));
    doing("run", () -> containers.run(c -> c.image("i").pull(PullPolicy.NEVER)));
    doing("run", () -> containers.run(options));
    doing("runAttached", () -> containers.runAttached(c -> c.image("i").pull(PullPolicy.NEVER)).close());
    CreateOptions never = CreateOptions.of(c -> c.image("i").pull(PullPolicy.NEVER));
    doing("runAttached", () -> containers.runAttached(never).close());
    doing("runAttached", () -> containers.runAttached(never, a -> {}).close());
    doing("runAttached", () -> containers.runAttached(c -> c.image("i").pull(PullPolicy.NEVER), a -> {}).close());
    allNamed(Containers.class, "");
    calls.clear();
    DockerSystem system = docker.system();
    doing("ping", system::ping);
    doing("version", system::version);
    doing("info", system::info);
    doing("dataUsage", () -> system.dataUsage(d -> {}));
    doing("dataUsage", system::dataUsage);
    doing("events", () -> system.events().close());
    doing("events", () -> system.events(e -> {}).close());
    doing("followEvents", () -> system.followEvents(e -> {}).iterator().next());
    allNamed(DockerSystem.class, "");
    calls.clear();
    Registries registries = docker.registries();
    RegistryAuth auth = RegistryAuth.password("u", "p");
    doing("login", () -> registries.login("r.example", auth));
    doing("login", () -> registries.login(auth));
    doing("inspect", () -> registries.inspect("r.example/i"));
    doing("inspect", () -> registries.inspect("i", auth));
    allNamed(Registries.class, "");
  }

  @Test
  void ofBuilds() {
    Builds builds = docker.builds();
    doing("build", () -> builds.build(b -> b.archive(new ByteArrayInputStream(new byte[1024]))));
    doing("cache", builds::cache);
    doing("prune", builds::prune);
    doing("prune", () -> builds.prune(p -> p.all()));
    allNamed(Builds.class, "");
    doing("build", () -> builds.build(b -> b.remote("https://example.com/app.git").tag("app:1")));
    DockerException failure = assertThrows(DockerException.class, calls.get(0).getValue()::call);
    assertTrue(failure.getMessage().startsWith("build of app:1 failed: No such thing ("), failure::getMessage);
  }

  @Test
  void ofVolumes() {
    Volumes volumes = docker.volumes();
    doing("create", () -> volumes.create("data"));
    doing("create", () -> volumes.create(v -> v.name("data")));
    doing("list", volumes::list);
    doing("list", () -> volumes.list(l -> l.dangling()));
    doing("prune", volumes::prune);
    doing("prune", () -> volumes.prune(p -> p.label("a")));
    allNamed(Volumes.class, "");
    Volume data = volumes.get("data");
    doing("inspect", data::inspect);
    doing("update", () -> data.update(spec -> spec));
    doing("remove", data::remove);
    doing("remove", () -> data.remove(r -> r.force()));
    allNamed(Volume.class, "data");
  }

  @Test
  void ofNetworks() {
    Networks networks = docker.networks();
    doing("create", () -> networks.create("front"));
    doing("create", () -> networks.create(n -> n.name("front")));
    doing("list", networks::list);
    doing("list", () -> networks.list(l -> l.dangling()));
    doing("prune", networks::prune);
    doing("prune", () -> networks.prune(p -> p.label("a")));
    allNamed(Networks.class, "");
    Network front = networks.get("front");
    doing("inspect", front::inspect);
    doing("inspect", () -> front.inspect(i -> i.verbose()));
    doing("connect", () -> front.connect("web"));
    doing("connect", () -> front.connect(docker.containers().get("web")));
    doing("connect", () -> front.connect("web", e -> e.alias("db")));
    doing("disconnect", () -> front.disconnect("web"));
    doing("disconnect", () -> front.disconnect(docker.containers().get("web")));
    doing("disconnect", () -> front.disconnect("web", true));
    doing("remove", front::remove);
    allNamed(Network.class, "front");
  }

  @Test
  void ofExperimentalNetworking() {
    engine.speaks("1.20");
    ExperimentalNetworks networks = docker.experimental().networks();
    doing("list", networks::list);
    doing("findByName", () -> networks.findByName("front"));
    doing("findByPartialId", () -> networks.findByPartialId("01"));
    doing("create", () -> networks.create("front"));
    doing("create", () -> networks.create("front", n -> {}));
    allNamed(ExperimentalNetworks.class, "");
    ExperimentalNetwork network = networks.get(ID);
    doing("inspect", network::inspect);
    doing("remove", network::remove);
    allNamed(ExperimentalNetwork.class, ID);
    Endpoints endpoints = network.endpoints();
    doing("list", endpoints::list);
    doing("findByName", () -> endpoints.findByName("db"));
    doing("findByPartialId", () -> endpoints.findByPartialId("01"));
    doing("create", () -> endpoints.create("db"));
    doing("create", () -> endpoints.create("db", e -> {}));
    allNamed(Endpoints.class, "");
    Endpoint endpoint = endpoints.get(ID);
    doing("inspect", endpoint::inspect);
    doing("remove", endpoint::remove);
    doing("join", () -> endpoint.join(ID));
    doing("join", () -> endpoint.join(ID, j -> {}));
    doing("leave", () -> endpoint.leave(ID));
    allNamed(Endpoint.class, ID);
  }

  @Test
  void ofExperimentalServices() {
    engine.speaks("1.20");
    Services services = docker.experimental().services();
    doing("list", services::list);
    doing("findByName", () -> services.findByName("db"));
    doing("findByPartialId", () -> services.findByPartialId("01"));
    doing("findByNetwork", () -> services.findByNetwork("front"));
    doing("publish", () -> services.publish("db"));
    doing("publish", () -> services.publish("db", s -> {}));
    allNamed(Services.class, "");
    Service service = services.get(ID);
    doing("inspect", service::inspect);
    doing("unpublish", service::unpublish);
    doing("backends", service::backends);
    doing("attach", () -> service.attach(ID));
    doing("attach", () -> service.attach(ID, j -> {}));
    doing("detach", () -> service.detach(ID));
    allNamed(Service.class, ID);
    engine.answers(ScriptedEngine.of(200, "text/plain", "no key"));
    String message = assertThrows(DockerException.class, () -> service.attach(ID)).getMessage();
    assertTrue(message.startsWith("attach of " + ID + ": "), message);
  }

  @Test
  void aNameThatWasGivenStandsBesideTheShortId() {
    Container web = created();
    Container nameless = docker.containers().create(c -> c.image("i"));
    engine.answers(ScriptedEngine.json(404, "{\"message\":\"No such container\"}"));
    NotFoundException e = assertThrows(NotFoundException.class, () -> web.files().read("/a"));
    assertEquals(
        "read of web (0123456789ab) failed: No such container (status 404, API 1.55, ContainerInspect)",
        e.getMessage());
    assertEquals("ContainerInspect", e.operation());
    assertEquals("read of web (0123456789ab)", e.what());
    assertEquals(ID, e.resource());
    assertEquals(
        "start of 0123456789ab failed: No such container (status 404, API 1.55, ContainerStart)",
        assertThrows(NotFoundException.class, nameless::start).getMessage());
  }

  private Container created() {
    engine.answers(ScriptedEngine.json(201, "{\"Id\":\"" + ID + "\"}"));
    return docker.containers().create(c -> c.image("i").name("web"));
  }

  /** Answers a question for the container's state with one, and everything else with another. */
  private void answers(String state, MockResponse other) {
    String inspect = state.replace('\'', '"');
    engine.answers(
        request -> request.getMethod().equals("GET") && request.getUrl().encodedPath().endsWith(ID + "/json")
            ? ScriptedEngine.json(200, inspect)
            : other);
  }

  private void saying(String wanted, Executable call) {
    String message = String.valueOf(assertThrows(DockerException.class, call).getMessage());
    assertTrue(message.contains(wanted), message);
    assertFalse(message.contains(ID), message);
  }

  @Test
  void whatTheEngineEndsEarlyIsNamedToo() {
    Container web = created();
    answers("{'State':{'Running':true}}", ScriptedEngine.of(200, "application/vnd.docker.raw-stream", ""));
    saying("the log of " + SHOWN + " ended", () -> web.logs(l -> l.follow()).readAll());
    saying("the stats of " + SHOWN + " ended", () -> web.stats().iterator().hasNext());
    saying("the stats of " + SHOWN, web::statsWithoutCpu);
    engine.answers(ScriptedEngine.json(200, "{\"message\":\"boom\"}"));
    saying("the stats of " + SHOWN + ": the engine says: boom", web::statsOnce);
    saying("the stats of " + SHOWN + ": the engine says: boom", () -> web.stats().iterator().hasNext());
  }

  @Test
  void soIsAnEndThatTheEngineDoesNotTell() {
    Container web = created();
    MockResponse empty = ScriptedEngine.of(200, "application/vnd.docker.raw-stream", "");
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/json") ? ScriptedEngine.json(500, "{\"message\":\"boom\"}")
            : empty);
    saying("logs of " + SHOWN + " failed: boom", () -> web.logs(l -> l.follow()).readAll());
    saying("stats of " + SHOWN + " failed: boom", () -> web.stats().iterator().hasNext());
  }

  @Test
  void soIsAPortThatIsNone() {
    Container web = created();
    answers("{'NetworkSettings':{'Ports':{'80/tcp':[{'HostPort':'x'}]}}}", ScriptedEngine.status(404));
    saying("80/tcp of the container " + SHOWN, () -> web.hostPort(80));
  }

  @Test
  void soIsAStreamThatDoesNotBegin() {
    Container web = created();
    engine.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    saying(
        "logs of " + SHOWN + ": the thread was interrupted",
        () -> {
          Thread.currentThread().interrupt();
          try {
            web.logs(l -> l.follow());
          } finally {
            Thread.interrupted();
          }
        });
  }

  @Test
  void anEngineThatCannotTellAnExitSaysSoOfWhatWasCalled() {
    engine.speaks("1.29");
    Container web = created();
    answers("{'Config':{},'HostConfig':{'AutoRemove':true}}", ScriptedEngine.status(204));
    saying("attach of " + SHOWN + ": ", web::attach);
    engine.answers(
        request -> request.getMethod().equals("POST")
            ? ScriptedEngine.json(201, "{\"Id\":\"" + ID + "\"}")
            : ScriptedEngine.json(200, "{\"Config\":{},\"HostConfig\":{\"AutoRemove\":true}}"));
    String message = assertThrows(UnsupportedException.class,
        () -> docker.containers().runAttached(c -> c.image("i").name("web").autoRemove()))
        .getMessage();
    assertTrue(message.startsWith("runAttached of " + SHOWN + ": ") && message.contains("autoRemove"), message);
    assertFalse(message.contains("openWait"), message);
  }
}
