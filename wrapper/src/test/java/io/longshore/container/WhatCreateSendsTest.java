package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.generated.runtime.Json;
import io.longshore.image.PullPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The exact body of a create, and what is refused before there is one. */
class WhatCreateSendsTest {
  private static final HostConfig HOST = HostConfig.builder().networkMode("host").cpuShares(512)
      .portBindings(Map.of("80/tcp", List.of(PortBinding.builder().hostPort("82").build()))).mount(m -> m.target("/a"))
      .build();

  private static String json(Consumer<CreateOptions.Builder> options) {
    ContainerCreateRequest request = CreateOptions.of(options).request();
    return new String(Json.encode(ContainerCreateRequest.ADAPTER, request).bytes(), StandardCharsets.UTF_8);
  }

  private static void sends(String expected, Consumer<CreateOptions.Builder> options) {
    assertEquals("{\"Image\":\"i\"," + expected + "}", json(options.andThen(c -> c.image("i"))));
  }

  /** Fields before the image, in the spec's order. */
  private static void body(String expected, Consumer<CreateOptions.Builder> options) {
    assertEquals(expected, json(options.andThen(c -> c.image("i"))));
  }

  @Test
  void anImageIsAllThatIsSent() {
    body("{\"Image\":\"i\",\"HostConfig\":{}}", c -> {});
  }

  @Test
  void nameAndPlatformAreNoPartOfTheBody() {
    body("{\"Image\":\"i\",\"HostConfig\":{}}", c -> c.name("web").platform("linux/arm64").pull(PullPolicy.NEVER));
    CreateOptions options = CreateOptions.of(c -> c.image("i").name("/web").platform("linux/arm64"));
    assertEquals("/web", options.name());
    assertEquals("linux/arm64", options.platform());
    assertEquals(PullPolicy.NEVER, options.pullOr(PullPolicy.NEVER));
    assertEquals(PullPolicy.ALWAYS,
        CreateOptions.of(c -> c.image("i").pull(PullPolicy.ALWAYS)).pullOr(PullPolicy.NEVER));
    assertNull(CreateOptions.of(c -> c.image("i")).name());
  }

  @Test
  void theProgram() {
    body("{\"Cmd\":[\"sh\",\"-c\",\"echo $A \\\"q\\\"\"],\"Image\":\"i\",\"HostConfig\":{}}",
        c -> c.command("sh", "-c", "echo $A \"q\""));
    body("{\"Cmd\":[],\"Image\":\"i\",\"HostConfig\":{}}", c -> c.command());
    sends("\"Entrypoint\":[\"\"],\"HostConfig\":{}", c -> c.entrypoint());
    sends("\"Entrypoint\":[\"a\",\"b\"],\"HostConfig\":{}", c -> c.entrypoint("a", "b"));
    sends("\"WorkingDir\":\"/w\",\"HostConfig\":{}", c -> c.workingDir("/w"));
    body("{\"User\":\"1000:1000\",\"Image\":\"i\",\"HostConfig\":{}}", c -> c.user("1000:1000"));
    body("{\"Hostname\":\"h\",\"Image\":\"i\",\"HostConfig\":{}}", c -> c.hostname("h"));
    body("{\"Tty\":true,\"OpenStdin\":true,\"Image\":\"i\",\"HostConfig\":{}}", c -> c.tty().openStdin());
    sends("\"StopSignal\":\"SIGINT\",\"StopTimeout\":2,\"HostConfig\":{}",
        c -> c.stopSignal("SIGINT").stopTimeout(Duration.ofMillis(1001)));
    sends("\"StopTimeout\":0,\"HostConfig\":{}", c -> c.stopTimeout(Duration.ZERO));
  }

