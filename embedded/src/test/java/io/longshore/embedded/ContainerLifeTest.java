package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The rules of a container's life; statuses and words as read off Docker 28.5.2. */
class ContainerLifeTest extends EngineTest {
  private static final String C = "/v1.51/containers/";

  @Test
  void whatIsWrongWithCreation() throws IOException {
    String id = create("web", "", "true");
    expect(
        409,
        "Conflict. The container name '/web' is already in use by container '" + id
            + "'. You have to remove (or rename) that container to be able to reuse that name.",
        "POST",
        C + "create?name=web",
        config("", "true"));
    for (String name : new String[] {"a", "a/b", "a b", "..", "a\r\nb", "-x"}) {
      expect(400, "only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", "POST", C + "create?name=" + query(name),
          config("", "true"));
    }
    expect(404, "No such image: nope:latest", "POST", C + "create", "{\"Image\":\"nope\",\"Cmd\":[\"x\"]}");
    expect(400, "repository name (library/UP) must be lowercase", "POST", C + "create", "{\"Image\":\"UP\"}");
    expect(400, "invalid JSON: got EOF while reading request body", "POST", C + "create", "");
    expect(400, "invalid JSON: ", "POST", C + "create", "{");
    expect(400, "invalid JSON: ", "POST", C + "create", "[]");
    expect(400, "cannot unmarshal number into Go struct field .Image of type string", "POST", C + "create",
        "{\"Image\":5}");
    expect(400, "config cannot be empty in order to create a container", "POST", C + "create", "null");
    expect(400, "invalid environment variable: =x", "POST", C + "create", config("\"Env\":[\"=x\"]", "true"));
    expect(
        400, "it needs to be an absolute path", "POST", C + "create", config("\"WorkingDir\":\"rel\"", "true"));
    String[][] hosts = {
        {"\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"-5\"}]}", "invalid port specification: '-5'"},
        {"\"PortBindings\":{\"x/tcp\":[]}", "invalid port specification: 'x'"},
        {"\"Memory\":1000", "Minimum memory limit allowed is 6MB"},
        {"\"RestartPolicy\":{\"Name\":\"foo\"}", "invalid restart policy: unknown policy 'foo'"},
        {"\"RestartPolicy\":{\"Name\":\"always\",\"MaximumRetryCount\":3}", "can only be used with 'on-failure'"},
        {"\"RestartPolicy\":{\"Name\":\"always\"},\"AutoRemove\":true",
            "can't create 'AutoRemove' container with restart policy"},
    };
    for (String[] host : hosts) {
      expect(400, host[1], "POST", C + "create", config("\"HostConfig\":{" + host[0] + "}", "true"));
    }
    expect(200, "[{", "GET", C + "json?all=1", "");
    create("tolerant", "\"NobodyKnows\":{\"a\":[1]}", "true");
  }

  @Test
  void aMacAddressForAllOfAContainerIsShownFromTheBeginning() throws IOException {
    create("web", "\"MacAddress\":\"02:42:ac:11:00:98\"", "sleep", "1000");
    create("other", "", "true");
    for (String step : new String[] {"create", "start"}) {
      call("POST", C + "web/" + step);
      String shown = call("GET", C + "web/json").body();
      assertEquals(4, shown.split("\"MacAddress\":\"02:42:ac:11:00:98\"", -1).length, step + shown);
    }
    assertFalse(call("GET", C + "other/json").body().contains("\"MacAddress\":\"0"));
  }

  @Test
  void mapsAreReadAndWrittenAsInGo() throws IOException {
    create("web", "\"Labels\":{\"a\":null},\"Volumes\":{\"/b\":{},\"/a\":{}}", "true");
    String config = call("GET", C + "web/json").body();
    assertTrue(config.contains("\"Volumes\":{\"/a\":{},\"/b\":{}}"), config);
    call("POST", "/v1.51/networks/create", "{\"Name\":\"front\",\"Labels\":{\"a\":null}}");
    call("POST", "/v1.51/volumes/create", "{\"Name\":\"hold\",\"Labels\":{\"a\":null}}");
    for (String path : new String[] {"containers/web/json", "networks/front", "volumes/hold"}) {
      String shown = call("GET", "/v1.51/" + path).body();
      assertTrue(shown.contains("\"Labels\":{\"a\":\"\"}"), shown);
    }
  }

