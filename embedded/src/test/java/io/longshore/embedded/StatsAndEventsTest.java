package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Stats and events; order, names and words as read off Docker 20.10.24 and 28.5.2. */
class StatsAndEventsTest extends EngineTest {
  private static final String C = "/v1.51/containers/";
  private static final String NEVER = "0001-01-01T00:00:00Z";
  private static final Pattern ACTION = Pattern.compile("\"Action\":\"([^\"]*)\"");

  private static long number(String text, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(text);
    assertTrue(matcher.find(), () -> name + " in " + text);
    return Long.parseLong(matcher.group(1));
  }

  private static String part(String text, String name) {
    return text.substring(text.indexOf("\"" + name + "\":"));
  }

  @Test
  void oneSampleOrTwo() throws IOException {
    String id = run("web", "\"HostConfig\":{\"Memory\":67108864,\"PidsLimit\":50}", "sleep", "100");
    RawClient.Answer once = call("GET", C + "web/stats?stream=0&one-shot=1");
    assertEquals(200, once.status());
    assertEquals("application/json", once.header("Content-Type"));
    assertEquals(NEVER, once.field("preread"));
    assertEquals(0, number(part(once.body(), "precpu_stats"), "total_usage"));
    assertFalse(once.body().contains("\"name\""));
    assertEquals(67108864, number(part(once.body(), "memory_stats"), "limit"));
    assertEquals(50, number(part(once.body(), "pids_stats"), "limit"));
    assertTrue(once.body().contains("\"io_serviced_recursive\":null"));
    RawClient.Answer two = call("GET", C + "web/stats?stream=false");
    assertEquals("/web", two.field("name"));
    assertEquals(id, two.field("id"));
    assertFalse(two.field("preread").equals(NEVER));
    long now = number(part(two.body(), "\"cpu_stats".substring(1)), "total_usage");
    assertTrue(now > number(part(two.body(), "precpu_stats"), "total_usage"), two.body());
    assertTrue(
        number(part(two.body(), "cpu_stats"), "system_cpu_usage") > number(part(two.body(), "precpu_stats"),
            "system_cpu_usage"));
    assertTrue(number(two.body(), "rx_bytes") > 0);
  }

  @Test
  void formsOfOlderAndNewerEngines() throws IOException {
    run("web", "", "sleep", "100");
    assertTrue(call("GET", "/v1.41/containers/web/stats?stream=0&one-shot=1").body().contains("\"name\":\"/web\""));
    String current = call("GET", C + "web/stats?stream=0&one-shot=1").body();
    assertTrue(current.contains("\"inactive_file\""), current);
    assertFalse(current.contains("os_type"), current);
    assertTrue(call("GET", "/v1.52/containers/web/stats?stream=0&one-shot=1").body().contains("\"os_type\":\"linux\""));
  }

  @Test
  void whatDoesNotRunUsesNothing() throws IOException {
    create("web", "", "true");
    RawClient.Answer answer = call("GET", C + "web/stats?stream=0");
    assertEquals(NEVER, answer.field("read"));
    assertEquals(NEVER, answer.field("preread"));
    assertFalse(answer.body().contains("networks"));
    expect(400, "cannot have stream=true and one-shot=true", "GET", C + "web/stats?one-shot=1", "");
    expect(404, "No such container: nope", "GET", C + "nope/stats", "");
  }

