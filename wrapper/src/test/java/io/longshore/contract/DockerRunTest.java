package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code CreateOptions.parse} makes of a command line is what the docker command makes of it. */
@Tag("contract")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("engines")
@Timeout(300)
class DockerRunTest extends EngineTest {
  private static final Pattern FLAG = Pattern.compile("^ +(?:-\\w, )?(--[a-z][a-z0-9-]*)", Pattern.MULTILINE);
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SAID = Pattern.compile(
      "Error response from daemon: (.*?)(?:\n\nRun 'docker|$)", Pattern.DOTALL);
  private static final Pattern COMPARED = Pattern.compile(
      "Config\\.(?!Labels\\.io\\.longshore)|HostConfig|Mounts|Path|Args|Name|Platform|NetworkSettings\\.Networks");
  private static final Pattern OF_ONE_RUN = Pattern.compile(
      "Networks\\..*\\.(MacAddress|EndpointID|GlobalIPv6Address|DNSNames)$");

  @TempDir
  Path directory;

  private DockerCommand command;
  private Map<String, String> values;

  /** The newest engine: the docker command changes what it sends to older ones. */
  static Stream<EngineUnderTest> engines() {
    return Settings.ofThisRun().api().isPresent() ? Stream.empty()
        : Engines.underLoad().filter(engine -> !engine.embedded());
  }

  @BeforeEach
  void prepare() throws IOException {
    command = DockerCommand.of(engine.host(), directory);
    Files.writeString(directory.resolve("env"), "# colors\nCOLOR=green\n  SPACE= x \nPATH\nLONGSHORE_NOT_SET\n");
    Files.writeString(directory.resolve("labels"), "# labels\none=1\n\ntwo=a=b\nbare\n");
    Files.writeString(directory.resolve("seccomp.json"), "{\n  \"defaultAction\" : \"SCMP_ACT_ALLOW\"\n}\n");
    String subnet = NetworkedTest.subnet();
    values = Map.of(
        "PEER", create(c -> c.name(newName()).volume("/shared")).inspect().name().substring(1),
        "NET", network(subnet), "SUBNET", subnet.substring(0, subnet.length() - 1),
        "NET2", network(NetworkedTest.subnet()), "VOLUME",
        docker.volumes().create(v -> v.name(newName()).label(LABEL, RUN)).name(), "FILES", directory.toString(), "NAME",
        newName());
  }

  private String network(String subnet) {
    String name = newName();
    docker.networks().create(
        NetworkedTest.marked(name).andThen(n -> n.ipam(i -> i.config(c -> c.subnet(subnet + "0/24")))));
    return name;
  }

  @AfterEach
  void removeNetworksAndVolumes() {
    mine().forEach(left -> docker.containers().get(left.id()).removeIfExists(o -> o.force().volumes()));
    docker.networks().list(o -> o.label(LABEL, RUN)).forEach(left -> docker.networks().get(left.id()).remove());
    docker.volumes().list(o -> o.label(LABEL, RUN)).forEach(left -> docker.volumes().get(left.name()).remove());
  }