  @Test
  void whatIsWrongWithMounts() throws IOException {
    String volume = "includes invalid characters for a local volume name, only '[a-zA-Z0-9][a-zA-Z0-9_.-]' are allowed";
    String[][] hosts = {
        {"500", "'Binds':['/tmp:x']",
            "invalid volume specification: '/tmp:x': invalid mount config for type 'bind': invalid mount path: 'x' mount path must"
                + " be absolute"},
        {"500", "'Binds':['ab:/x/../']",
            "invalid mount config for type 'volume': invalid specification: destination can't be '/'"},
        {"500", "'Binds':['/tmp:']", "invalid volume specification: '/tmp:'"},
        {"500", "'Binds':['/tmp:ro']", "invalid volume specification: '/tmp:ro'"},
        {"500", "'Binds':['/tmp:/x:ro,rw']", "invalid mode: ro,rw"},
        {"400", "'Binds':['../../etc:/x']", "create ../../etc: '../../etc' " + volume},
        {"400", "'Binds':['a:/x']", "create a: volume name is too short"},
        {"400", "'Binds':['/tmp:/x','/tmp:/x']", "Duplicate mount point: /x"},
        {"400", "'Mounts':[{'Type':'bind','Source':'/tmp','Target':'x'}]",
            "invalid mount config for type 'bind': invalid mount path: 'x' mount path must be absolute"},
        {"400", "'Mounts':[{'Type':'bind','Target':'/x'}]", "field Source must not be empty"},
        {"400", "'Mounts':[{'Type':'volume','Source':'../../etc','Target':'/x'}]",
            "create ../../etc: '../../etc' " + volume},
        {"400", "'Mounts':[{'Type':'volume','Source':'ab'}]", "field Target must not be empty"},
        {"400", "'Mounts':[{'Type':'wat','Target':'/x'}]", "invalid mount config for type 'wat': mount type unknown"},
        {"400", "'Tmpfs':{'x':''}", "invalid mount path: 'x' mount path must be absolute"},
    };
    for (String[] host : hosts) {
      String body = config("\"HostConfig\":{" + host[1].replace('\'', '"') + "}", "true");
      expect(Integer.parseInt(host[0]), host[2], "POST", C + "create", body);
    }
    assertEquals("[]", call("GET", C + "json?all=1").body().strip());
    create("fine", "\"HostConfig\":{\"Binds\":[\"/tmp:/x:ro,z\",\"data:/y\",\"/z\"],\"Tmpfs\":{\"/t\":\"\"}}", "true");
  }

  @Test
  void fromStartToRemoval() throws IOException {
    String id = create("web", "\"Labels\":{\"a\":\"b\"}", "sleep", "100");
    assertEquals("created", state("web", "Status"));
    assertTrue(call("GET", C + "web/json").body().contains("\"StartedAt\":\"0001-01-01T00:00:00Z\""));
    expect(304, "POST", C + "web/stop");
    expect(409, "cannot kill container: web: container " + id + " is not running", "POST", C + "web/kill", "");
    expect(409, "container " + id + " is not running", "POST", C + "web/pause", "");
    expect(500, "Container " + id + " is not paused", "POST", C + "web/unpause", "");
    expect(409, "container " + id + " is not running", "POST", C + "web/exec", "{\"Cmd\":[\"true\"]}");
    expect(409, "container " + id + " is not running", "GET", C + "web/top", "");
    expect(204, "POST", C + "web/start");
    expect(304, "POST", C + "web/start");
    assertEquals("running", state("web", "Status"));
    expect(200, "sleep 100", "GET", C + "web/top", "");
    expect(400, "invalid signal: FOO", "POST", C + "web/kill?signal=FOO", "");
    expect(400, "the linux daemon does not support signal 99", "POST", C + "web/kill?signal=99", "");
    expect(204, "POST", C + "web/kill?signal=TERM");
    assertEquals("running", state("web", "Status"), "a first process ignores SIGTERM");
    expect(409, "cannot remove container 'web': container is running", "DELETE", C + "web", "");
    expect(204, "POST", C + "web/pause");
    expect(409, "Container " + id + " is already paused", "POST", C + "web/pause", "");
    expect(409, "cannot start a paused container, try unpause instead", "POST", C + "web/start", "");
    expect(409, "Container web is paused, unpause the container before exec", "POST", C + "web/exec",
        "{\"Cmd\":[\"true\"]}");
    expect(409, "container is paused and must be unpaused first", "DELETE", C + "web", "");
    assertEquals("paused", state("web", "Status"));
    expect(204, "POST", C + "web/unpause");
    expect(204, "POST", C + "web/stop?t=0");
    assertEquals("137", state("web", "ExitCode"));
    assertEquals("exited", state("web", "Status"));
    expect(204, "POST", C + "web/restart?t=0");
    assertEquals("running", state("web", "Status"));
    expect(500, "strconv.Atoi: parsing 'abc': invalid syntax", "POST", C + "web/stop?t=abc", "");
    expect(400, "invalid resize width 'x': invalid syntax", "POST", C + "web/resize?h=1&w=x", "");
    expect(200, "POST", C + "web/resize?h=1&w=1");
    expect(204, "DELETE", C + "web?force=1");
    expect(404, "No such container: web", "DELETE", C + "web", "");
  }