  @Test
  void theEnvironmentKeepsItsOrderAndEmptyValues() {
    Map<String, String> more = Map.of("C", "3=4");
    body(
        "{\"Env\":[\"B=1\",\"A=\",\"C=3=4\"],\"Image\":\"i\",\"HostConfig\":{}}",
        c -> c.env("B", "1").env("A", "").env(more));
    body("{\"Env\":[\"A=1\\n2\"],\"Image\":\"i\",\"HostConfig\":{}}", c -> c.env("A", "1\n2"));
    body("{\"Image\":\"i\",\"HostConfig\":{}}", c -> c.env(Map.of()));
  }

  @Test
  void labels() {
    sends("\"Labels\":{\"b\":\"1\",\"a\":\"\"},\"HostConfig\":{}", c -> c.label("b", "1").label("a", ""));
  }

  @Test
  void ports() {
    body(
        "{\"ExposedPorts\":{\"80/tcp\":{}},\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}}}",
        c -> c.publish(80));
    body(
        "{\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{}},\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{"
            + "\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"},{\"HostIp\":\"\",\"HostPort\":\"8081\"}],"
            + "\"53/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}}}",
        c -> c.publish(8080, 80).publish(8081, 80).publish("127.0.0.1", 0, 53, "udp"));
    for (String address : List.of("0.0.0.0", "10.20.30.249", "255.255.255.255", "::", "::1", "fe80::1")) {
      assertEquals(
          address,
          CreateOptions.of(c -> c.image("i").publish(address, 0, 80, "tcp"))
              .request().hostConfig().portBindings().get("80/tcp").get(0).hostIp());
    }
  }

  @Test
  void mounts() {
    sends(
        "\"HostConfig\":{\"Mounts\":[{\"Target\":\"/t\",\"Source\":\"/s\",\"Type\":\"bind\"},"
            + "{\"Target\":\"/v\",\"Source\":\"data\",\"Type\":\"volume\"},{\"Target\":\"/tmp\",\"Type\":\"tmpfs\"}]}",
        c -> c.bind("/s", "/t").volume("data", "/v").tmpfs("/tmp"));
  }

  @Test
  void limitsAndTheRestOfTheHost() {
    sends("\"HostConfig\":{\"Memory\":1048576,\"NanoCpus\":1500000000}", c -> c.memory(1 << 20).cpus(1.5));
    sends(
        "\"HostConfig\":{\"NetworkMode\":\"none\",\"RestartPolicy\":{\"Name\":\"always\"},\"AutoRemove\":true}",
        c -> c.network("none").restart(RestartPolicyName.ALWAYS).autoRemove());
    assertTrue(json(c -> c.image("i").privileged().init()).contains("\"Privileged\":true"));
    assertTrue(json(c -> c.image("i").privileged().init()).contains("\"Init\":true"));
  }

  @Test
  void whatHasNoMethodIsSentToo() {
    sends("\"HostConfig\":{\"CapAdd\":[\"NET_ADMIN\"]}", c -> c.hostConfig(h -> h.capAdd(List.of("NET_ADMIN"))));
    HealthConfig health = HealthConfig.builder().test(List.of("NONE")).build();
    assertTrue(json(c -> c.image("i").customize(r -> r.healthcheck(health)))
        .contains("\"Healthcheck\":{\"Test\":[\"NONE\"]}"));
    assertEquals("{\"Image\":\"x\",\"HostConfig\":{}}", json(c -> c.customize(r -> r.image("x"))));
  }

  @Test
  void aHostConfigOfCustomizeIsNotLost() {
    HostConfig host = HostConfig.builder().privileged(true).build();
    sends("\"HostConfig\":{\"Privileged\":true}", c -> c.customize(r -> r.hostConfig(host)));
    refused("give it to hostConfig", c -> c.image("i").memory(5).customize(r -> r.hostConfig(host)));
  }

