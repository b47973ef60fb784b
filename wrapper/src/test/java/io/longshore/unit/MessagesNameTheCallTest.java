package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.ByteStream;
import io.longshore.DockerClient;
import io.longshore.DockerException;
import io.longshore.NotFoundException;
import io.longshore.container.Container;
import io.longshore.container.ContainerFiles;
import io.longshore.container.Containers;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.image.Image;
import io.longshore.image.Images;
import io.longshore.image.PullPolicy;
import io.longshore.image.RegistryAuth;
import io.longshore.system.DockerSystem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails is named as the program wrote it: its method, and its name of the resource. */
@Timeout(60)
class MessagesNameTheCallTest {
  private static final Set<String> NO_CALLS = Set.of("id", "files", "get", "reference", "equals", "hashCode", "toString");

  private final ScriptedEngine engine =
      new ScriptedEngine().answers(ScriptedEngine.json(404, "{\"message\":\"No such thing\"}"));
  private final DockerClient docker = engine.client();
  private final Map<String, Callable<?>> calls = new LinkedHashMap<>();

  @AfterEach
  void close() {
    docker.close();
    engine.close();
  }

  private void doing(String method, Runnable call) {
    calls.put(
        method,
        () -> {
          call.run();
          return null;
        });
  }

  /** All public methods of a class fail, each naming itself and the resource. */
  private void allNamed(Class<?> type, String name) {
    Set<String> methods = new TreeSet<>();
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !NO_CALLS.contains(method.getName())) {
        methods.add(method.getName());
      }
    }
    assertEquals(methods, new TreeSet<>(calls.keySet()));
    calls.forEach(
        (method, call) -> {
          DockerException failure = assertThrows(DockerException.class, call::call, method);
          String message = String.valueOf(failure.getMessage());
          assertTrue(message.startsWith(name.isEmpty() ? method + " " : method + " of " + name), message);
        });
  }

  @Test
  void ofAContainer(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "a");
    Container web = docker.containers().get("web");
    doing("inspect", web::inspect);
    doing("start", web::start);
    doing("stop", web::stop);
    doing("restart", web::restart);
    doing("kill", web::kill);
    doing("pause", web::pause);
    doing("unpause", web::unpause);
    doing("rename", () -> web.rename("other"));
    doing("remove", web::remove);
    doing("removeLink", () -> web.removeLink("db"));
    doing("waitFor", web::waitFor);
    doing("openWait", () -> web.openWait(WaitCondition.REMOVED).close());
    doing("top", web::top);
    doing("stats", () -> web.stats().close());
    doing("statsOnce", web::statsOnce);
    doing("statsNow", web::statsNow);
    doing("update", () -> web.update(u -> u.memory(5)));
    doing("hostPort", () -> web.hostPort(80));
    doing("logs", () -> web.logs().close());
    doing("followLogs", () -> web.followLogs().iterator().next());
    doing("exec", () -> web.exec("true"));
    doing("openExec", () -> web.openExec(e -> e.command("true")).close());
    doing("attach", () -> web.attach().close());
    doing("resize", () -> web.resize(80, 25));
    doing("copyTo", () -> web.copyTo(file, "/to"));
    doing("copyFrom", () -> web.copyFrom("/from", folder.resolve("b")));
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
    doing("copyFrom", () -> files.copyFrom("/from", folder.resolve("b")));
    doing("write", () -> files.write("/a", new byte[1]));
    doing("read", () -> files.read("/a"));
    doing("open", () -> closed(files.open("/a")));
    doing("archive", () -> closed(files.archive("/a")));
    doing("extract", () -> files.extract("/a", tar));
    allNamed(ContainerFiles.class, "web");
  }

  private static void closed(ByteStream stream) {
    stream.close();
  }

  @Test
  void ofImages() {
    Image image = docker.images().get("busybox:1");
    doing("inspect", image::inspect);
    doing("tag", () -> image.tag("other:1"));
    doing("remove", image::remove);
    allNamed(Image.class, "busybox:1");
    calls.clear();
    doing("pull", () -> docker.images().pull("busybox:1"));
    doing("importTar", () -> docker.images().importTar(new ByteArrayInputStream(new byte[1024])));
    doing("list", docker.images()::list);
    allNamed(Images.class, "");
  }

  @Test
  void ofCollectionsAndTheSystem() {
    Containers containers = docker.containers();
    doing("create", () -> containers.create(c -> c.image("i").name("web")));
    doing("list", containers::list);
    doing("prune", containers::prune);
    doing("run", () -> containers.run(c -> c.image("i").pull(PullPolicy.NEVER)));
    doing("runAttached", () -> containers.runAttached(c -> c.image("i").pull(PullPolicy.NEVER)).close());
    allNamed(Containers.class, "");
    calls.clear();
    DockerSystem system = docker.system();
    doing("ping", system::ping);
    doing("version", system::version);
    doing("info", system::info);
    doing("dataUsage", () -> system.dataUsage(d -> {}));
    doing("login", () -> system.login("r.example", RegistryAuth.password("u", "p")));
    doing("events", () -> system.events().close());
    doing("followEvents", () -> system.followEvents(e -> {}).iterator().next());
    allNamed(DockerSystem.class, "");
  }

  @Test
  void aNameThatWasGivenStandsBesideTheShortId() {
    String id = "0123456789ab" + "c".repeat(52);
    engine.answers(ScriptedEngine.json(201, "{\"Id\":\"" + id + "\"}"));
    Container web = docker.containers().create(c -> c.image("i").name("web"));
    Container nameless = docker.containers().create(c -> c.image("i"));
    engine.answers(ScriptedEngine.json(404, "{\"message\":\"No such container\"}"));
    NotFoundException e = assertThrows(NotFoundException.class, () -> web.files().read("/a"));
    assertEquals(
        "read of web (0123456789ab) failed: No such container (status 404, API 1.51, ContainerInspect)", e.getMessage());
    assertEquals("ContainerInspect", e.operation());
    assertEquals("read of web (0123456789ab)", e.what());
    assertEquals(id, e.resource());
    assertEquals(
        "start of 0123456789ab failed: No such container (status 404, API 1.51, ContainerStart)",
        assertThrows(NotFoundException.class, nameless::start).getMessage());
  }
}