  @Test
  void found() throws IOException {
    String one = create("one", "", "true");
    create("two", "", "true");
    expect(200, one, "GET", C + one.substring(0, 12) + "/json", "");
    expect(200, one, "GET", C + "one/json", "");
    expect(404, "No such container: nope", "GET", C + "nope/json", "");
    for (int i = 0; i < 16; i++) {
      create("many" + i, "", "true");
    }
    boolean ambiguous = false;
    for (char digit : "0123456789abcdef".toCharArray()) {
      ambiguous |= call("GET", C + digit + "/json").body()
          .contains("multiple IDs found with provided prefix: " + digit);
    }
    assertTrue(ambiguous, "18 ids and 16 digits: two begin alike");
  }

  @Test
  void renamed() throws IOException {
    create("one", "", "true");
    create("two", "", "true");
    expect(400, "Renaming a container with the same name as its current name", "POST", C + "one/rename?name=one", "");
    expect(400, "Neither old nor new names may be empty", "POST", C + "one/rename?name=", "");
    expect(400, "Error when allocating new name: Invalid container name (/a b)", "POST", C + "one/rename?name=a%20b",
        "");
    expect(409, "already in use by container", "POST", C + "one/rename?name=two", "");
    expect(204, "POST", C + "one/rename?name=three");
    expect(404, "No such container: one", "GET", C + "one/json", "");
    assertEquals("/three", state("three", "Name"));
  }

  @Test
  void exitCodesAndMissingPrograms() throws IOException {
    run("three", "", "sh", "-c", "exit 3");
    assertEquals("3", await("three"));
    run("unknown", "", "sh", "-c", "nope");
    assertEquals("127", await("unknown"));
    create("missing", "", "nope");
    expect(
        400,
        "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed:"
            + " unable to start container process: exec: 'nope': executable file not found in $PATH",
        "POST",
        C + "missing/start",
        "");
    assertEquals("created", state("missing", "Status"));
    assertEquals("127", state("missing", "ExitCode"));
  }

  @Test
  void waitsForItsConditions() throws IOException, InterruptedException {
    expect(400, "invalid condition: 'foo'", "POST", C + "nope/wait?condition=foo", "");
    create("web", "", "sh", "-c", "exit 4");
    assertEquals("0", await("web"), "a created container does not run");
    try (RawClient nextExit = new RawClient(engine.host());
        RawClient removed = new RawClient(engine.host())) {
      nextExit.send("POST", C + "web/wait?condition=next-exit", "", "");
      removed.send("POST", C + "web/wait?condition=removed", "", "");
      // Both heads come before anything has happened.
      assertEquals(200, nextExit.readHead().status());
      assertEquals(200, removed.readHead().status());
      expect(204, "POST", C + "web/start");
      assertEquals("{\"StatusCode\":4}", nextExit.readChunk().strip());
      expect(204, "DELETE", C + "web");
      assertEquals("{\"StatusCode\":4}", removed.readChunk().strip());
    }
  }

  @Test
  void removesItselfAndRestartsItself() throws IOException, InterruptedException {
    create("gone", "\"HostConfig\":{\"AutoRemove\":true}", "true");
    try (RawClient removed = new RawClient(engine.host())) {
      removed.send("POST", C + "gone/wait?condition=removed", "", "");
      removed.readHead();
      expect(204, "POST", C + "gone/start");
      assertEquals("{\"StatusCode\":0}", removed.readChunk().strip());
    }
    expect(404, "No such container: gone", "GET", C + "gone/json", "");

    run("again", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":2}}", "sh", "-c",
        "exit 5");
    for (int i = 0; i < 200 && !state("again", "Status").equals("exited"); i++) {
      Thread.sleep(20);
    }
    assertEquals("2", state("again", "RestartCount"));
    assertEquals("5", state("again", "ExitCode"));

    run("always", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"}}", "sleep", "0.01");
    for (int i = 0; i < 200 && state("always", "RestartCount").equals("0"); i++) {
      Thread.sleep(20);
    }
    expect(204, "POST", C + "always/stop?t=0");
    Thread.sleep(300);
    assertEquals("exited", state("always", "Status"), "what was stopped stays so");
  }