  @Test
  void theTextFormShowsNoValueOfTheEnvironment() {
    CreateOptions options = CreateOptions.of(
        c -> c.image("i").name("nn").env("PASSWORD", "s3cret").env(Map.of("TOKEN", "hidden=too")).customize(r -> {}));
    for (String shown : List.of(options.toString(), options.request().toString(),
        String.valueOf(options.request().toBuilder().build()))) {
      assertFalse(shown.contains("s3cret") || shown.contains("hidden"), shown);
    }
    assertTrue(options.toString().contains("name=nn"), options.toString());
    String raw = CreateOptions.of(c -> c.image("i").customize(r -> r.env(List.of("P=s3cret")))).toString();
    assertFalse(raw.contains("s3cret"), raw);
  }

  @Test
  void aWholeHostConfigurationIsAddedTo() {
    ContainerCreateRequest request = CreateOptions.of(c -> c.image("i").hostConfig(HOST).publish(81, 80).memory(7)
        .mount(m -> m.target("/b"))).request();
    HostConfig host = request.hostConfig();
    assertEquals("host", host.networkMode());
    assertEquals(512, host.cpuShares());
    assertEquals(7, host.memory());
    assertEquals(List.of("82", "81"), host.portBindings().get("80/tcp").stream().map(PortBinding::hostPort).toList());
    assertEquals(List.of("/a", "/b"), host.mounts().stream().map(Mount::target).toList());
    assertEquals(HOST, CreateOptions.of(c -> c.image("i").hostConfig(HOST)).request().hostConfig());
    HostConfig usual = HostConfig.builder().networkMode("default").build();
    assertEquals("a",
        CreateOptions.of(c -> c.image("i").hostConfig(usual).network("a")).request().hostConfig().networkMode());
  }

  @Test
  void networksOfCustomizeAreKept() {
    ContainerCreateRequest request = CreateOptions.of(
        c -> c.image("i").customize(r -> r.networkingConfig(n -> n.network("a", e -> e.alias("kept")))).network("a")
            .network("bridge"))
        .request();
    assertEquals(List.of("a", "bridge"), List.copyOf(request.networkingConfig().endpointsConfig().keySet()));
    assertEquals(List.of("kept"), request.networkingConfig().endpointsConfig().get("a").aliases());
  }

  @Test
  void listsAreTakenToo() {
    body("{\"Env\":[\"A=1\",\"B\"],\"Cmd\":[\"a\",\"b\"],\"Image\":\"i\",\"HostConfig\":{}}",
        c -> c.command(List.of("a", "b")).env(List.of("A=1", "B")));
  }

