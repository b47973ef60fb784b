package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that is attached and does not read holds the program, as with real engines. Unlike there, a container that
 * is to end does end.
 */
@Timeout(60)
class UnreadAttachTest extends EngineTest {
  private static final String C = "/v1.51/containers/";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n";
  private static final String FLOOD = "yes";

  private final CountDownLatch asked = new CountDownLatch(1);

  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder().image("stubborn:1", image -> image.program("flood", process -> {
      process.onSignal(name -> {
        asked.countDown();
        process.stdout().print("not now\n".repeat(1000));
      });
      while (!process.stdout().checkError()) {
        process.stdout().print("ahoy\n".repeat(1000));
      }
      return 0;
    }).command("flood")).start();
  }

  private RawClient upgraded(String target, String body) throws IOException {
    RawClient client = new RawClient(engine.host());
    client.send("POST", target, body, UPGRADE);
    assertEquals(101, client.readHead().status());
    return client;
  }

  /** Attaches and starts; waits until the program writes no more. */
  private RawClient held(String name) throws Exception {
    RawClient unread = upgraded(C + name + "/attach?stream=1&stdout=1&stderr=1", "");
    expect(204, "POST", C + name + "/start");
    awaitHeld(name);
    return unread;
  }

  private void awaitHeld(String name) throws Exception {
    int before = -1;
    for (int same = 0; same < 5;) {
      Thread.sleep(20);
      int now = call("GET", C + name + "/logs?stdout=1").body().length();
      same = now == before && now > 0 ? same + 1 : 0;
      before = now;
    }
    assertEquals("true", state(name, "Running"));
  }

  @Test
  void aRemovalByForceEndsIt() throws Exception {
    create("web", "", FLOOD);
    try (RawClient unread = held("web")) {
      expect(204, "DELETE", C + "web?force=1");
      assertTrue(unread.readToEnd().length() > 100_000);
    }
  }

  @Test
  void aKillEndsItWithItsCode() throws Exception {
    create("web", "", FLOOD);
    try (RawClient unread = held("web")) {
      expect(204, "POST", C + "web/kill");
      assertEquals("137", await("web"));
      expect(204, "POST", C + "web/start");
      assertTrue(unread.readToEnd().length() > 100_000);
    }
  }

  @Test
  void aStopWaitsNoLongerThanAskedForEvenIfTheProgramAnswersTheSignal() throws Exception {
    call("POST", C + "create?name=web", "{\"Image\":\"stubborn:1\"}");
    RawClient unread = held("web");
    try (unread) {
      expect(204, "POST", C + "web/stop?t=0");
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      assertEquals("137", state("web", "ExitCode"));
    }
  }

  @Test
  void whatIsTypedForOneClientAndHeldByAnotherEndsToo() throws Exception {
    create("web", "\"Tty\":true,\"OpenStdin\":true", "sh", "-c", "cat >/dev/null");
    expect(204, "POST", C + "web/start");
    CompletableFuture<Void> typed;
    try (RawClient unread = upgraded(C + "web/attach?stream=1&stdout=1", "");
        RawClient typing = upgraded(C + "web/attach?stream=1&stdin=1", "")) {
      typed = CompletableFuture.runAsync(() -> {
        try {
          typing.write("ahoy\n".repeat(1_000_000));
        } catch (IOException e) {
          // Its connection ends with the container.
        }
      });
      awaitHeld("web");
      expect(204, "DELETE", C + "web?force=1");
      assertTrue(unread.readToEnd().length() > 100_000);
    }
    typed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void anExecIsHeldAndEndsWithItsContainer() throws Exception {
    run("web", "", "sleep", "1000");
    String id = call("POST", C + "web/exec", config("\"AttachStdout\":true", "sh", "-c", "yes; touch /never"))
        .field("Id");
    try (RawClient unread = upgraded("/v1.51/exec/" + id + "/start", "{}")) {
      assertEquals('y', unread.readBytes(9)[8]);
      expect(204, "POST", C + "web/kill");
      assertEquals("137", await("web"));
      assertTrue(unread.readToEnd().length() > 0);
    }
  }

  @Test
  void theEngineCloses() throws Exception {
    create("web", "", FLOOD);
    try (RawClient unread = held("web")) {
      engine.close();
      assertEquals('y', unread.readBytes(9)[8]);
    }
  }

  @Test
  void theOutputIsWholeOnceItIsRead() throws Exception {
    create("web", "", "sh", "-c", "yes ahoy | head -n 2000000; echo end");
    RawClient unread = held("web");
    unread.close();
    assertEquals("0", await("web"));
    assertTrue(call("GET", C + "web/logs?stdout=1&tail=1").body().contains("end"));
  }
}