  @Test
  void theTableHasEveryFlagOfTheHelp() {
    // The help leaves out what the engine does not have, if there is one.
    String help = DockerCommand.of("unix:///no/such/engine", directory).run(List.of("run", "--help")).stdout();
    Set<String> flags = FLAG.matcher(help).results().map(flag -> flag.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(flags.size() >= 104, () -> "found " + flags);
    assertEquals(flags, RunFlagsTable.flags());
  }

  @Test
  void bothMakeTheSameContainer() {
    List<String> differences = new ArrayList<>();
    for (RunFlagsTable.Line line : RunFlagsTable.lines(RunFlagsTable.Kind.CREATED)) {
      List<String> words = line.words(values);
      boolean started = words.contains("-d") || words.contains("--detach");
      Map<String, String> byCommand = byCommand(words, started);
      Map<String, String> byParse = byParse(words, started);
      Set<String> names = new TreeSet<>(byCommand.keySet());
      names.addAll(byParse.keySet());
      names.removeIf(name -> Objects.equals(byCommand.get(name), byParse.get(name)));
      names.forEach(
          name -> differences.add(
              line + "\n  " + name + "\n    docker: " + byCommand.get(name) + "\n    parse:  " + byParse.get(name)));
    }
    assertEquals("", String.join("\n", differences));
  }

  @Test
  void whatTheEngineCannotStartIsRefusedAlike() {
    for (RunFlagsTable.Line line : RunFlagsTable.lines(RunFlagsTable.Kind.REFUSED_AT_START)) {
      List<String> words = line.words(values);
      DockerCommand.Result refused = command.run(commandLine("run", words, "-d"));
      assertNotEquals(0, refused.exitCode(), line::text);
      EngineException thrown = fails(EngineException.class,
          () -> docker.containers().run(CreateOptions.parse(commandLine("run", words))));
      assertEquals(said(refused), RANDOM.matcher(thrown.engineMessage().strip()).replaceAll("ID"), line::text);
    }
  }

  @Test
  void whatTheDockerCommandRefusesItselfParseRefuses() {
    for (RunFlagsTable.Line line : RunFlagsTable.lines(RunFlagsTable.Kind.REFUSED_BY_BOTH)) {
      List<String> words = commandLine("create", line.words(values));
      DockerCommand.Result refused = command.run(words);
      assertNotEquals(0, refused.exitCode(), line::text);
      assertFalse(refused.stderr().contains("from daemon"), refused::stderr);
      fails(IllegalArgumentException.class, () -> CreateOptions.parse(words));
    }
  }

  @Test
  void whatOnlyWindowsHasIsSentAndTheDockerCommandRefusesIt() {
    for (RunFlagsTable.Line line : RunFlagsTable.lines(RunFlagsTable.Kind.FOR_WINDOWS)) {
      List<String> words = commandLine("create", line.words(values));
      DockerCommand.Result refused = command.run(words);
      assertTrue(refused.stderr().contains("running on windows"), refused::stderr);
      assertTrue(
          CreateOptions.parse(words).request().hostConfig().toString().matches(".*(Cpu|IO)[A-Z].*"), line::text);
    }
  }

  private Map<String, String> byCommand(List<String> words, boolean started) {
    DockerCommand.Result result = command.run(commandLine(started ? "run" : "create", words));
    if (result.exitCode() != 0) {
      return Map.of("refused", said(result));
    }
    Container made = docker.containers().get(result.stdout().lines().reduce((first, last) -> last).orElseThrow());
    Map<String, String> shown = shown(made);
    if (!started && !words.contains("--attach")) {
      // The docker command attaches to what it creates unless it is told what to attach; a library never does.
      for (String name : List.of("AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce")) {
        shown.put("Config." + name, "false");
      }
    }
    return shown;
  }

  private Map<String, String> byParse(List<String> words, boolean started) {
    try {
      CreateOptions options = CreateOptions.parse(commandLine(started ? "run" : "create", words));
      return shown(started ? docker.containers().run(options) : docker.containers().create(options));
    } catch (EngineException e) {
      return Map.of("refused", RANDOM.matcher(e.engineMessage().strip()).replaceAll("ID"));
    } catch (IllegalArgumentException e) {
      return Map.of("refused", String.valueOf(e.getMessage()));
    }
  }

  private List<String> commandLine(String kind, List<String> words, String... more) {
    List<String> line = new ArrayList<>(List.of(kind));
    line.addAll(words);
    line.addAll(List.of(more));
    line.addAll(List.of("--label", LABEL + "=" + RUN, Programs.IMAGE, "sleep", "1000"));
    return line;
  }

  /** What the engine said, without what the docker command puts around it. */
  private static String said(DockerCommand.Result result) {
    Matcher words = SAID.matcher(result.stderr());
    return RANDOM.matcher(words.find() ? words.group(1).strip() : result.stderr()).replaceAll("ID");
  }

  /** What an engine shows of a container, without what differs between any two of them; and removes it. */
  private Map<String, String> shown(Container container) {
    Map<String, String> shown = new TreeMap<>();
    flatten("", docker.request("GET", "/containers/" + container.id() + "/json").json(), shown);
    container.remove(options -> options.force().volumes());
    shown.keySet().removeIf(name -> !COMPARED.matcher(name).lookingAt());
    // A running container has addresses of its own.
    if (shown.keySet().removeIf(name -> name.endsWith(".IPAddress") && !shown.get(name).isEmpty())) {
      shown.keySet().removeIf(name -> OF_ONE_RUN.matcher(name).find());
    }
    String own = shown.get("Name");
    String shownName = own.equals("/" + values.get("NAME")) ? own : "/…";
    String shortId = container.id().substring(0, 12);
    shown.replaceAll(
        (name, value) -> RANDOM.matcher(value).replaceAll("ID").replace(shortId, "ID").replace(own, shownName));
    return shown;
  }

  private static void flatten(String name, Object value, Map<String, String> flat) {
    if (name.equals("Config.Env") && value instanceof List<?> variables) {
      // The docker command does not keep their order.
      flat.put(name, variables.stream().map(Object::toString).sorted().toList().toString());
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, inner) -> flatten(name.isEmpty() ? key.toString() : name + "." + key, inner, flat));
    } else if (value != null && !value.equals(List.of()) && !value.equals(Map.of())) {
      // The docker command sends empty lists, and a library nothing.
      flat.put(name, value.toString());
    }
  }
}