  @Test
  void listedByFilters() throws IOException {
    run("runs", "\"Labels\":{\"a\":\"b\"}", "sleep", "100");
    run("ended", "", "sh", "-c", "exit 3");
    await("ended");
    create("fresh", "", "true");
    assertEquals("runs", names(""));
    assertEquals("fresh ended runs", names("all=1"));
    assertEquals("fresh", names("limit=1"));
    assertEquals("1984230", call("GET", C + "json?size=1").field("SizeRootFs"));
    assertEquals("", call("GET", C + "json?size=0").field("SizeRootFs"));
    assertEquals("0", call("GET", C + "fresh/json?size=1").field("SizeRw"));
    assertEquals("", call("GET", C + "fresh/json").field("SizeRw"));
    assertEquals("ended", names("filters=" + query("{\"exited\":[\"3\"]}")));
    assertEquals("fresh", names("filters=" + query("{\"status\":[\"created\"]}")));
    assertEquals("runs", names("filters=" + query("{\"label\":[\"a=b\"]}")));
    assertEquals("", names("filters=" + query("{\"label\":[\"a=c\"]}")));
    assertEquals("ended", names("all=1&filters=" + query("{\"name\":[\"^/end\"]}")));
    assertEquals("fresh ended runs", names("all=1&filters=" + query("{\"ancestor\":{\"busybox:local\":true}}")));
    expect(400, "invalid filter 'foo'", "GET", C + "json?filters=" + query("{\"foo\":[\"x\"]}"), "");
    expect(400, "invalid filter 'status=x': invalid value for state (x)", "GET",
        C + "json?filters=" + query("{\"status\":[\"x\"]}"), "");
    expect(400, "invalid filter", "GET", C + "json?filters=" + query("{x"), "");
    RawClient.Answer pruned = call("POST", C + "prune");
    assertEquals(200, pruned.status());
    assertEquals("runs", names("all=1"));
  }

  private String names(String query) throws IOException {
    StringBuilder names = new StringBuilder();
    String body = call("GET", C + "json?" + query).body();
    java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("\"Names\":\\[\"/([^\"]*)").matcher(body);
    while (matcher.find()) {
      names.append(names.isEmpty() ? "" : " ").append(matcher.group(1));
    }
    return names.toString();
  }

  @Test
  void updated() throws IOException {
    create("web", "", "true");
    expect(400, "unknown policy 'foo'", "POST", C + "web/update", "{\"RestartPolicy\":{\"Name\":\"foo\"}}");
    expect(400, "Minimum memory limit allowed is 6MB", "POST", C + "web/update", "{\"Memory\":100}");
    expect(409, "Memory limit should be smaller than already set memoryswap limit", "POST", C + "web/update",
        "{\"Memory\":100000000}");
    assertEquals(200, call("POST", C + "web/update", "{\"Memory\":100000000,\"MemorySwap\":-1}").status());
    assertEquals("100000000", state("web", "Memory"));
    assertEquals(200, call("POST", C + "web/update", "{\"RestartPolicy\":{\"Name\":\"always\"}}").status());
    assertTrue(call("GET", C + "web/json").body().contains("\"Name\":\"always\""));
  }

  @Test
  void programsHearSignals() throws IOException {
    engine.close();
    Program polite = process -> {
      Thread self = Thread.currentThread();
      StringBuilder heard = new StringBuilder();
      process.onSignal(
          signal -> {
            heard.append(signal);
            self.interrupt();
          });
      process.stdout().println("up");
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        process.stdout().println("heard " + heard);
      }
      return 0;
    };
    engine = EmbeddedEngine.builder().image("busybox:local", image -> image.program("polite", polite)).start();
    run("web", "\"Tty\":true", "polite");
    try (RawClient follower = new RawClient(engine.host())) {
      follower.send("GET", C + "web/logs?stdout=1&follow=1", "", "");
      follower.readHead();
      assertEquals("up", follower.readChunk().strip());
      expect(204, "POST", C + "web/stop?t=20");
      assertEquals("heard SIGTERM", follower.readChunk().strip());
      assertEquals("", follower.readChunk());
    }
    assertEquals("0", state("web", "ExitCode"));
    assertFalse(call("GET", "/v1.51/events?since=1&until=" + (System.currentTimeMillis() / 1000 + 1)).body().isEmpty());
  }
}
