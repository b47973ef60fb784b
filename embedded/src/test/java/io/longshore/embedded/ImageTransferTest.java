package io.longshore.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Images that are pushed, saved, loaded and made of containers, and what is refused. */
class ImageTransferTest extends EngineTest {
  private static final String I = "/v1.51/images/";
  private static final String REGISTRY = "registry.example.com:5000";
  private static final String LOCKED = "locked.example.com";
  private static final String OTHER_PLATFORM = "{\"os\":\"linux\",\"architecture\":\"s390x\"}";

  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder().registry(REGISTRY).registry(LOCKED, "ada", "right").start();
  }

  private void imported(String repository, String tag) throws IOException {
    expect(200, "sha256:", "POST",
        I + "create?fromSrc=-&repo=" + repository + "&tag=" + tag + "&changes=" + query("CMD [\"/hello\"]"),
        text(new Archives().folder("etc", 0755).file("etc/motd", "ahoy " + tag)));
  }

  private static String text(Archives archive) throws IOException {
    return new String(archive.bytes(), UTF_8);
  }

  private String field(String image, String name) throws IOException {
    return call("GET", I + image + "/json").field(name);
  }

  @Test
  void whatWasPushedIsPulled() throws IOException {
    String repository = REGISTRY + "/team/app";
    imported(repository, "1");
    expect(201, "POST", I + repository + ":1/tag?repo=" + repository + "&tag=2");
    String pushed = call("POST", I + repository + "/push?tag=1").body();
    assertTrue(pushed.contains("1: digest: sha256:"), pushed);
    String digest = pushed.substring(pushed.indexOf("\"Digest\":\"") + 10).substring(0, 71);
    String all = call("POST", I + repository + "/push").body();
    assertTrue(all.contains("1: digest: " + digest) && all.contains("2: digest: " + digest), all);
    String id = field(repository + ":1", "Id");
    expect(200, "Deleted", "DELETE", I + id + "?force=1", "");
    expect(200, "Pulling from team/app", "POST", I + "create?fromImage=" + repository, "");
    assertEquals(id, field(repository + ":1", "Id"));
    assertEquals(id, field(repository + ":2", "Id"));
    expect(200, "Status: Downloaded newer image", "POST", I + "create?fromImage=" + repository + "&tag=" + digest, "");
    assertEquals(id, field(repository + "@" + digest, "Id"));
    expect(404, "manifest unknown", "POST", I + "create?fromImage=" + repository + "&tag=3", "");
    expect(404, "does not provide the specified platform", "POST",
        I + "create?fromImage=" + repository + "&tag=1&platform=linux/s390x", "");
    expect(200, "Untagged", "DELETE", I + repository + ":1", "");
    expect(200, "Untagged", "DELETE", I + repository + ":2", "");
  }

  @Test
  void bytesAreReportedBothWays() throws IOException {
    String repository = REGISTRY + "/team/app";
    imported(repository, "1");
    String size = field(repository + ":1", "Size");
    String all = "\"current\":" + size + ",\"total\":" + size;
    expect(200, all, "POST", I + repository + "/push?tag=1", "");
    expect(200, "Untagged", "DELETE", I + repository + ":1", "");
    expect(200, all, "POST", I + "create?fromImage=" + repository + "&tag=1", "");
    String again = call("POST", I + "create?fromImage=" + repository + "&tag=1", "").body();
    assertTrue(again.contains("Already exists") && !again.contains(all), again);
  }

  @Test
  void namesAreCheckedWhenTheEngineIsDescribed() {
    EmbeddedEngine.Builder builder = EmbeddedEngine.builder();
    for (String name : new String[] {"Foo Bar", "", "a:", "http://a/b"}) {
      assertThrows(IllegalArgumentException.class, () -> builder.image(name, i -> {}), name);
    }
    for (String address : new String[] {"", "https://foo/", "foo.example/path", "foo", "foo.example:x", "-.example"}) {
      assertThrows(IllegalArgumentException.class, () -> builder.registry(address), address);
    }
    builder.registry("foo.example").registry("localhost").registry("127.0.0.1:5000");
  }

  @Test
  void whatCannotBePushedIsToldInTheStream() throws IOException {
    expect(200, "An image does not exist locally with the tag: " + REGISTRY + "/nope", "POST",
        I + REGISTRY + "/nope/push?tag=1", "");
    imported(REGISTRY + "/app", "1");
    expect(200, "tag does not exist: " + REGISTRY + "/app:2", "POST", I + REGISTRY + "/app/push?tag=2", "");
    imported("other.example.com/app", "1");
    expect(200, "connection refused", "POST", I + "other.example.com/app/push?tag=1", "");
  }

  private RawClient.Answer callAs(String user, String password, String method, String target) throws IOException {
    String login = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
    String header = Base64.getUrlEncoder().encodeToString(login.getBytes(UTF_8));
    try (RawClient client = new RawClient(engine.host())) {
      client.send(method, target, "", "X-Registry-Auth: " + header + "\r\n");
      return client.readAnswer(method);
    }
  }

  @Test
  void aRegistryWithALoginAcceptsNoOther() throws IOException {
    String image = LOCKED + "/app";
    imported(image, "1");
    expect(200, "\"no basic auth credentials", "POST", I + image + "/push?tag=1", "");
    String refused = callAs("ada", "wrong", "POST", I + image + "/push?tag=1").body();
    assertTrue(refused.contains("unauthorized: authentication required"), refused);
    String pushed = callAs("ada", "right", "POST", I + image + "/push?tag=1").body();
    String digest = pushed.substring(pushed.indexOf("\"Digest\":\"") + 10).substring(0, 71);

    String pull = I + "create?fromImage=" + image + "&tag=1";
    expect(500, "no basic auth credentials", "POST", pull, "");
    assertEquals(401, callAs("bob", "right", "POST", pull).status());
    assertEquals(200, callAs("ada", "right", "POST", pull).status());

    String inspect = "/v1.51/distribution/" + image;
    expect(500, "no basic auth credentials", "GET",
        inspect + ":1/json", "");
    assertEquals(401, callAs("ada", "wrong", "GET", inspect + ":1/json").status());
    for (String name : new String[] {":1", "@" + digest}) {
      String found = callAs("ada", "right", "GET", inspect + name + "/json").body();
      assertTrue(found.contains(digest) && found.contains("\"architecture\":\"amd64\""), found);
    }
    assertEquals(404, callAs("ada", "right", "GET", inspect + ":2/json").status());
    expect(500, "connection refused", "GET", "/v1.51/distribution/other.example.com/app/json", "");
    expect(200, "sha256:", "GET", "/v1.51/distribution/busybox:local/json", "");
  }

  @Test
  void aLoginIsTheRegistrysToAccept() throws IOException {
    String login = "{\"username\":\"ada\",\"password\":\"%s\",\"serveraddress\":\"%s\"}";
    String auth = "/v1.51/auth";
    expect(200, "Login Succeeded", "POST", auth, login.formatted("right", LOCKED));
    expect(200, "Login Succeeded", "POST", auth, login.formatted("right", "https://" + LOCKED + "/v2/"));
    expect(500, "failed with status: 401 Unauthorized", "POST", auth, login.formatted("wrong", LOCKED));
    expect(200, "Login Succeeded", "POST", auth, login.formatted("any", REGISTRY));
    expect(200, "Login Succeeded", "POST", auth, login.formatted("any", "https://index.docker.io/v1/"));
    expect(500, "connection refused", "POST", auth, login.formatted("any", "other.example.com"));
    expect(200, "Login Succeeded", "POST", auth, "null");
  }

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    imported("one", "1");
    imported("one", "2");
    String first = field("one:1", "Id");
    String second = field("one:2", "Id");
    String both = call("GET", I + "one/get").body();
    String byId = call("GET", I + "get?names=" + first).body();
    for (String id : new String[] {first, second}) {
      expect(200, "Deleted", "DELETE", I + id + "?force=1", "");
    }
    expect(200, "Loaded image ID: " + first, "POST", I + "load", byId);
    String loaded = call("POST", I + "load", both).body();
    assertTrue(loaded.contains("Loaded image: one:1") && loaded.contains("Loaded image: one:2"), loaded);
    assertEquals(first, field("one:1", "Id"));
    assertEquals(second, field("one:2", "Id"));
    expect(500, "reference does not exist", "GET", I + "get?names=nope", "");
    expect(404, "does not provide the specified platform", "GET",
        I + "get?names=one:1&platform=" + query(OTHER_PLATFORM), "");
    expect(400, "failed to parse platform", "GET", I + "get?names=one:1&platform=linux", "");
    assertEquals("", call("POST", I + "load?platform=" + query(OTHER_PLATFORM), both).body());
  }

  @Test
  void layersLieOnTopOfEachOther() throws IOException {
    String below = text(new Archives().folder("etc", 0755).file("etc/gone", "x").file("etc/motd", "old"));
    String above = text(new Archives().folder("etc", 0755).file("etc/.wh.gone", "").file("etc/.wh.nothing", "")
        .file("etc/motd", "new"));
    String settings = "{\"config\":{\"Cmd\":[\"true\"]},\"created\":\"2026-01-02T03:04:05Z\",\"author\":\"Ada\","
        + "\"history\":[{\"created\":\"2026-01-02T03:04:05Z\",\"created_by\":\"below\"},"
        + "{\"created_by\":\"above\",\"comment\":\"second\"}]}";
    String manifest = "[{\"Config\":\"c.json\",\"RepoTags\":[\"layered:1\"],\"Layers\":[\"a.tar\",\"b.tar\"]}]";
    expect(200, "Loaded image: layered:1", "POST", I + "load",
        text(new Archives().file("manifest.json", manifest).file("c.json", settings).file("a.tar", below)
            .file("b.tar", above)));
    assertEquals("Ada", field("layered:1", "Author"));
    String history = call("GET", I + "layered:1/history").body();
    assertTrue(history.indexOf("above") < history.indexOf("below"), history);
    assertEquals(201, call("POST", "/v1.51/containers/create?name=ship", "{\"Image\":\"layered:1\"}").status());
    expect(404, "GET", "/v1.51/containers/ship/archive?path=/etc/gone");
    assertTrue(call("GET", "/v1.51/containers/ship/archive?path=/etc/motd").body().contains("new"));
  }

  @Test
  void whatIsNoArchiveOfImagesIsToldInTheStream() throws IOException {
    expect(200, "unexpected EOF", "POST", I + "load", "nonsense");
    expect(200, "manifest.json: no such file or directory", "POST", I + "load", text(new Archives().file("a", "b")));
    expect(200, "is not one of docker save", "POST", I + "load",
        text(new Archives().file("manifest.json", "{}")));
    expect(200, "says nothing of Config", "POST", I + "load", text(new Archives().file("manifest.json", "[{}]")));
    expect(200, "holds no image", "POST", I + "load", text(new Archives().file("manifest.json", "null")));
  }

  @Test
  void aCommitMergesSettings() throws IOException {
    create("ship", "\"Env\":[\"A=1\"],\"Labels\":{\"x\":\"1\"},\"WorkingDir\":\"/tmp\"", "true");
    String target = "/v1.51/commit?container=ship&repo=made&tag=1&comment=noted&author=Ada&changes="
        + query("CMD [\"ls\"]\nENV C=3");
    assertEquals(201, call("POST", target, "{\"Env\":[\"B=2\"],\"Labels\":{\"y\":\"2\"},\"User\":\"1000\"}").status());
    String made = call("GET", I + "made:1/json").body();
    for (String part : new String[] {"A=1", "B=2", "C=3", "\"x\":\"1\"", "\"y\":\"2\"", "\"Cmd\":[\"ls\"]",
        "\"User\":\"1000\"", "\"WorkingDir\":\"/tmp\"", "\"Comment\":\"noted\"", "\"Author\":\"Ada\""}) {
      assertTrue(made.contains(part), () -> part + " in " + made);
    }
    expect(400, "invalid name or ID supplied: ''", "POST", "/v1.51/commit", "{}");
    expect(404, "No such container: nope", "POST", "/v1.51/commit?container=nope", "{}");
    expect(400, "invalid JSON", "POST", "/v1.51/commit?container=ship", "[]");
    expect(400, "is not a valid change command", "POST", "/v1.51/commit?container=ship&changes=RUN%20x", "{}");
  }

  @Test
  void aPruneTakesWhatNothingUses() throws IOException {
    imported("named", "1");
    String named = field("named:1", "Id");
    create("ship", "", "true");
    String nameless = call("POST", "/v1.51/commit?container=ship", "{\"Labels\":{\"x\":\"1\"}}").field("Id");
    String pruned = call("POST", I + "prune").body();
    assertTrue(pruned.contains(nameless), pruned);
    assertFalse(pruned.contains(named), pruned);
    String all = call("POST", I + "prune?filters=" + query("{\"dangling\":[\"false\"]}")).body();
    assertTrue(all.contains(named), all);
    expect(200, "busybox:local", "GET", I + "busybox:local/json", "");
    expect(404, "No such image", "GET", I + "named:1/history", "");
  }
}
