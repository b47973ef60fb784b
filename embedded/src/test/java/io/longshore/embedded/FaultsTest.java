package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that misbehaves, seen from the wire. */
class FaultsTest extends EngineTest {
  private static final String C = "/v1.51/containers/";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n";
  private static final String GARBAGE = "\u00fe".repeat(16);

  private void useLoopback(boolean loopback) {
    if (loopback) {
      engine.close();
      engine = EmbeddedEngine.builder().loopback().start();
    }
  }

  private RawClient send(String method, String target) throws IOException {
    RawClient client = new RawClient(engine.host());
    client.send(method, target, "", "");
    return client;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutsABodyOfKnownLength(boolean loopback) throws IOException {
    useLoopback(loopback);
    engine.inject(Fault.cutAfter(5).on("GET", "/version"));
    expect(200, "GET", "/_ping");
    try (RawClient client = send("GET", "/v1.51/version")) {
      RawClient.Answer head = client.readHead();
      assertTrue(Integer.parseInt(head.header("Content-Length")) > 5);
      assertEquals(5, client.readToEnd().length());
    }
    expect(200, "GET", "/version");
  }

  @Test
  void aCutLeavesChunksUnfinished() throws IOException {
    run("web", "", "sh", "-c", "seq 10000");
    await("web");
    engine.inject(Fault.cutAfter(1000).on("get", "/containers/*/logs").times(2));
    for (int i = 0; i < 2; i++) {
      try (RawClient client = send("GET", C + "web/logs?stdout=1")) {
        client.readHead();
        assertEquals(1000, client.readChunk().length());
        assertEquals("", client.readToEnd());
      }
    }
    assertTrue(call("GET", C + "web/logs?stdout=1").body().length() > 10000);
    engine.inject(Fault.cutAfter(0));
    try (RawClient client = send("GET", C + "web/logs?stdout=1")) {
      assertEquals(200, client.readHead().status());
      assertEquals("", client.readToEnd());
    }
    engine.inject(Fault.cutAfter(1_000_000));
    assertTrue(call("GET", C + "web/logs?stdout=1").body().length() > 10000);
  }

  @Test
  void aCutOfASessionIsAPlainEnd() throws IOException {
    run("web", "\"OpenStdin\":true,\"Tty\":true", "cat");
    engine.inject(Fault.cutAfter(3).on("POST", "/containers/*/attach"));
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", C + "web/attach?stream=1&stdin=1&stdout=1", "", UPGRADE);
      assertEquals(101, client.readHead().status());
      client.write("abcdef\n");
      assertEquals("abc", client.readToEnd());
    }
    assertEquals("running", state("web", "Status"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resets(boolean loopback) throws IOException {
    useLoopback(loopback);
    engine.inject(Fault.resetAfter(0).on("GET", "/info"));
    try (RawClient client = send("GET", "/v1.51/info")) {
      if (loopback) {
        assertThrows(IOException.class, client::readToEnd);
      } else {
        assertTrue(client.readToEnd().endsWith("\r\n\r\n"));
      }
    }
    expect(200, "GET", "/info");
  }

  @Test
  void stallsUntilTheEngineCloses() throws Exception {
    engine.inject(Fault.stallAfter(7).on("GET", "/version"));
    RawClient client = send("GET", "/v1.51/version");
    client.readHead();
    assertEquals(7, client.readBytes(7).length);
    CompletableFuture<Integer> next = read(client);
    expect(200, "GET", "/version");
    assertFalse(next.isDone());
    engine.kill();
    assertEquals(-1, next.get());
    client.close();
  }

  @Test
  void aStallEndsWithItsPeerHoweverMuchThatSentBefore() throws Exception {
    engine.inject(Fault.stallAfter(0).on("GET", "/version"));
    Set<Thread> before = serving();
    try (RawClient client = new RawClient(engine.host())) {
      client.send("GET", "/v1.51/version", "x".repeat(150_000), "");
      client.readHead();
      while (added(before).isEmpty()) {
        Thread.sleep(5);
      }
    }
    while (!added(before).isEmpty()) {
      Thread.sleep(5);
    }
  }

  /** The threads that wait in a stall. */
  private static Set<Thread> serving() {
    Set<Thread> threads = new HashSet<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (Arrays.stream(stack).anyMatch(frame -> frame.getMethodName().startsWith("awaitClose"))) {
                threads.add(thread);
              }
            });
    return threads;
  }

  private static Set<Thread> added(Set<Thread> before) {
    Set<Thread> threads = serving();
    threads.removeAll(before);
    return threads;
  }

  private static CompletableFuture<Integer> read(RawClient client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.readByte();
          } catch (IOException e) {
            return -2;
          }
        });
  }

  @Test
  void stallsASession() throws Exception {
    run("web", "\"OpenStdin\":true,\"Tty\":true", "cat");
    engine.inject(Fault.stallAfter(2).on("POST", "/containers/*/attach"));
    RawClient client = new RawClient(engine.host());
    client.send("POST", C + "web/attach?stream=1&stdin=1&stdout=1", "", UPGRADE);
    client.readHead();
    client.write("abc\n");
    assertEquals(2, client.readBytes(2).length);
    CompletableFuture<Integer> next = read(client);
    expect(200, "GET", "/_ping");
    assertFalse(next.isDone());
    engine.close();
    assertEquals(-1, next.get());
    client.close();
  }

  @Test
  void putsGarbageIntoBodies() throws IOException {
    run("web", "", "echo", "hello");
    await("web");
    String whole = call("GET", C + "web/logs?stdout=1").body();
    engine.inject(Fault.brokenFrameAfter(0));
    assertEquals(GARBAGE + whole, call("GET", C + "web/logs?stdout=1").body());
    engine.inject(Fault.brokenFrameAfter(whole.length()));
    assertEquals(whole + GARBAGE, call("GET", C + "web/logs?stdout=1").body());
    String version = call("GET", "/version").body();
    engine.inject(Fault.brokenFrameAfter(10));
    try (RawClient client = send("GET", "/v1.51/version")) {
      client.readHead();
      String broken = new String(client.readBytes(version.length()), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertEquals(version.substring(0, 10) + GARBAGE + version.substring(26), broken);
    }
    engine.inject(Fault.brokenChunkAfter(0));
    try (RawClient client = send("GET", C + "web/logs?stdout=1")) {
      client.readHead();
      assertThrows(NumberFormatException.class, client::readChunk);
    }
  }

  @Test
  void answersWithErrors() throws IOException {
    engine.inject(Fault.answer(500, "no space left on device").on("POST", "/containers/create").times(2));
    expect(500, "no space left on device", "POST", C + "create?name=web", config("", "true"));
    expect(500, "no space left on device", "POST", "/containers/create?name=web", config("", "true"));
    create("web", "", "true");
    engine.inject(Fault.answer(503, "later"));
    engine.clearFaults();
    expect(200, "GET", "/_ping");
  }

  @Test
  void closesBeforeOrAfterActing() throws IOException {
    engine.inject(Fault.closeWithoutAnswer().on("POST", "/containers/create"));
    assertThrows(EOFException.class, () -> call("POST", C + "create?name=before", config("", "true")));
    expect(404, "GET", C + "before/json");
    engine.inject(Fault.loseAnswer().on("POST", "/containers/create"));
    assertThrows(EOFException.class, () -> call("POST", C + "create?name=after", config("", "true")));
    expect(200, "GET", C + "after/json");
    engine.inject(Fault.loseAnswer().on("POST", "/containers/*/start"));
    assertThrows(EOFException.class, () -> call("POST", C + "after/start"));
    assertEquals("0", await("after"));
    engine.inject(Fault.loseAnswer().on("POST", "/images/create"));
    assertThrows(EOFException.class, () -> call("POST", "/v1.51/images/create?fromImage=busybox"));
    engine.inject(Fault.loseAnswer());
    assertThrows(EOFException.class, () -> call("GET", C + "nope/json"));
  }

  @Test
  void answersLateWithoutHoldingUpOthers() throws Exception {
    engine.inject(Fault.answerLate(Duration.ofDays(1)).on("GET", "/version"));
    RawClient client = send("GET", "/v1.51/version");
    CompletableFuture<Integer> next = read(client);
    expect(200, "GET", "/_ping");
    assertFalse(next.isDone());
    engine.close();
    // An end, or a reset where the engine had not read the request yet.
    assertTrue(next.get() < 0);
    client.close();
    startEngine();
    engine.inject(Fault.answerLate(Duration.ofMillis(1)).on("GET", "/version"));
    expect(200, "GET", "/version");
  }

  @Test
  void wrongFaults() {
    assertThrows(IllegalArgumentException.class, () -> Fault.cutAfter(-1));
    assertThrows(IllegalArgumentException.class, () -> Fault.answer(200, "fine"));
    assertThrows(IllegalArgumentException.class, () -> Fault.answerLate(Duration.ofMillis(-1)));
    assertThrows(IllegalArgumentException.class, () -> Fault.answerLate(Duration.ofSeconds(Long.MAX_VALUE)));
    Fault.answerLate(Duration.ofMillis(Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> Fault.loseAnswer().times(0));
    assertThrows(IllegalArgumentException.class, () -> Fault.loseAnswer().on("GET", "info"));
    assertEquals("CUT after 3 bytes, 2 times", Fault.cutAfter(3).times(2).toString());
  }
}
