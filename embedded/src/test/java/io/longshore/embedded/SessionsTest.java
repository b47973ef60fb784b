package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Typing, terminals and half-closed streams; what comes back is as read off Docker 20.10.24 and 28.5.2. */
class SessionsTest extends EngineTest {
  private static final String C = "/v1.51/containers/";
  private static final String E = "/v1.51/exec/";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n";
  private static final String ALL = "\"AttachStdin\":true,\"AttachStdout\":true,\"AttachStderr\":true";
  private static final String DETACHED = "exec attach failed: error on attach stdin: read escape sequence\r\n";

  private RawClient attach(String name, String query) throws IOException {
    RawClient client = new RawClient(engine.host());
    client.send("POST", C + name + "/attach?" + query, "", UPGRADE);
    assertEquals(101, client.readHead().status());
    return client;
  }

  private String exec(String more, String... command) throws IOException {
    String body = config(ALL + more, command);
    RawClient.Answer answer = call("POST", C + "web/exec", body);
    assertEquals(201, answer.status(), answer.body());
    return answer.field("Id");
  }

  private RawClient start(String id, String body) throws IOException {
    RawClient client = new RawClient(engine.host());
    client.send("POST", E + id + "/start", body, UPGRADE);
    assertEquals(101, client.readHead().status());
    return client;
  }

