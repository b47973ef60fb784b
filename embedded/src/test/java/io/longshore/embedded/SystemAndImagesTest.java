package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The engine as such: versions, images, misbehaviour on purpose, and what it leaves behind. */
class SystemAndImagesTest extends EngineTest {
  @Test
  void pingAndVersions() throws IOException {
    RawClient.Answer ping = call("GET", "/_ping");
    assertEquals("OK", ping.body());
    assertEquals("1.55", ping.header("Api-Version"));
    assertEquals("linux", ping.header("Ostype"));
    assertEquals("false", ping.header("Docker-Experimental"));
    assertEquals("1", ping.header("Builder-Version"));
    assertEquals("inactive", ping.header("Swarm"));
    RawClient.Answer head = call("HEAD", "/_ping");
    assertEquals(200, head.status());
    assertEquals("1.55", head.header("Api-Version"));
    assertEquals("1.55", call("GET", "/v1.41/version").field("ApiVersion"));
    expect(200, "\"OSType\":\"linux\"", "GET", "/info", "");
    expect(400, "client version 1.99 is too new. Maximum supported API version is 1.55", "GET", "/v1.99/info", "");
    expect(400, "client version 1.40 is too old. Minimum supported API version is 1.41", "GET", "/v1.40/info", "");
    RawClient.Answer old = call("GET", "/v1.20/info");
    assertEquals(400, old.status());
    assertEquals("text/plain; charset=utf-8", old.header("Content-Type"));
    expect(404, "page not found", "GET", "/v1.51/nope", "");
    expect(404, "page not found", "GET", "/nope", "");
    try (EmbeddedEngine limited = EmbeddedEngine.builder().loopback().apiVersion("1.41").start()) {
      assertEquals("1.41", RawClient.call(limited, "GET", "/_ping").header("Api-Version"));
      assertEquals(400, RawClient.call(limited, "GET", "/v1.42/info").status());
    }
    assertThrows(IllegalArgumentException.class, () -> EmbeddedEngine.builder().apiVersion("1.40"));
  }

  @Test
  void images() throws IOException {
    String i = "/v1.51/images/";
    assertEquals(201, call("POST", i + "busybox:local/tag?repo=em/foo&tag=1").status());
    expect(400, "repository name (library/UP) must be lowercase", "POST", i + "busybox:local/tag?repo=UP", "");
    expect(400, "invalid tag format", "POST", i + "busybox:local/tag?repo=foo&tag=a%20b", "");
    for (String name : new String[] {"../x", ".a/x", "a./x", "a..b/x", "-a.b/x"}) {
      expect(400, "invalid reference format", "POST", i + "busybox:local/tag?repo=" + name, "");
    }
    expect(404, "No such image: nope:latest", "POST", i + "nope/tag?repo=foo", "");
    expect(404, "No such image: nope:latest", "GET", i + "nope/json", "");
    expect(200, "\"RepoTags\":[\"busybox:local\",\"em/foo:1\"]", "GET", i + "em/foo:1/json", "");
    expect(200, "busybox:local", "GET", i + "json?filters=" + query("{\"reference\":[\"busy*\"]}"), "");
    assertEquals("[]", call("GET", i + "json?filters=" + query("{\"reference\":[\"nope\"]}")).body().strip());
    expect(400, "invalid filter 'foo'", "GET", i + "json?filters=" + query("{\"foo\":[\"x\"]}"), "");
    assertEquals("[{\"Untagged\":\"em/foo:1\"}]", call("DELETE", i + "em/foo:1").body().strip());
    create("user", "", "true");
    expect(409, "is using its referenced image", "DELETE", i + "busybox:local", "");
    expect(204, "DELETE", "/v1.51/containers/user");
    expect(200, "\"Deleted\":\"sha256:", "DELETE", i + "busybox:local", "");
    expect(404, "No such image: busybox:local", "DELETE", i + "busybox:local", "");
    expect(404, "pull access denied for nope", "POST", i + "create?fromImage=nope&tag=1", "");
    expect(500, "connection refused", "POST", i + "create?fromImage=127.0.0.1:1/nope&tag=1", "");
    expect(404, "manifest for busybox:other not found", "POST", i + "create?fromImage=busybox&tag=other", "");
    expect(200, "Status: Downloaded newer image for busybox:local", "POST", i + "create?fromImage=busybox&tag=local",
        "");
    expect(200, "Status: Image is up to date", "POST", i + "create?fromImage=busybox:local", "");
    expect(200, "{\"status\":\"sha256:", "POST", i + "create?fromSrc=-&repo=mine&tag=1", "\0".repeat(10_240));
    expect(200, "\"Size\":0", "GET", i + "mine:1/json", "");
    expect(500, "unexpected EOF", "POST", i + "create?fromSrc=-&repo=mine&tag=2", "foo");
  }