  @Test
  void aStreamOfSamplesEndsWithItsContainer() throws IOException {
    run("web", "", "sleep", "100");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("GET", C + "web/stats", "", "");
      assertEquals(200, client.readHead().status());
      String first = client.readChunk();
      assertTrue(first.contains("\"preread\":\"" + NEVER), first);
      String second = client.readChunk();
      Matcher read = Pattern.compile("\"read\":\"([^\"]*)").matcher(first);
      assertTrue(read.find());
      assertTrue(second.contains("\"preread\":\"" + read.group(1)), second);
      expect(204, "DELETE", C + "web?force=1");
      String last = client.readChunk();
      while (!last.isEmpty()) {
        last = client.readChunk();
      }
    }
  }

  private RawClient.Answer events(String query) throws IOException {
    long now = System.currentTimeMillis() + 20;
    String until = now / 1000 + "." + String.format("%03d", now % 1000);
    return call("GET", "/v1.51/events?since=1&until=" + until + query);
  }

  private List<String> actions(String filters) throws IOException {
    RawClient.Answer answer = events(filters.isEmpty() ? "" : "&filters=" + query(filters.replace('\'', '"')));
    assertEquals(200, answer.status(), answer.body());
    List<String> actions = new ArrayList<>();
    Matcher matcher = ACTION.matcher(answer.body());
    while (matcher.find()) {
      actions.add(matcher.group(1));
    }
    return actions;
  }

  /** The program ends in a thread of its own, which may be a little behind the request that ends it. */
  @Test
  void aStopAnswersAfterTheEnd() throws IOException {
    create("web", "\"OpenStdin\":true", "cat");
    for (int i = 0; i < 40; i++) {
      expect(204, "POST", C + "web/start");
      expect(204, "POST", C + (i % 2 == 0 ? "web/stop?t=0" : "web/kill"));
      String state = call("GET", C + "web/json").body();
      assertTrue(state.contains("\"Running\":false"), state);
    }
    List<String> ends = actions("{'event':['die','stop']}");
    for (int i = 0; i < ends.size(); i++) {
      assertEquals(i % 3 == 1 ? "stop" : "die", ends.get(i), ends::toString);
    }
  }

  @Test
  void aLifeInEvents() throws IOException {
    create("web", "\"Tty\":true,\"OpenStdin\":true,\"Labels\":{\"a\":\"b\"}", "cat");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", C + "web/attach?stream=1&stdin=1&stdout=1", "", "Upgrade: tcp\r\nConnection: Upgrade\r\n");
      client.readHead();
      expect(204, "POST", C + "web/start");
      client.write("\020\021");
      assertEquals("", client.readToEnd());
    }
    String exec = call("POST", C + "web/exec", "{\"Cmd\":[\"false\"],\"AttachStdout\":true}").field("Id");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + exec + "/start", "{}", "");
      client.readToEnd();
    }
    expect(200, "POST", C + "web/resize?h=3&w=4");
    expect(200, "GET", C + "web/top");
    call("POST", C + "web/update", "{}");
    expect(204, "POST", C + "web/rename?name=net");
    expect(204, "POST", C + "net/pause");
    expect(204, "POST", C + "net/unpause");
    expect(204, "POST", C + "net/kill?signal=HUP");
    expect(204, "POST", C + "net/restart?t=0");
    expect(204, "DELETE", C + "net?force=1");
    assertEquals(
        List.of(
            "create", "attach", "connect", "start", "detach", "exec_create: false ", "exec_start: false ", "exec_die",
            "resize", "top", "update", "rename", "pause", "unpause", "kill", "kill", "kill", "disconnect", "die",
            "stop",
            "connect", "start", "restart", "kill", "disconnect", "die", "destroy"),
        actions(""));
    assertEquals(List.of("exec_create: false "), actions("{'event':['exec_create']}"));
    assertEquals(List.of("die", "die", "destroy"), actions("{'event':['die','destroy']}"));
    assertEquals(List.of("connect", "disconnect", "connect", "disconnect"), actions("{'type':['network']}"));
    assertEquals(List.of("rename", "pause"), actions("{'container':['ne']}").subList(0, 2));
    assertEquals(23, actions("{'image':['busybox']}").size());
    assertEquals(23, actions("{'label':['a=b']}").size());
    assertEquals(27, actions("{'scope':['local'],'nobody-knows':['x']}").size());
    assertEquals(List.of(), actions("{'label':['a=c']}"));
    assertEquals(List.of(), actions("{'scope':['swarm']}"));
    assertEquals(List.of(), actions("{'daemon':['x']}"));
    String body = events("").body();
    for (String attribute : List.of(
        "\"execID\":\"" + exec + "\"", "\"exitCode\":\"1\"", "\"height\":\"3\"", "\"width\":\"4\"",
        "\"oldName\":\"/web\"",
        "\"signal\":\"1\"", "\"signal\":\"15\"", "\"signal\":\"9\"", "\"execDuration\":\"0\"", "\"exitCode\":\"137\"",
        "\"from\":\"busybox:local\"")) {
      assertTrue(body.contains(attribute), () -> attribute + " in " + body);
    }
    String until = "?since=1&until=" + (System.currentTimeMillis() / 1000 - 1 + 1);
    assertFalse(call("GET", "/v1.41/events" + until).body().contains("execDuration"));
    assertFalse(call("GET", "/v1.52/events" + until).body().contains("\"status\""));
  }

  @Test
  void imagesAndPruningInEvents() throws IOException {
    create("web", "", "true");
    expect(200, "POST", C + "prune");
    expect(201, "POST", "/v1.51/images/busybox:local/tag?repo=img&tag=x");
    expect(200, "DELETE", "/v1.51/images/img:x");
    expect(200, "POST", "/v1.51/images/create?fromImage=busybox&tag=latest");
    expect(200, "POST", "/v1.51/images/create?fromSrc=-&repo=imp&tag=y");
    expect(200, "DELETE", "/v1.51/images/imp:y");
    assertEquals(
        List.of("create", "destroy", "prune", "tag", "untag", "pull", "tag", "import", "untag", "delete"), actions(""));
    assertEquals(List.of("tag"), actions("{'image':['img']}"));
    assertEquals(List.of("tag", "untag", "pull", "tag", "import", "untag", "delete"), actions("{'type':['image']}"));
    String prune = events("&filters=" + query("{\"event\":[\"prune\"]}")).body();
    assertTrue(prune.contains("\"reclaimed\":\"0\"") && !prune.contains("\"id\""), prune);
  }

  @Test
  void timesAreInclusive() throws IOException {
    create("one", "", "true");
    create("two", "", "true");
    Matcher matcher = Pattern.compile("\"timeNano\":(\\d+)").matcher(events("").body());
    assertTrue(matcher.find());
    String first = seconds(Long.parseLong(matcher.group(1)));
    assertTrue(matcher.find());
    long second = Long.parseLong(matcher.group(1));
    assertEquals(1, count("since=" + seconds(second) + "&until=" + seconds(second)));
    assertEquals(0, count("since=" + seconds(second + 1) + "&until=" + seconds(second + 2)));
    assertEquals(1, count("since=" + first + "&until=" + seconds(second - 1)));
    assertEquals(0, count("until=1"));
    expect(400, "`since` time (5) cannot be after `until` time (1.5)", "GET", "/v1.51/events?since=5&until=1.5", "");
    for (String text : List.of("10m", "2026-11-21T00:00:00Z", "1e9")) {
      expect(500, "strconv.ParseInt: parsing '" + text + "': invalid syntax", "GET", "/v1.51/events?since=" + text, "");
    }
    expect(500, "parsing 'x': invalid syntax", "GET", "/v1.51/events?until=1.x", "");
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + "." + String.format("%09d", nanos % 1_000_000_000);
  }

  private int count(String query) throws IOException {
    Matcher matcher = ACTION.matcher(call("GET", "/v1.51/events?" + query).body());
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
