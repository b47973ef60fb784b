package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.file.PathStat;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.stream.Followed;
import io.longshore.unit.ScriptedEngine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that JSON can hold and nothing real can be: each ends in a DockerException or in what is next to it. */
@Timeout(60)
class ValuesThatCannotBeTest {
  /** {@code {}}, which is something at least. */
  private static final String STAT = "e30=";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Container web = docker.containers().get("web");

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private void answers(int status, String body) {
    engine.answers(json(status, body.replace('\'', '"')));
  }

  private void bound(String bindings) {
    answers(200, "{'NetworkSettings':{'Ports':{'80/tcp':" + bindings + "}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "[null]", "null", "[]", "[{}]", "[{'HostPort':''}]", "[{'HostPort':null}]", "[{'HostPort':'8000-8010'}]",
      "[{'HostPort':'99999999999'}]", "[{'HostPort':'-1'}]", "[{'HostPort':'0'}]", "[{'HostPort':'65536'}]",
      "[{'HostPort':'0x50'}]", "[{'HostPort':'\u0661\u0662'}]", "[{'HostPort':' 80'}]", "[{'HostPort':'http'}]",
      "[{'HostPort':1e3}]"
  })
  void aPortThatIsNone(String bindings) {
    bound(bindings);
    DockerException e = assertThrows(DockerException.class, () -> web.hostPort(80));
    assertTrue(e.getMessage().contains("80/tcp"), e.getMessage());
  }

