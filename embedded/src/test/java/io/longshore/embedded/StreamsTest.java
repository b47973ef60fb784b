package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Logs, attach and exec. */
class StreamsTest extends EngineTest {
  private static final String C = "/v1.51/containers/";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n";

  private static String frame(int stream, String text) {
    return "" + (char) stream + "\0\0\0\0\0\0" + (char) text.length() + text;
  }

  @Test
  void logsAreFramed() throws IOException {
    expect(400, "Bad parameters: you must choose at least one stream", "GET", C + "nope/logs", "");
    run("web", "", "sh", "-c", "echo out; echo err >&2; printf tail; exit 3");
    await("web");
    RawClient.Answer both = call("GET", C + "web/logs?stdout=1&stderr=1");
    assertEquals("application/vnd.docker.multiplexed-stream", both.header("Content-Type"));
    assertEquals(frame(1, "out\n") + frame(2, "err\n") + frame(1, "tail"), both.body());
    assertEquals("application/vnd.docker.raw-stream",
        call("GET", "/v1.41/containers/web/logs?stdout=1").header("Content-Type"));
    assertEquals(frame(2, "err\n"), call("GET", C + "web/logs?stderr=1").body());
    assertEquals(frame(1, "tail"), call("GET", C + "web/logs?stdout=1&stderr=1&tail=1").body());
    assertEquals("", call("GET", C + "web/logs?stdout=1&tail=0").body());
    assertEquals("", call("GET", C + "web/logs?stdout=1&since=99999999999").body());
    assertEquals("", call("GET", C + "web/logs?stdout=1&until=1").body());
    expect(500, "strconv.ParseInt: parsing 'xx': invalid syntax", "GET", C + "web/logs?stdout=1&since=xx", "");
    String timed = call("GET", C + "web/logs?stdout=1&tail=1&timestamps=1").body();
    assertTrue(Pattern.matches("(?s).{8}\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z tail", timed), timed);
  }

  @Test
  void longLinesAreSplitAndKeepTheirTime() throws IOException {
    run("web", "\"Tty\":true", "sh", "-c", "printf 1; head -c 40000 /dev/zero; echo 2");
    await("web");
    assertEquals(40004, call("GET", C + "web/logs?stdout=1").body().length());
    String timed = call("GET", C + "web/logs?stdout=1&timestamps=1").body();
    assertEquals(40004 + 3 * 31, timed.length());
    assertEquals(timed.substring(0, 31), timed.substring(31 + 16384, 62 + 16384));
    assertEquals(timed.substring(0, 31), timed.substring(62 + 32768, 93 + 32768));
    assertEquals(7236, call("GET", C + "web/logs?stdout=1&tail=1").body().length());
    assertEquals("", call("GET", C + "web/logs?stderr=1").body());
  }

  @Test
  void timesOfLogsAreInclusive() throws IOException {
    run("web", "\"Tty\":true", "sh", "-c", "echo one; sleep 0.01; echo two");
    await("web");
    String[] lines = call("GET", C + "web/logs?stdout=1&timestamps=1").body().split("\r\n");
    String first = epoch(lines[0], 0);
    String second = epoch(lines[1], 0);
    String[][] cases = {
        {"since=" + first, "one two"}, {"since=" + epoch(lines[0], 1), "two"}, {"until=" + first, "one"},
        {"until=" + epoch(lines[1], -1), "one"}, {"until=" + second, "one two"},
        {"since=" + second + "&until=" + second, "two"},
        {"since=0", "one two"}, {"until=-1", ""}, {"tail=x", "one two"}, {"tail=-1", "one two"},
        {"tail=1&until=" + first, ""},
    };
    for (String[] each : cases) {
      assertEquals(each[1], call("GET", C + "web/logs?stdout=1&" + each[0]).body().strip().replace("\r\n", " "),
          each[0]);
    }
    expect(500, "strconv.ParseInt: parsing 'x': invalid syntax", "GET", C + "web/logs?stdout=1&since=1.x", "");
    expect(500, "strconv.ParseInt: parsing '10m': invalid syntax", "GET", C + "web/logs?stdout=1&until=10m", "");
  }

