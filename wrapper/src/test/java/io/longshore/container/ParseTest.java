package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.image.PullPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a command line. */
class ParseTest {
  private static ContainerCreateRequest request(String line) {
    return CreateOptions.parse(line).request();
  }

  @Test
  void theCommandItselfMayBeLeftOut() {
    ContainerCreateRequest expected = request("busybox sleep 5");
    assertEquals(List.of("sleep", "5"), expected.cmd());
    for (String begin : List.of("docker run ", "docker container run ", "docker create ", "podman run ", "run ",
        "create ")) {
      assertEquals(expected, request(begin + "busybox sleep 5"), begin);
    }
    assertEquals(expected, CreateOptions.parse(List.of("docker", "run", "busybox", "sleep", "5")).request());
  }

  @Test
  void flagsComeInEveryForm() {
    ContainerCreateRequest expected = request("--tty --interactive --publish 8080:80 --env A=1 busybox");
    for (String form : List.of(
        "-t -i -p 8080:80 -e A=1", "-it -p8080:80 -eA=1", "-itp 8080:80 -e=A=1", "-ti -p=8080:80 --env=A=1",
        "--tty=true --interactive=1 --publish=8080:80 --env A=1", "-t=false -it -p 8080:80 -e A=1 --")) {
      assertEquals(expected, request(form + " busybox"), form);
    }
    assertFalse(Boolean.TRUE.equals(request("--tty --tty=false busybox").tty()));
  }

  @Test
  void theImageEndsTheFlags() {
    ContainerCreateRequest request = request("-t busybox -p 80 --name x");
    assertEquals(List.of("-p", "80", "--name", "x"), request.cmd());
    assertEquals(List.of("-c"), request("-- busybox -c").cmd());
  }

  @Test
  void whatIsNoPartOfTheRequest() {
    CreateOptions options = CreateOptions.parse("--name web --platform linux/arm64 --pull always busybox");
    assertEquals("web", options.name());
    assertEquals("linux/arm64", options.platform());
    assertEquals(PullPolicy.ALWAYS, options.pullOr(PullPolicy.NEVER));
  }

  @Test
  void otherMethodsAddToIt() {
    ContainerCreateRequest request = CreateOptions.of(
        c -> c.dockerRun("-e A=1 -p 80:80 -v /a:/b --network front --ip 10.0.0.7 busybox").env("B", "2").publish(81, 80)
            .bind("/c", "/d").command("true"))
        .request();
    assertEquals(List.of("A=1", "B=2"), request.env());
    assertEquals(2, request.hostConfig().portBindings().get("80/tcp").size());
    assertEquals(List.of("/a:/b"), request.hostConfig().binds());
    assertEquals("/d", request.hostConfig().mounts().get(0).target());
    assertEquals(List.of("true"), request.cmd());
    EndpointSettings endpoint = assertNotNullValue(request.networkingConfig().endpointsConfig().get("front"));
    assertEquals("10.0.0.7", endpoint.ipamConfig().ipv4Address());
  }

  @Test
  void adviceFitsTheFlag() {
    for (String line : List.of("--dns x busybox", "--add-host a:x busybox")) {
      String said = assertThrows(IllegalArgumentException.class, () -> CreateOptions.parse(line)).getMessage();
      assertFalse(said.contains("for all addresses"), said);
    }
  }

  @Test
  void aFileThatIsNotUtf8IsNamedWithTheLine(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("env");
    Files.write(file, "A=1\nB=hush\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    String said = assertThrows(IllegalArgumentException.class,
        () -> CreateOptions.parse(List.of("--env-file", file.toString(), "busybox"))).getMessage();
    assertTrue(said.endsWith("env, line 2: it is not encoded as UTF-8"), said);
  }

  private static <T> T assertNotNullValue(T value) {
    assertNotNull(value);
    return value;
  }

  @Test
  void aVariableWithoutValueIsThisProgramsOrRemovesTheImages() {
    assertEquals(
        List.of("PATH=" + System.getenv("PATH"), "LONGSHORE_NOT_SET"),
        request("-e PATH -e LONGSHORE_NOT_SET busybox").env());
  }

  @Test
  void emptyValuesAreNotSet() {
    assertEquals(request("busybox"), request("--user= --workdir '' --pid= --hostname= --health-interval 0 busybox"));
  }

  private static DynamicTest bad(String message, String line) {
    return DynamicTest.dynamicTest(message + " ← " + line, () -> {
      String said = assertThrows(IllegalArgumentException.class, () -> CreateOptions.parse(line)).getMessage();
      assertTrue(said.contains(message), said);
      assertFalse(said.contains("hush"), said);
    });
  }