  private static String readUpTo(RawClient client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      read.append((char) client.readBytes(1)[0]);
    }
    return read.toString();
  }

  private String running(String id) throws IOException {
    return call("GET", E + id + "/json").field("Running");
  }

  @Test
  void halfCloseOfATerminalEndsTheOutputAndNotTheProgram() throws IOException {
    run("web", "", "sleep", "100");
    String id = exec(",\"Tty\":true", "cat");
    try (RawClient client = start(id, "{\"Tty\":true}")) {
      client.write("abc\n");
      assertEquals("abc\r\nabc\r\n", new String(client.readBytes(10), java.nio.charset.StandardCharsets.UTF_8));
      client.endOutput();
      assertEquals("", client.readToEnd());
    }
    assertEquals("true", running(id));
  }

  @Test
  void halfCloseWithoutStdinOnceEndsThatSessionOnly() throws IOException {
    run("web", "\"OpenStdin\":true,\"Tty\":true", "cat");
    try (RawClient first = attach("web", "stream=1&stdin=1&stdout=1");
        RawClient second = attach("web", "stream=1&stdout=1")) {
      first.write("x\n");
      assertEquals("x\r\nx\r\n", new String(first.readBytes(6), java.nio.charset.StandardCharsets.UTF_8));
      first.endOutput();
      assertEquals("", first.readToEnd());
      try (RawClient third = attach("web", "logs=1&stream=1&stdin=1&stdout=1")) {
        assertEquals("x\r\nx\r\n", new String(third.readBytes(6), java.nio.charset.StandardCharsets.UTF_8));
        third.write("y\n");
        assertEquals("x\r\nx\r\ny\r\ny\r\n", new String(second.readBytes(12), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    assertEquals("running", state("web", "Status"));
  }

  @Test
  void attachToWhatHasEndedHearsTheNextRun() throws IOException {
    run("web", "\"Tty\":true", "echo", "hi");
    await("web");
    try (RawClient client = attach("web", "stream=1&stdout=1")) {
      expect(204, "POST", C + "web/start");
      assertEquals("hi\r\n", client.readToEnd());
    }
    try (RawClient nothing = attach("web", "stream=1")) {
      assertEquals("", nothing.readToEnd());
    }
  }

  @Test
  void detachKeysEndTheSessionOfATerminal() throws IOException {
    run("web", "\"OpenStdin\":true,\"Tty\":true", "cat");
    try (RawClient client = attach("web", "stream=1&stdin=1&stdout=1")) {
      client.write("ab");
      assertEquals("ab", new String(client.readBytes(2), java.nio.charset.StandardCharsets.UTF_8));
      client.write("\020\021");
      assertEquals("", client.readToEnd());
    }
    try (RawClient client = attach("web", "stream=1&stdin=1&stdout=1&detachKeys=x,y,z")) {
      client.write("1xz2");
      assertEquals("1xz2", new String(client.readBytes(4), java.nio.charset.StandardCharsets.UTF_8));
      client.write("x");
      client.write("yz");
      assertEquals("", client.readToEnd());
    }
    assertEquals("running", state("web", "Status"));
    String id = exec(",\"Tty\":true,\"DetachKeys\":\"ctrl-a\"", "cat");
    try (RawClient client = start(id, "{\"Tty\":true}")) {
      client.write("\001");
      assertEquals(DETACHED, client.readToEnd());
    }
    assertEquals("false", running(id));
    assertEquals("126", call("GET", E + id + "/json").field("ExitCode"));
    expect(500, "Invalid escape keys (foo) provided", "POST", C + "web/exec", config("\"DetachKeys\":\"foo\"", "cat"));
    RawClient.Answer wrong = call("POST", C + "web/attach?stream=1&detachKeys=foo");
    assertEquals(400, wrong.status());
    assertEquals("Invalid detach keys (foo) provided\n", wrong.body());
  }

  @Test
  void withoutATerminalThereAreNoDetachKeys() throws IOException {
    run("web", "", "sleep", "100");
    String id = exec(",\"DetachKeys\":\"x\"", "cat");
    try (RawClient client = start(id, "{}")) {
      client.write("axb");
      client.endOutput();
      assertEquals("\1\0\0\0\0\0\0\3axb", client.readToEnd());
    }
  }

  @Test
  void sizesOfTerminals() throws IOException {
    run("web", "\"OpenStdin\":true,\"Tty\":true,\"HostConfig\":{\"ConsoleSize\":[40,100]}", "sh");
    try (RawClient client = attach("web", "logs=1&stream=1&stdin=1&stdout=1")) {
      client.write("stty size\n");
      assertTrue(readUpTo(client, "40 100\r\n").contains("stty size\r\n"));
      expect(200, "POST", C + "web/resize?h=12&w=34");
      client.write("stty size\n");
      readUpTo(client, "12 34\r\n");
    }
    String[][] sizes = {
        {",\"ConsoleSize\":[11,22]", "{\"Tty\":true}", "11 22\r\n"},
        {",\"ConsoleSize\":[11,22]", "{\"Tty\":true,\"ConsoleSize\":[33,77]}", "33 77\r\n"},
        {"", "{\"Tty\":true}", "stty: standard input\r\n"},
    };
    for (String[] size : sizes) {
      try (RawClient client = start(exec(",\"Tty\":true" + size[0], "stty", "size"), size[1])) {
        assertEquals(size[2], client.readToEnd());
      }
    }
    String id = exec("", "cat");
    try (RawClient client = start(id, "{}")) {
      expect(200, "POST", E + id + "/resize?h=1&w=2");
      expect(400, "invalid resize height 'x'", "POST", E + id + "/resize?h=x&w=2", "");
      client.endOutput();
      client.readToEnd();
    }
    expect(404, "process does not exist", "POST", E + id + "/resize?h=1&w=2", "");
    create("idle", "", "true");
    expect(409, "is not running", "POST", C + "idle/resize?h=1&w=2", "");
  }

  @Test
  void programsHearOfSizes() throws Exception {
    engine.close();
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Program program = process -> {
      process.onSignal(signal -> heard.add(signal + process.terminalRows() + "x" + process.terminalColumns()));
      process.stdout().println("up");
      return process.stdin().read();
    };
    engine = EmbeddedEngine.builder().image("busybox:local", image -> image.program("watch", program)).start();
    run("web", "\"OpenStdin\":true,\"Tty\":true", "watch");
    try (RawClient client = attach("web", "logs=1&stream=1&stdout=1")) {
      readUpTo(client, "up");
      expect(200, "POST", C + "web/resize?h=12&w=34");
      assertEquals("SIGWINCH12x34", heard.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aShellThatIsTypedInto() throws IOException {
    run("web", "", "sleep", "100");
    String id = exec(",\"Tty\":true,\"ConsoleSize\":[24,80]", "sh");
    try (RawClient client = start(id, "{\"Tty\":true}")) {
      assertEquals("/ # ", readUpTo(client, "# "));
      client.write("echo hi\n");
      assertEquals("echo hi\r\nhi\r\n/ # ", readUpTo(client, "# "));
      client.write("stty size\r");
      assertEquals("stty size\r\n24 80\r\n/ # ", readUpTo(client, "# "));
      client.write("nope\n");
      assertEquals("nope\r\nsh: nope: not found\r\n/ # ", readUpTo(client, "# "));
      client.write("exit 3\n");
      assertEquals("exit 3\r\n", client.readToEnd());
    }
    assertEquals("3", call("GET", E + id + "/json").field("ExitCode"));
    try (RawClient client = start(exec("", "sh"), "{}")) {
      client.write("echo hi\nexit 3\n");
      assertEquals("\1\0\0\0\0\0\0\3hi\n", client.readToEnd());
    }
  }

  @Test
  void muchInputComesBackAsItIs() throws Exception {
    run("web", "", "sleep", "100");
    byte[] block = new byte[1024 * 1024];
    new java.util.Random(1).nextBytes(block);
    int blocks = 100;
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    String id = exec("", "cat");
    try (RawClient client = start(id, "{}")) {
      CompletableFuture<Void> writer = CompletableFuture.runAsync(
          () -> {
            try {
              for (int i = 0; i < blocks; i++) {
                sent.update(block);
                client.write(block);
              }
              client.endOutput();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      long total = 0;
      while (total < (long) blocks * block.length) {
        byte[] head = client.readBytes(8);
        int length = java.nio.ByteBuffer.wrap(head).getInt(4);
        received.update(client.readBytes(length));
        total += length;
      }
      writer.get();
      assertEquals(-1, client.readByte());
    }
    assertArrayEquals(sent.digest(), received.digest());
  }

  @Test
  void keysOfATerminal() throws IOException {
    run("web", "", "sleep", "100");
    try (RawClient client = start(exec(",\"Tty\":true", "cat"), "{\"Tty\":true}")) {
      client.write("ax\177b\005\n\004");
      assertEquals("ax\b \bb^E\r\nab\005\r\n", client.readToEnd());
    }
    try (RawClient client = start(exec("", "sha256sum"), "{}")) {
      client.write("abc");
      client.endOutput();
      String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
      assertEquals("\1\0\0\0\0\0\0D" + digest + "  -\n", client.readToEnd());
    }
  }

  @Test
  void aProgramThatReadsNoMoreEndsTheOutput() throws Exception {
    run("web", "", "sleep", "100");
    CompletableFuture<Boolean> writer;
    try (RawClient client = start(exec("", "head", "-c", "10"), "{}")) {
      writer = CompletableFuture.supplyAsync(
          () -> {
            try {
              for (int i = 0; i < 3000; i++) {
                client.write(new byte[64 * 1024]);
              }
              return true;
            } catch (IOException e) {
              return false;
            }
          });
      assertEquals("\1\0\0\0\0\0\0\n" + "\0".repeat(10), client.readToEnd());
      assertFalse(writer.isDone());
    }
    assertFalse(writer.get());
  }
}