  private static String epoch(String line, long nanos) {
    java.time.Instant time = java.time.Instant.parse(line.substring(0, line.indexOf(' '))).plusNanos(nanos);
    return time.getEpochSecond() + "." + String.format("%09d", time.getNano());
  }

  @Test
  void detailsOfLogs() throws IOException {
    String options = "\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"labels\":\"a,b\",\"env\":\"X\"}}}";
    String more = "\"Tty\":true,\"Labels\":{\"b\":\"2\",\"a\":\"1\",\"c\":\"3\"},\"Env\":[\"X=y\",\"Z=z\"],";
    run("web", more + options, "echo", "hi");
    run("none", "\"Tty\":true", "echo", "hi");
    await("web");
    await("none");
    assertEquals("X=y,a=1,b=2 hi\r\n", call("GET", C + "web/logs?stdout=1&details=1").body());
    assertEquals(" hi\r\n", call("GET", C + "none/logs?stdout=1&details=1").body());
    String timed = call("GET", C + "web/logs?stdout=1&details=1&timestamps=1").body();
    assertTrue(timed.endsWith("Z X=y,a=1,b=2 hi\r\n"), timed);
  }

  @Test
  void logsFollowUpToTheEnd() throws IOException {
    run("web", "\"OpenStdin\":true", "sh", "-c", "echo one; read x; echo two");
    try (RawClient follower = new RawClient(engine.host())) {
      follower.send("GET", C + "web/logs?stdout=1&follow=1", "", "");
      assertEquals(200, follower.readHead().status());
      assertEquals(frame(1, "one\n"), follower.readChunk());
      try (RawClient attached = new RawClient(engine.host())) {
        attached.send("POST", C + "web/attach?stream=1&stdin=1", "", UPGRADE);
        assertEquals(101, attached.readHead().status());
        attached.write("go\n");
        assertEquals(frame(1, "two\n"), follower.readChunk());
      }
      assertEquals("", follower.readChunk());
    }
  }

  @Test
  void attachBeforeStartHearsEverything() throws IOException {
    create("web", "\"OpenStdin\":true,\"StdinOnce\":true", "sh", "-c", "echo hello; cat; exit 6");
    try (RawClient attached = new RawClient(engine.host())) {
      attached.send("POST", C + "web/attach?stream=1&stdin=1&stdout=1&stderr=1", "", UPGRADE);
      RawClient.Answer head = attached.readHead();
      assertEquals(101, head.status());
      assertEquals("application/vnd.docker.multiplexed-stream", head.header("Content-Type"));
      expect(204, "POST", C + "web/start");
      assertEquals(frame(1, "hello\n"),
          new String(attached.readBytes(14), java.nio.charset.StandardCharsets.ISO_8859_1));
      attached.write("in");
      attached.endOutput();
      assertEquals(frame(1, "in"), attached.readToEnd());
    }
    assertEquals("6", await("web"));
    try (RawClient late = new RawClient(engine.host())) {
      late.send("POST", C + "web/attach?logs=1&stdout=1", "", "");
      assertEquals(200, late.readHead().status());
      assertEquals(frame(1, "hello\n") + frame(1, "in"), late.readToEnd());
    }
  }

  private String exec(String body) throws IOException {
    RawClient.Answer answer = call("POST", C + "web/exec", body);
    assertEquals(201, answer.status(), answer.body());
    return answer.field("Id");
  }

