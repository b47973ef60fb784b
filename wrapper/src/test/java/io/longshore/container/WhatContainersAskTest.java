package io.longshore.container;

import static io.longshore.unit.ScriptedEngine.body;
import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.internal.options.ExecSettings;
import io.longshore.session.ExecOptions;
import io.longshore.session.ExecResult;
import io.longshore.unit.ScriptedEngine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The exact request of each operation on containers, and that nothing unset is in it. */
@Timeout(30)
class WhatContainersAskTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Container web = docker.containers().get("web");

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private void asks(String line, Runnable call) {
    engine.forget();
    call.run();
    assertEquals(List.of(line), engine.lines());
  }

  private void asksFiltering(String start, String filters, Runnable call) {
    engine.forget();
    call.run();
    String line = URLDecoder.decode(engine.lines().get(0), StandardCharsets.UTF_8);
    assertEquals(start + "filters=" + filters, line);
  }

  private void posts(String line, String body, Runnable call) {
    asks("POST " + line, call);
    assertEquals(body, body(engine.only()));
  }

  @Test
  void lists() {
    engine.answers(json(200, "[]"));
    asks("GET /v1.51/containers/json", () -> docker.containers().list());
    asks("GET /v1.51/containers/json?all=true&size=true&limit=3",
        () -> docker.containers().list(l -> l.all().size().limit(3)));
    asksFiltering(
        "GET /v1.51/containers/json?",
        "{\"label\":[\"a\",\"b=c\"],\"name\":[\"^/web$\"],\"status\":[\"exited\",\"dead\"],\"ancestor\":[\"x\",\"ü&y\"]}",
        () -> docker.containers().list(
            l -> l.label("a").label("b", "c").name("^/web$").status(ContainerStatus.EXITED, ContainerStatus.DEAD)
                .filter("ancestor", "x", "ü&y")));
  }

  /** Lists show names so; it is no part of them. */
  @Test
  void aNameMayHaveTheEnginesSlash() {
    Container same = docker.containers().get("/web");
    assertEquals(web, same);
    asks("GET /v1.51/containers/web/json", same::inspect);
    engine.answers(status(204));
    asks("POST /v1.51/containers/web/rename?name=other", () -> web.rename("/other"));
    engine.answers(json(200, "[]"));
    asksFiltering(
        "GET /v1.51/containers/json?",
        "{\"before\":[\"web\"],\"since\":[\"db\",\"x\"]}",
        () -> docker.containers().list(l -> l.filter("before", "/web").filter("since", "/db", "x")));
  }

  @Test
  void everyParameterOfDockersCanBeSent() {
    asks("GET /v1.51/containers/web/json?size=true", () -> web.inspect(i -> i.size()));
    engine.answers(status(204));
    asks("POST /v1.51/containers/web/start?detachKeys=ctrl-x%2Cx", () -> web.start(s -> s.detachKeys("ctrl-x,x")));
    asks("POST /v1.51/containers/web/stop?signal=SIGINT&t=3",
        () -> web.stop(s -> s.signal("SIGINT").grace(Duration.ofSeconds(3))));
    asks("POST /v1.51/containers/web/restart?signal=2", () -> web.restart(s -> s.signal("2")));
    assertThrows(IllegalArgumentException.class, () -> web.start(s -> s.detachKeys("ctrl-")));
  }

  @Test
  void prunes() {
    asks("POST /v1.51/containers/prune", () -> docker.containers().prune());
    asksFiltering(
        "POST /v1.51/containers/prune?",
        "{\"label\":[\"a\",\"b=\"],\"until\":[\"2026-01-02T03:04:05Z\"],\"label!\":[\"keep\"]}",
        () -> docker.containers().prune(
            p -> p.label("a").label("b", "").until(Instant.parse("2026-01-02T03:04:05Z")).filter("label!", "keep")));
  }

  @Test
  void creates() {
    engine.answers(json(201, "{\"Id\":\"c1\",\"Warnings\":null}"));
    String body = "\\{\"Image\":\"i\",\"Labels\":\\{\"io.longshore.create\":\"[0-9a-f-]{36}\"},\"HostConfig\":\\{}}";
    asks("POST /v1.51/containers/create", () -> docker.containers().create(c -> c.image("i")));
    String first = body(engine.only());
    assertTrue(first.matches(body), first);
    asks(
        "POST /v1.51/containers/create?name=web&platform=linux%2Farm64",
        () -> assertEquals("c1",
            docker.containers().create(c -> c.image("i").name("web").platform("linux/arm64")).id()));
    assertTrue(body(engine.last()).matches(body), body(engine.last()));
    assertNotEquals(first, body(engine.last()), "two containers have the same mark");
    assertEquals("application/json", engine.last().getHeaders().get("Content-Type"));
  }

  @Test
  void lifecycle() {
    engine.answers(status(204));
    posts("/v1.51/containers/web/start", "", web::start);
    assertNull(engine.last().getHeaders().get("Content-Type"));
    posts("/v1.51/containers/web/stop", "", web::stop);
    posts("/v1.51/containers/web/stop?t=2", "", () -> web.stop(Duration.ofMillis(1001)));
    posts("/v1.51/containers/web/stop?t=0", "", () -> web.stop(Duration.ZERO));
    posts("/v1.51/containers/web/restart", "", web::restart);
    posts("/v1.51/containers/web/restart?t=7", "", () -> web.restart(r -> r.grace(Duration.ofSeconds(7))));
    posts("/v1.51/containers/web/kill?signal=SIGKILL", "", web::kill);
    posts("/v1.51/containers/web/kill?signal=HUP", "", () -> web.kill("HUP"));
    posts("/v1.51/containers/web/pause", "", web::pause);
    posts("/v1.51/containers/web/unpause", "", web::unpause);
    posts("/v1.51/containers/web/rename?name=a%20b%26c", "", () -> web.rename("a b&c"));
    asks("DELETE /v1.51/containers/web", web::remove);
    asks("DELETE /v1.51/containers/web?force=true&v=true", () -> web.remove(r -> r.force().volumes()));
  }

  @Test
  void startAndStopTellWhetherAnythingChanged() {
    engine.answers(status(204));
    assertTrue(web.start());
    assertTrue(web.stop());
    engine.answers(status(304));
    assertFalse(web.start());
    assertFalse(web.stop(Duration.ofSeconds(1)));
  }

  @Test
  void looks() {
    asks("GET /v1.51/containers/web/json", web::inspect);
    asks("GET /v1.51/containers/web/top", web::top);
    asks("GET /v1.51/containers/web/top?ps_args=-e%20-f", () -> web.top("-e", "-f"));
    engine.answers(json(200, "{\"StatusCode\":7,\"Error\":null}"));
    asks("POST /v1.51/containers/web/wait", () -> assertEquals(7, web.waitFor()));
    asks(
        "POST /v1.51/containers/web/wait?condition=removed",
        () -> web.waitFor(WaitCondition.REMOVED, Duration.ofSeconds(5)));
  }

  @Test
  void aWaitThatFailedIsNoExitCode() {
    engine.answers(json(200, "{\"StatusCode\":-1,\"Error\":{\"Message\":\"container vanished\"}}"));
    DockerException failed = assertThrows(DockerException.class, web::waitFor);
    assertTrue(failed.getMessage().contains("container vanished"), failed.getMessage());
  }

  @Test
  void updates() {
    engine.answers(json(200, "{\"Warnings\":[\"w\"]}"));
    posts("/v1.51/containers/web/update", "{\"Memory\":5}",
        () -> assertEquals(List.of("w"), web.update(u -> u.memory(5))));
    posts(
        "/v1.51/containers/web/update",
        "{\"NanoCpus\":500000000,\"RestartPolicy\":{\"Name\":\"no\"}}",
        () -> web.update(u -> u.cpus(0.5).restart(RestartPolicyName.NO)));
    posts("/v1.51/containers/web/update", "{\"PidsLimit\":9}",
        () -> web.update(u -> u.customize(r -> r.pidsLimit(9L))));
    posts("/v1.51/containers/web/update",
        "{\"CpuShares\":512,\"BlkioWeight\":300,\"CpuPeriod\":50000,\"CpuQuota\":20000,\"CpuRealtimePeriod\":1000000,"
            + "\"CpuRealtimeRuntime\":5000,\"CpusetCpus\":\"0\",\"CpusetMems\":\"1\",\"MemoryReservation\":7,\"MemorySwap\":-1,"
            + "\"PidsLimit\":-1,\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":3}}",
        () -> web.update(u -> u.blkioWeight(300).cpuPeriod(Duration.ofMillis(50)).cpuQuota(Duration.ofMillis(20))
            .cpuRealtimePeriod(Duration.ofSeconds(1)).cpuRealtimeRuntime(Duration.ofMillis(5)).cpuShares(512)
            .cpusetCpus("0").cpusetMems("1").memoryReservation(7).memorySwap(-1).pidsLimit(-1).restartOnFailure(3)));
  }

  @Test
  void logs() {
    engine.answers(
        new MockResponse(
            200,
            Headers.of("Content-Type", "application/vnd.docker.multiplexed-stream", "Date",
                "Fri, 02 Jan 2026 03:04:05 GMT"),
            ""));
    asks("GET /v1.51/containers/web/logs?stdout=true&stderr=true", () -> web.logs().close());
    asks(
        "GET /v1.51/containers/web/logs?follow=true&stdout=true&tail=10&since=1767323045.900000000",
        () -> web.logs(l -> l.follow().stdoutOnly().tail(10).since(Instant.parse("2026-01-02T03:04:05.9Z"))).close());
    asks(
        "GET /v1.51/containers/web/logs?stderr=true&until=1767323045.100000000",
        () -> web.logs(l -> l.stderrOnly().until(Instant.parse("2026-01-02T03:04:05.1Z"))).close());
  }

  @Test
  void exec() {
    engine.answers(
        request -> switch (request.getUrl().encodedPath()) {
          case "/v1.51/containers/web/exec" -> json(201, "{\"Id\":\"e1\"}");
          case "/v1.51/exec/e1/start" -> ScriptedEngine.of(200, "application/vnd.docker.raw-stream", "");
          default -> json(200, "{\"Running\":false,\"ExitCode\":3}");
        });
    ExecResult result = web.exec("id", "-un");
    assertEquals(3, result.exitCode());
    assertEquals(
        List.of("POST /v1.51/containers/web/exec", "POST /v1.51/exec/e1/start", "GET /v1.51/exec/e1/json"),
        engine.lines());
    assertEquals("{\"AttachStderr\":true,\"AttachStdout\":true,\"Cmd\":[\"id\",\"-un\"]}",
        sorted(body(engine.asked().get(0))));
    assertEquals("{\"Detach\":false,\"Tty\":false}", sorted(body(engine.asked().get(1))));
    engine.forget();
    web.exec(e -> e.command("x").env("A", "1").user("u").workingDir("/w").privileged().timeout(Duration.ofSeconds(9)));
    assertEquals(
        "{\"AttachStderr\":true,\"AttachStdout\":true,\"Cmd\":[\"x\"],\"Env\":[\"A=1\"],\"Privileged\":true,\"User\":\"u\",\"WorkingDir\":\"/w\"}",
        sorted(body(engine.asked().get(0))));
  }

  /** The order of fields is the spec's and says nothing. */
  private static String sorted(String json) {
    String[] fields = json.substring(1, json.length() - 1).split(",(?=\"[A-Z][A-Za-z]*\":)");
    Arrays.sort(fields);
    return "{" + String.join(",", fields) + "}";
  }

  @Test
  void textFormsShowNoSecrets() {
    ExecSettings settings = new ExecSettings();
    String shown = new ExecOptions(settings).command("x").env("P", "s3cret") + settings.request.build().toString();
    assertFalse(shown.contains("s3cret"), shown);
    assertEquals("Container[web]", web.toString());
    assertEquals(web, docker.containers().get("web"));
    assertEquals(web.hashCode(), docker.containers().get("web").hashCode());
  }

  private DynamicTest bad(String message, Executable call) {
    return DynamicTest.dynamicTest(
        message,
        () -> {
          RuntimeException refused = assertThrows(RuntimeException.class, call);
          assertTrue(refused instanceof IllegalArgumentException || refused instanceof NullPointerException,
              refused.toString());
          assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.toString());
          assertEquals(List.of(), engine.lines(), "something was sent");
        });
  }

  @TestFactory
  List<DynamicTest> badInputIsRefusedBeforeAnythingIsSent() {
    Containers containers = docker.containers();
    return List.of(
        bad("is empty", () -> containers.get("")),
        bad("is null", () -> containers.get(null)),
        bad("contains a slash", () -> containers.get("web/x")),
        bad("contains a slash", () -> containers.get("//web")),
        bad("'..'", () -> containers.get("..")),
        bad("contains white space or control characters", () -> containers.get("a\r\nb")),
        bad("contains white space", () -> containers.get("a b")),
        bad("ends with flags", () -> containers.create(c -> c.image("i").bind("/a", "/b:ro"))),
        bad("ends with flags", () -> containers.create(c -> c.image("i").volume("v", "/b:z,ro"))),
        bad("limit is 0", () -> containers.list(l -> l.limit(0))),
        bad("label name is empty", () -> containers.list(l -> l.label(""))),
        bad("label value", () -> containers.list(l -> l.label("a", null))),
        bad("label value", () -> containers.prune(p -> p.label("a", null))),
        bad("filter name", () -> containers.list(l -> l.filter(null, "x"))),
        bad("tail is -1", () -> web.logs(l -> l.tail(-1))),
        bad("since", () -> web.logs(l -> l.since(null))),
        bad("exec needs a command", () -> web.exec()),
        bad("exec needs a command", () -> web.exec(e -> {})),
        bad("timeout is zero", () -> web.exec(e -> e.command("x").timeout(Duration.ZERO))),
        bad("maxOutput is -1", () -> web.exec(e -> e.command("x").maxOutput(-1))),
        bad("the name contains '='", () -> web.exec(e -> e.command("x").env("a=b", "c"))),
        bad("grace is PT-1S", () -> web.stop(Duration.ofSeconds(-1))),
        bad("signal is empty", () -> web.kill(" ")),
        bad("name is empty", () -> web.rename("")),
        bad("name contains a line break", () -> web.rename("a\nb")),
        bad("timeout is zero", () -> web.waitFor(Duration.ZERO)),
        bad("condition", () -> web.waitFor(null, Duration.ofSeconds(1))),
        bad("containerPort is 0", () -> web.hostPort(0)),
        bad("memory is -2", () -> web.update(u -> u.memory(-2))),
        bad("cpus is Infinity", () -> web.update(u -> u.cpus(Double.POSITIVE_INFINITY))));
  }
}