  @Test
  void registeredPrograms() throws IOException {
    engine.close();
    engine = EmbeddedEngine.builder()
        .loopback()
        .image(
            "greeter:1",
            image -> image
                .program(
                    "greet",
                    process -> {
                      process.stdout().println(process.environment().get("GREETING") + " " + process.arguments());
                      return 9;
                    })
                .entrypoint("greet")
                .command("you")
                .env("GREETING=hi"))
        .start();
    assertTrue(engine.host().startsWith("tcp://127.0.0.1:"));
    String id = call("POST", "/v1.51/containers/create?name=hello", "{\"Image\":\"greeter:1\",\"Tty\":true}")
        .field("Id");
    expect(204, "POST", "/v1.51/containers/" + id + "/start");
    assertEquals("9", await("hello"));
    assertEquals("hi [you]\r\n", call("GET", "/v1.51/containers/hello/logs?stdout=1").body());
  }

  @Test
  void connectionsAreKept() throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      for (int i = 0; i < 50; i++) {
        assertEquals("OK", client.exchange("GET", "/v1.51/_ping", "").body());
        assertEquals(404, client.exchange("POST", "/v1.51/containers/nope/start", "{}").status());
      }
    }
  }

  @Test
  void anErrorComesBeforeTheEndOfALargeUpload() throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      client.write(
          "POST /v1.51/images/create?fromSrc=-&repo=UP HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nxxx");
      RawClient.Answer answer = client.readAnswer("POST");
      assertEquals(400, answer.status());
      assertEquals("close", answer.header("Connection"));
    }
  }

  @Test
  void chunkedBodiesAndContinue() throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      client.write(
          "POST /v1.51/containers/create?name=chunky HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
              + "Expect: 100-continue\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue", client.readLine());
      client.readLine();
      String body = config("", "true");
      client.write(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
      assertEquals(201, client.readAnswer("POST").status());
      client.write("nonsense\r\n\r\n");
      assertEquals(400, client.readHead().status());
    }
  }

  @Test
  void pausedAnswersNothing() throws Exception {
    try (RawClient client = new RawClient(engine.host())) {
      assertEquals(200, client.exchange("GET", "/_ping", "").status());
      engine.pause();
      client.send("GET", "/_ping", "", "");
      CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
          () -> {
            try {
              return client.readAnswer("GET").status();
            } catch (IOException e) {
              return -1;
            }
          });
      Thread.sleep(200);
      assertFalse(status.isDone());
      engine.resume();
      assertEquals(200, status.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void killedDropsEverything() throws IOException {
    run("web", "", "sleep", "100");
    try (RawClient follower = new RawClient(engine.host())) {
      follower.send("GET", "/v1.51/containers/web/logs?stdout=1&follow=1", "", "");
      follower.readHead();
      engine.kill();
      assertThrows(IOException.class, follower::readChunk);
    }
    assertThrows(IOException.class, () -> new RawClient(engine.host()).close());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Path socket = Path.of(URI.create(engine.host()).getPath());
    for (int i = 0; i < 200; i++) {
      run("cycle", "", "sh", "-c", "echo x");
      assertEquals("0", await("cycle"));
      expect(204, "DELETE", "/v1.51/containers/cycle");
    }
    run("web", "", "sh", "-c", "while true; do sleep 0.01; done");
    run("blocked", "\"OpenStdin\":true", "cat");
    run("loud", "", "yes");
    assertTrue(Files.exists(socket));
    for (int i = 0; i < 100 && threads("longshore-program") > 3; i++) {
      Thread.sleep(20);
    }
    assertEquals(3, threads("longshore-program"), SystemAndImagesTest::stacks);
    engine.close();
    for (int i = 0; i < 100 && threads("longshore-") > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, threads("longshore-"));
    assertFalse(Files.exists(socket));
    assertFalse(Files.exists(socket.getParent()));
  }

  @Test
  void manyAtOnce() throws Exception {
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      String name = "worker" + w;
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    run(name, "", "sh", "-c", "echo " + name + "; exit " + i);
                    assertEquals(String.valueOf(i), await(name));
                    assertTrue(
                        call("GET", "/v1.51/containers/" + name + "/logs?stdout=1").body().endsWith(name + "\n"));
                    expect(204, "DELETE", "/v1.51/containers/" + name);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> worker : workers) {
      worker.get(20, TimeUnit.SECONDS);
    }
    assertEquals("[]", call("GET", "/v1.51/containers/json?all=1").body().strip());
  }

  private static String stacks() {
    StringBuilder all = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith("longshore-")) {
                all.append(thread.getName()).append(' ').append(List.of(stack)).append('\n');
              }
            });
    return all.toString();
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .peek(thread -> assertTrue(thread.isDaemon(), thread.getName()))
        .count();
  }
}