  private String start(String id, String body, String headers, int status) throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + id + "/start", body, headers);
      assertEquals(status, client.readHead().status());
      return client.readToEnd();
    }
  }

  @Test
  void execRunsOnce() throws IOException {
    run("web", "", "sleep", "100");
    expect(404, "No such container: nope", "POST", "/v1.51/containers/nope/exec", "{\"Cmd\":[\"true\"]}");
    expect(400, "No exec command specified", "POST", C + "web/exec", "{}");
    expect(404, "No such exec instance: foo", "POST", "/v1.51/exec/foo/start", "{}");
    expect(404, "No such exec instance: foo", "GET", "/v1.51/exec/foo/json", "");
    String out = "\"AttachStdout\":true,\"AttachStderr\":true";
    String id = exec("{" + out + ",\"Cmd\":[\"sh\",\"-c\",\"echo a; echo b >&2; exit 4\"]}");
    RawClient.Answer before = call("GET", "/v1.51/exec/" + id + "/json");
    assertEquals("false", before.field("Running"));
    assertEquals(frame(1, "a\n") + frame(2, "b\n"), start(id, "{}", "", 200));
    RawClient.Answer after = call("GET", "/v1.51/exec/" + id + "/json");
    assertEquals("4", after.field("ExitCode"));
    assertEquals("sh", after.field("entrypoint"));
    assertTrue(start(id, "{}", "", 200).endsWith("exec command " + id + " has already run\r\n"));
    String tty = exec("{" + out + ",\"Tty\":true,\"Cmd\":[\"sh\",\"-c\",\"echo a; echo b >&2\"]}");
    assertEquals("a\r\nb\r\n", start(tty, "{\"Tty\":true}", UPGRADE, 101));
    String missing = exec("{" + out + ",\"Cmd\":[\"nope\"]}");
    assertTrue(start(missing, "{}", UPGRADE, 101).contains("executable file not found in $PATH"));
    assertEquals("127", call("GET", "/v1.51/exec/" + missing + "/json").field("ExitCode"));
    String detached = exec("{\"Cmd\":[\"sleep\",\"50\"]}");
    expect(200, "POST", "/v1.51/exec/" + detached + "/start");
    String second = exec("{\"Cmd\":[\"sleep\",\"50\"]}");
    assertEquals(200, call("POST", "/v1.51/exec/" + second + "/start", "{\"Detach\":true}").status());
    assertEquals("true", call("GET", "/v1.51/exec/" + second + "/json").field("Running"));
    expect(409, "exec command " + second + " is already running", "POST", "/v1.51/exec/" + second + "/start",
        "{\"Detach\":true}");
    expect(204, "DELETE", C + "web?force=1");
    expect(404, "No such exec instance: " + second, "GET", "/v1.51/exec/" + second + "/json", "");
  }

  @Test
  void execStdinEndsByHalfClose() throws IOException {
    run("web", "", "sleep", "100");
    String id = exec("{\"AttachStdin\":true,\"AttachStdout\":true,\"Cmd\":[\"wc\",\"-c\"]}");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + id + "/start", "{}", UPGRADE);
      assertEquals(101, client.readHead().status());
      client.write("x".repeat(300_000));
      client.endOutput();
      assertEquals(frame(1, "300000\n"), client.readToEnd());
    }
  }

  @Test
  void shellScripts() throws IOException {
    String[][] scripts = {
        {"echo \"$GREETING ${NAME:-you}\"", "hi you\n"},
        {"i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done", "0\n1\n2\n"},
        {"for x in a 'b c'; do echo \"<$x>\"; done", "<a>\n<b c>\n"},
        {"false && echo no || echo yes", "yes\n"},
        {"if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"},
        {"echo $(echo in; echo ner) | cat", "in ner\n"},
        {"yes | head -c 4", "y\ny\n"},
        {"(exit 3); echo $?", "3\n"},
        {"echo 'a;b' \"c && d\" e\\;f", "a;b c && d e;f\n"},
        {"printf '%s=%03d\\n' a 7 b 8", "a=007\nb=008\n"},
        {"seq 2 4", "2\n3\n4\n"},
        {"(sleep 0.2; echo late) & echo early; wait; echo end", "early\nlate\nend\n"},
        {"echo lost >/dev/null; echo lost 2>&1 >/dev/null; echo kept", "kept\n"},
        {"printf '\\303\\244'", "\u00c3\u00a4"},
    };
    for (int i = 0; i < scripts.length; i++) {
      run("s" + i + "x", "\"Tty\":true,\"Env\":[\"GREETING=hi\"]", "sh", "-c", scripts[i][0]);
      assertEquals("0", await("s" + i + "x"), scripts[i][0]);
      String printed = call("GET", C + "s" + i + "x/logs?stdout=1").body().replace("\r\n", "\n");
      assertEquals(scripts[i][1], printed, scripts[i][0]);
    }
  }
}