  private static void refused(String message, Consumer<CreateOptions.Builder> options) {
    RuntimeException refused = assertThrows(RuntimeException.class, () -> CreateOptions.of(options));
    assertTrue(refused instanceof IllegalArgumentException || refused instanceof NullPointerException,
        refused.toString());
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.toString());
  }

  private static DynamicTest bad(String message, Consumer<CreateOptions.Builder> options) {
    return DynamicTest.dynamicTest(message, () -> refused(message, options));
  }

  @TestFactory
  List<DynamicTest> badInputIsRefusedWithAReason() {
    Map<String, String> nulls = new HashMap<>();
    nulls.put("A", null);
    return Arrays.asList(
        bad("call image(", c -> {}),
        bad("image is empty", c -> c.image(" ")),
        bad("image contains a line break", c -> c.image("a\r\nb")),
        bad("image", c -> c.image(null)),
        bad("name is empty", c -> c.name("")),
        bad("name", c -> c.name(null)),
        bad("the name 'a/b' is not allowed", c -> c.name("a/b")),
        bad("the name 'a b' is not allowed", c -> c.name("a b")),
        bad("the name '..' is not allowed", c -> c.name("..")),
        bad("the name 'a' is not allowed", c -> c.name("a")),
        bad("the name 'é1' is not allowed", c -> c.name("é1")),
        bad("name contains a line break", c -> c.name("a\nb")),
        bad("env name is empty", c -> c.env("", "x")),
        bad("equals sign", c -> c.env("A=B", "x")),
        bad("env value", c -> c.env("A", null)),
        bad("env value", c -> c.env(nulls)),
        bad("the env variable A contains a NUL", c -> c.env("A", "\0")),
        bad("label name is empty", c -> c.label("", "x")),
        bad("label value", c -> c.label("a", null)),
        bad("workingDir is empty", c -> c.workingDir("")),
        bad("user is empty", c -> c.user("")),
        bad("hostname contains", c -> c.hostname("a\nb")),
        bad("containerPort is 0", c -> c.publish(0)),
        bad("containerPort is -1", c -> c.publish(80, -1)),
        bad("hostPort is 0", c -> c.publish(0, 80)),
        bad("hostPort is 65536", c -> c.publish(65_536, 80)),
        bad("hostPort is -5", c -> c.publish("", -5, 80, "tcp")),
        bad("hostIp is 'localhost'", c -> c.publish("localhost", 0, 80, "tcp")),
        bad("hostIp is '999.1.1.1'", c -> c.publish("999.1.1.1", 0, 80, "tcp")),
        bad("hostIp is '127.0.0.01'", c -> c.publish("127.0.0.01", 0, 80, "tcp")),
        bad("hostIp is '1.2.3'", c -> c.publish("1.2.3", 0, 80, "tcp")),
        bad("hostIp is ':::'", c -> c.publish(":::", 0, 80, "tcp")),
        bad("protocol is empty", c -> c.publish("", 1, 80, "")),
        bad("source is empty", c -> c.bind("", "/t")),
        bad("target is empty", c -> c.bind("/s", "")),
        bad("volume is empty", c -> c.volume("", "/t")),
        bad("memory is -1", c -> c.memory(-1)),
        bad("cpus is 0.0", c -> c.cpus(0)),
        bad("cpus is NaN", c -> c.cpus(Double.NaN)),
        bad("cpus is -1.0", c -> c.cpus(-1)),
        bad("cpus is 1.0E-10", c -> c.cpus(1e-10)),
        bad("network is empty", c -> c.network("")),
        bad("the network 'a' is named twice", c -> c.network("a", e -> e.alias("one")).network("a")),
        bad("hostConfig(…) sets the network mode 'none', and network(…) names [a]",
            c -> c.image("i").network("a", e -> e.alias("one")).hostConfig(h -> h.networkMode("none"))),
        bad("sets the network mode 'host'", c -> c.image("i").hostConfig(HOST).network("a")),
        bad("both set aliases or addresses for the network 'a'",
            c -> c.image("i").network("b").network("a", e -> e.alias("one"))
                .customize(r -> r.networkingConfig(n -> n.network("a", e -> e.alias("kept"))))),
        bad("ipAddress is set for the network 'a', but it is only reported by engines; to choose an address, call ipv4",
            c -> c.image("i").network("a", e -> e.ipAddress("10.0.0.7"))),
        bad("hostConfig(…) would replace what other methods have set", c -> c.memory(7).hostConfig(HOST)),
        bad("give it to hostConfig(…) instead",
            c -> c.image("i").memory(7).customize(r -> r.hostConfig(HOST))),
        bad("policy", c -> c.restart(null)),
        bad("driver", c -> c.logDriver(null)),
        bad("word 1 of the shell is null", c -> c.healthCheck(h -> h.shell(null))),
        bad("noHealthCheck() switches the health check off",
            c -> c.image("i").noHealthCheck().healthCheck(h -> h.interval(Duration.ofSeconds(1)))),
        bad("interval is PT-1S; it must be longer than zero",
            c -> c.healthCheck(h -> h.interval(Duration.ofSeconds(-1)))),
        bad("no name; write NAME=value", c -> c.env(List.of("=x"))),
        bad("stopSignal is empty", c -> c.stopSignal("")),
        bad("stopTimeout is PT-1S", c -> c.stopTimeout(Duration.ofSeconds(-1))),
        bad("platform is empty", c -> c.platform("")),
        bad("pull", c -> c.pull(null)));
  }
}