  @Test
  void aPortAmongHoles() {
    bound("[null,{'HostPort':''},{'HostPort':'32768'}]");
    assertEquals(32768, web.hostPort(80));
    bound("[{'HostPort':32768}]");
    assertEquals(32768, web.hostPort(80));
    answers(200, "{'NetworkSettings':{'Ports':null}}");
    assertThrows(DockerException.class, () -> web.hostPort(80));
    answers(200, "{}");
    assertThrows(DockerException.class, () -> web.hostPort(80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967296", "-4294967296", "9223372036854775807", "1e300", "-2147483649"})
  void anExitCodeThatIsNoneIsNoSuccess(String code) {
    answers(200, "{'StatusCode':" + code + "}");
    DockerException e = assertThrows(DockerException.class, web::waitFor);
    assertTrue(e.getMessage().contains("invalid exit code"), e.getMessage());
    try (ContainerWait exit = web.openWait(io.longshore.generated.engine.model.WaitCondition.NEXT_EXIT)) {
      assertThrows(DockerException.class, exit::await);
    }
  }

  @Test
  void anExitCodeOfWindowsHas32Bits() {
    answers(200, "{'StatusCode':3221225477}");
    assertEquals(0xC0000005, web.waitFor());
    answers(200, "{'StatusCode':-1}");
    assertEquals(-1, web.waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "'time':9223372036854775807",
      "'time':-9223372036854775808",
      "'time':1e300",
      "'timeNano':9223372036854775807",
      "'timeNano':-9223372036854775808",
      "'time':null",
      "'time':253402300800"
  })
  void anEventOfATimeThatIsNone(String time) {
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/events")
            ? json(200, ("{'Action':'die'," + time + "}").replace('\'', '"'))
            : json(200, "{\"SystemTime\":\"2024-01-01T00:00:00Z\"}"));
    List<EventMessage> once = new ArrayList<>();
    DockerException early = assertThrows(
        DockerException.class,
        () -> {
          try (var events = docker.system().events()) {
            events.forEach(once::add);
          }
        });
    assertEquals(1, once.size(), early::toString);
    try (var events = docker.system().followEvents(e -> e.patience(java.time.Duration.ofMillis(200)))) {
      List<Object> seen = new ArrayList<>();
      assertThrows(
          DockerException.class,
          () -> {
            for (Followed<EventMessage> next : events) {
              seen.add(next);
            }
          });
      assertTrue(seen.get(0) instanceof Followed.Item<?>, seen::toString);
    }
  }

  @Test
  void holesInLists() {
    answers(200, "[null,{'Id':'a'},null]");
    assertEquals(List.of("a"), docker.containers().list().stream().map(c -> c.id()).toList());
    assertEquals(List.of("a"), docker.images().list().stream().map(i -> i.id()).toList());
    assertEquals(1, web.changes().size());
  }

  @Test
  void statsBeyondAllBounds() {
    String most = String.valueOf(Long.MAX_VALUE);
    answers(
        200,
        "{'read':'9999-12-31T23:59:59Z','preread':'0000-01-01T00:00:00Z','num_procs':" + most
            + ",'cpu_stats':{'cpu_usage':{'total_usage':" + most + "}},'precpu_stats':{'cpu_usage':{'total_usage':-"
            + most
            + "}},'networks':{'a':{'rx_bytes':" + most + "},'b':{'rx_bytes':" + most + "},'c':null},"
            + "'memory_stats':{'usage':" + most + ",'limit':-5,'stats':{'inactive_file':-" + most + "}},"
            + "'blkio_stats':{'io_service_bytes_recursive':[null,{'op':''},{'op':'read','value':" + most
            + "},{'op':'read','value':"
            + most + "}]}}");
    Stats stats = web.statsWithoutCpu();
    assertTrue(stats.cpuPercent().orElse(-1) >= 0, stats.cpuPercent()::toString);
    assertEquals(Long.MAX_VALUE, stats.networkReceived());
    assertTrue(stats.blockRead() >= 0);
    assertTrue(stats.memoryUsage() >= 0);
    answers(
        200,
        "{'read':'2024-01-01T00:00:00Z','memory_stats':{'usage':5,'stats':{'inactive_file':-9223372036854775808}},"
            + "'blkio_stats':{'io_service_bytes_recursive':[{'op':'read','value':" + most + "},{'op':'read','value':"
            + most
            + "}]}}");
    stats = web.statsWithoutCpu();
    assertEquals(5, stats.memoryUsage());
    assertEquals(Long.MAX_VALUE, stats.blockRead());
    assertEquals(OptionalDouble.empty(), stats.cpuPercent());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "!", "bnVsbA==", "e30=x", "{}", "name",
  })
  void anAnswerAboutAPathThatIsNone(String header) {
    answersStat(header);
    DockerException e = assertThrows(DockerException.class, () -> web.files().stat("/etc"));
    assertTrue(e.getMessage().contains("/etc"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'mode':134217728,'linkTarget':'/a\\u0000b'}", "{'mode':134217728,'linkTarget':'\\ud800'}",
      "{'mode':134217728,'linkTarget':''}", "{'mode':134217728}"
  })
  void aLinkToWhereNoPathLeads(String json) {
    answersStat(Base64.getEncoder().encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    assertThrows(ArchiveException.class, () -> web.files().stat("/link/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{}", "{'size':-1,'mode':-1,'mtime':'-999999999-01-01T00:00:00Z'}",
      "{'size':1e300,'mode':1e300,'mtime':'+999999999-12-31T23:59:59-18:00'}"
  })
  void aPathWhoseNumbersAreNone(String json) {
    answersStat(Base64.getEncoder().encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    assertSame(PathStat.class, web.files().stat("/etc").getClass());
  }

  private void mounted(String inspect) {
    MockResponse stat = new MockResponse(200, Headers.of("X-Docker-Container-Path-Stat", STAT), "");
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/json") ? json(200, inspect.replace('\'', '"')) : stat);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'Mounts':[null]}", "{'Mounts':null,'HostConfig':{'Mounts':[null],'Tmpfs':{'':null}}}",
      "{'HostConfig':null,'Mounts':[{}]}",
      "{'HostConfig':{'Mounts':[{'Type':'tmpfs'},{'Target':null}],'Tmpfs':null}}",
      "{'Mounts':[{'Destination':'no path'}]}"
  })
  void aMountThatIsNone(String inspect) {
    mounted(inspect);
    assertTrue(web.files().stat("/etc").name().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'Mounts':[{'Destination':'/a\\u0000b'}]}", "{'Mounts':[{'Type':'tmpfs','Destination':'/\\ud800'}]}",
      "{'HostConfig':{'Tmpfs':{'/\\udc00':''}}}", "{'HostConfig':{'Mounts':[{'Type':'tmpfs','Target':'/\\u0000'}]}}"
  })
  void aMountWhereNoPathLeads(String inspect) {
    mounted(inspect);
    DockerException e = assertThrows(DockerException.class, () -> web.files().stat("/etc"));
    assertTrue(e.getMessage().contains("mount"), e.getMessage());
    assertThrows(DockerException.class, () -> web.files().write("/etc/a", new byte[1]));
    assertThrows(DockerException.class, () -> web.files().read("/etc/a"));
  }

  private void answersStat(String header) {
    MockResponse stat = new MockResponse(200, Headers.of("X-Docker-Container-Path-Stat", header), "");
    engine.answers(request -> request.getUrl().encodedPath().endsWith("/json") ? json(200, "{}") : stat);
  }
}