  @TestFactory
  List<DynamicTest> badLinesAreRefusedWithTheFlagAndWithoutSecrets() {
    return Arrays.asList(
        bad("names no image", ""),
        bad("names no image", "docker run -it"),
        bad("docker run or docker create", "docker ps"),
        bad("docker run or docker create", "docker -H tcp://hush run busybox"),
        bad("docker run or docker create", "docker"),
        bad("sudo", "sudo docker run busybox"),
        bad("--foo is unknown", "--foo=hush busybox"),
        bad("--e is unknown", "--e A=hush busybox"),
        bad("-x is unknown", "-itx busybox"),
        bad("-p is the last word", "-it -p"),
        bad("--memory is the last word", "--memory"),
        bad("an equals sign where the image", "--user A=1 B=hush busybox"),
        bad("--env: an entry of the environment has no name", "-e =hush busybox"),
        bad("--memory: '5x' cannot be used", "-m 5x busybox"),
        bad("--init: 'maybe'", "--init=maybe busybox"),
        bad("--publish: '80:x'", "-p 80:x busybox"),
        bad("--publish: the host's address is 'localhost'", "-p localhost:80:80 busybox"),
        bad("--health-interval: '10'", "--health-interval 10 busybox"),
        bad("--health-retries: retries is -1", "--health-retries=-1 busybox"),
        bad("--no-healthcheck and --health-", "--no-healthcheck --health-cmd true busybox"),
        bad("--attach and --detach", "-d -a stdout busybox"),
        bad("--attach: 'stdlog'", "-a stdlog busybox"),
        bad("--ulimit: 'nofile'", "--ulimit nofile busybox"),
        bad("--ulimit: ulimit nofile: the soft limit 20 is above", "--ulimit nofile=20:10 busybox"),
        bad("--device: 'null'", "--device null busybox"),
        bad("--device: '/dev/null:/dev/x:q'", "--device /dev/null:/dev/x:q busybox"),
        bad("--device-read-bps: 'sda:1mb'", "--device-read-bps sda:1mb busybox"),
        bad("--gpus: the key 'foo'", "--gpus foo=1 busybox"),
        bad("--gpus: 'x'", "--gpus x busybox"),
        bad("--dns: dns is 'x'", "--dns x busybox"),
        bad("--add-host: 'a'", "--add-host a busybox"),
        bad("--add-host: the address of a is 'x'", "--add-host a:x busybox"),
        bad("--cpus: '1/3'", "--cpus 1/3 busybox"),
        bad("did you mean --memory?", "--memroy=hush busybox"),
        bad("--expose: '80:80' cannot be used; write port[-port]", "--expose 80:80 busybox"),
        bad("write a whole number of seconds", "--stop-timeout 10s busybox"),
        bad("write a whole number of microseconds", "--cpu-period 10ms busybox"),
        bad("--health-interval: '-1s'", "--health-interval=-1s busybox"),
        bad("docker create does not have --detach", "docker create -d busybox"),
        bad("docker create does not have --sig-proxy", "create --sig-proxy=false busybox"),
        bad("--pull: 'perhaps'", "--pull perhaps busybox"),
        bad("--restart: 'x'", "--restart on-failure:x busybox"),
        bad("--restart: ':3'", "--restart :3 busybox"),
        bad("--security-opt: 'foo'", "--security-opt foo busybox"),
        bad("--security-opt: cannot read the profile", "--security-opt seccomp=/no/such/file busybox"),
        bad("--env-file: cannot read", "--env-file /no/such/file busybox"),
        bad("--label-file: cannot read", "--label-file /no/such/file busybox"),
        bad("--log-opt: the name is empty", "--log-opt =hush busybox"),
        bad("--mount: it has no target", "--mount type=tmpfs busybox"),
        bad("--volume: volume is empty", "-v '' busybox"),
        bad("--mac-address: 'x'", "--mac-address x busybox"),
        bad("--network: the key 'foo'", "--network name=a,foo=hush busybox"),
        bad("--network: it names no network", "--network alias=a busybox"),
        bad("--network: the network 'a' is named twice", "--network a --network a busybox"),
        bad("--network: driver-opt: ", "--network name=a,driver-opt=hush busybox"),
        bad("--network: host cannot be combined", "--network a --network host busybox"),
        bad("--network-alias: ", "--network-alias a busybox"),
        bad("--network has ip for its first network", "--network name=a,ip=10.0.0.7 --ip 10.0.0.8 busybox"),
        bad("--cidfile: a library does not have it; Container.id()", "--cidfile x busybox"),
        bad("--detach-keys: a library does not have it", "--detach-keys ctrl-a busybox"),
        bad("--use-api-socket: a library does not have it", "--use-api-socket busybox"),
        bad("--disable-content-trust: signatures", "--disable-content-trust=false busybox"),
        bad("--help: ", "--help"),
        bad("'$' at character", "-e P=hush -e A=$B busybox"));
  }

  @Test
  void noTextFormShowsASecret() {
    CreateOptions options = CreateOptions.parse(
        "-e P=hush --log-driver splunk --log-opt splunk-token=hush"
            + " --mount 'type=volume,src=v,dst=/v,\"volume-opt=o=username=u,password=hush\"' busybox");
    assertEquals("hush", options.request().hostConfig().logConfig().config().get("splunk-token"));
    assertFalse(options.toString().contains("hush"), options::toString);
  }

  /** Whatever is written, it is read or refused in words. */
  @Test
  void nonsenseIsRefusedWithAMessage() {
    List<String> flags = List.copyOf(RunFlags.ALL.flags());
    List<String> values = List.of(
        "", "=", ":", ",", "-", "/", "a", "a=b", "a:b", ":::", "=,=", "\"", "[", "[::1]", "-1", "0", "1e999", "9e18",
        "99999999999999999999", "9223372036854775807", "-9223372036854775808", "1-", "-1-1", "1:2:3", "/dev/x:", "\0",
        "true", "type=bind,dst=", "name=", "ü/ü=ü", "9999999999p", "99999999999999999h", "0x", "seccomp=", "a/b", ".:");
    for (String flag : flags) {
      for (String value : values) {
        try {
          CreateOptions.parse(List.of("--" + flag + "=" + value, "busybox"));
        } catch (IllegalArgumentException refused) {
          assertNotNull(refused.getMessage(), () -> flag + " " + value);
        }
      }
    }
  }
}
